import type { Unit } from '../audit/index.ts';
import { type Runner, type Work, works } from '../jobs/index.ts';
import { isRecalculation } from './directory/recalculate.ts';
import { isRoleRecalculation } from './role_attributes/role_recalculation.ts';

/**
 * Runs a step of a recalculation of the same integration as a part of other work. `next` is the start of the next step;
 * without it, only waiting recalculations are left.
 */
export async function advanceNext(
  unit: Unit,
  runner: Runner,
  { rootId, subject }: Work,
  after = '',
): Promise<{ readonly next?: string | undefined }> {
  const { items, next } = await unit.list(works, rootId, {
    ...{ index: 'open', equal: [subject], limit: 1 },
    ...(after === '' ? {} : { after }),
  });
  const [found] = items;
  if (!found || !(isRecalculation(found) || isRoleRecalculation(found))) return { next };
  const { goesOn } = await runner.advance(unit, found);
  return { next: goesOn ? after : next };
}
