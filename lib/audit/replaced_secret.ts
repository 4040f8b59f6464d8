import type { Runtime, Secret } from '../kernel/index.ts';
import { every, type Reader, type Store } from '../store/index.ts';
import { hashOf, verifiedChain } from './chain.ts';
import { checkpointOf, newCheckpoint } from './checkpoint.ts';
import { auditEntries, auditHeads } from './types.ts';

/** Whether the chain of a group can only be verified with the previous value of the secret. */
export async function needsPrevious(store: Reader, key: Secret, rootId: string): Promise<boolean> {
  const { seq: covered = 0 } = checkpointOf(await store.get(auditHeads, rootId, rootId), writing(key)) ?? {};
  for await (const entry of every(store, auditEntries, rootId, { index: 'seq', descending: true })) {
    const { seq = 0, previous = '', hash } = entry;
    if (seq <= covered) return false;
    if (hash !== hashOf(entry, { seq, previous, key })) return true;
  }
  return false;
}

/**
 * Verifies the chain of a group, and vouches for it with the value of the secret that writes. False when the chain is
 * broken: then it stays as it is.
 */
export async function setCheckpoint(
  store: Store & Pick<Runtime, 'breathe'>,
  key: Secret,
  rootId: string,
): Promise<boolean> {
  const { sealed: seq, broken, content } = await verifiedChain(store, key, rootId);
  if (broken) return false;
  await store.transaction(async (unit) => {
    const head = await unit.get(auditHeads, rootId, rootId);
    if (head) unit.update(auditHeads, { ...head, checkpoint: newCheckpoint(rootId, { seq, content }, key) });
  });
  return true;
}

/** The secret without its previous value. */
function writing(key: Secret): Secret {
  return Buffer.from(key);
}
