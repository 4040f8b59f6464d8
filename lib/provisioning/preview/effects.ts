import type { Unit } from '../../audit/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';

/**
 * Chooses the effects of a rule, by the state of an integration when this transaction commits. The effects of `preview`
 * call `touch` when they store a write, so that the write and the end of the preview conflict.
 */
export async function effectsIn<E>(
  unit: Unit,
  { id, rootId }: Pick<Integration, 'id' | 'rootId'>,
  live: E,
  preview: (touch: () => void) => E,
): Promise<E> {
  const present = await unit.get(integrations, rootId, id);
  return present?.preview ? preview(() => unit.touch(integrations, present)) : live;
}
