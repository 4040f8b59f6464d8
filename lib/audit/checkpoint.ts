import { createHmac } from 'node:crypto';
import { type Secret, valuesOf } from '../kernel/index.ts';
import type { AuditHead, Checkpoint } from './types.ts';

/**
 * The checkpoint of a chain, if a value of the secret has made it. It vouches for the entries up to its own, which were
 * sealed with a secret that is gone.
 */
export function checkpointOf(head: AuditHead | undefined, key: Secret): Checkpoint | undefined {
  const checkpoint = head?.checkpoint;
  if (!head || !checkpoint) return undefined;
  const isOurs = valuesOf(key).some((value) => checkpoint.mac === macOf(head.rootId, checkpoint, value));
  return isOurs ? checkpoint : undefined;
}

/** A checkpoint of a chain by the value of the secret that writes. `content` is a digest of the entries up to `seq`. */
export function newCheckpoint(rootId: string, covered: Omit<Checkpoint, 'mac'>, key: Secret): Checkpoint {
  return { ...covered, mac: macOf(rootId, covered, key) };
}

function macOf(rootId: string, { seq, content }: Omit<Checkpoint, 'mac'>, key: Buffer): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['rollcall checkpoint', rootId, seq, content]))
    .digest('hex');
}
