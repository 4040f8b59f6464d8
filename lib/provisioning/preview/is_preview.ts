import { type Integration, integrations } from '../../integrations/types.ts';
import type { Transaction } from '../../store/port.ts';

/**
 * Whether an integration is in preview as this transaction commits: it writes the integration then, so that a write that
 * holds itself back meets the end of the preview.
 */
export async function isPreview(
  tx: Transaction,
  { id, rootId }: Pick<Integration, 'id' | 'rootId'>,
): Promise<boolean> {
  const present = await tx.get(integrations, rootId, id);
  if (!present?.preview) return false;
  tx.update(integrations, present);
  return true;
}
