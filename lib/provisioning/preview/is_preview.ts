import type { Unit } from '../../audit/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';

/**
 * Whether an integration is in preview when this transaction commits. During a preview it touches the integration, so
 * that a kept write and the end of the preview conflict.
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
