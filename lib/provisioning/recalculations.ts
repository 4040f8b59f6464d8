import type { Unit } from '../audit/index.ts';
import { type Runner, type Work, works } from '../jobs/index.ts';
import { isRecalculation } from './directory/recalculate.ts';
import { isOfRoles } from './role_attributes/role_recalculation.ts';

/**
 * Takes a step of a recalculation of the same integration, as a part of other work. Returns where to go on; without
 * `next` none is left, but for those that wait.
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
  if (!found || !(isRecalculation(found) || isOfRoles(found))) return { next };
  const { goesOn } = await runner.advance(unit, found);
  return { next: goesOn ? after : next };
}
