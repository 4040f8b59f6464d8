import type { Unit } from '../../audit/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';

/**
 * Whether an integration is in preview as this transaction commits: it writes the integration then, so that a write that
 * holds itself back meets the end of the preview.
 */
export async function isPreview(
  unit: Unit,
  { id, rootId }: Pick<Integration, 'id' | 'rootId'>,
): Promise<boolean> {
  const present = await unit.get(integrations, rootId, id);
  if (!present?.preview) return false;
  unit.touch(integrations, present);
  return true;
}
