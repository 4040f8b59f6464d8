import { createHash, createHmac } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import { type Runtime, type Secret, valuesOf } from '../kernel/index.ts';
import { batches, every, type Store, type Transaction } from '../store/index.ts';
import { checkpointOf } from './checkpoint.ts';
import { type AuditEntry, type AuditHead, auditEntries, auditHeads } from './types.ts';

const START = '0'.repeat(64);
/** Entries checked without a turn for others. */
const TURN = 100;

export interface Verdict {
  readonly sealed: number;
  readonly unsealed: number;
  /** The first break of the chain, and its reason; absent when the chain is intact. */
  readonly broken?: { readonly seq: number; readonly reason: string };
}

/**
 * Seals the waiting entries of all groups, oldest first and batch by batch, until none is left or `most` are sealed.
 * Returns their number. Meant for one process at a time; two concurrent ones conflict on the head of a chain, and one
 * of them finds nothing left to do.
 */
export async function sealTurn(store: Store, key: Buffer, most: number = limits.sealTurn): Promise<number> {
  let sealed = 0;
  const waiting = { index: 'unsealed', limit: limits.sealBatch };
  for await (const entries of batches(store, auditEntries, waiting)) {
    sealed += await sealAll(store, key, entries);
    if (sealed >= most) break;
  }
  return sealed;
}

function sealAll(store: Store, key: Buffer, found: readonly AuditEntry[]): Promise<number> {
  let isFirst = true;
  return store.transaction(async (unit) => {
    // Another process may have sealed some of them, which the commit notices.
    const entries = isFirst ? found : await stillUnsealed(unit, found);
    isFirst = false;
    for (const [rootId, some] of byGroup(entries)) await sealGroup(unit, key, rootId, some);
    return entries.length;
  });
}

async function stillUnsealed(unit: Transaction, found: readonly AuditEntry[]): Promise<AuditEntry[]> {
  const present = await Promise.all(found.map(({ rootId, id }) => unit.get(auditEntries, rootId, id)));
  return present.flatMap((entry) => (entry?.unsealed === undefined ? [] : [entry]));
}

/**
 * Follows the chain of one group from its start and counts unsealed entries. Entries sealed meanwhile come after the
 * end that the chain had at the start. `content` is a digest of the sealed entries.
 */
export async function verifyChain(
  store: Store & Pick<Runtime, 'breathe'>,
  key: Secret,
  rootId: string,
): Promise<Verdict> {
  const { content: _content, ...verdict } = await verifiedChain(store, key, rootId);
  return verdict;
}

/** Like `verifyChain`, with a digest of the sealed entries. */
export async function verifiedChain(
  store: Store & Pick<Runtime, 'breathe'>,
  key: Secret,
  rootId: string,
): Promise<Verdict & { readonly content: string }> {
  const content = createHash('sha256');
  const headOf = () => store.get(auditHeads, rootId, rootId);
  const broken = async (seq: number, reason: string) => {
    const sealed = await store.count(auditEntries, rootId, { index: 'seq' });
    const unsealed = (await store.count(auditEntries, rootId)) - sealed;
    return { sealed: seq - 1, unsealed, broken: { seq, reason }, content: '' };
  };
  const first = await headOf();
  const checkpoint = checkpointOf(first, key);
  let [seq, previous] = [0, START];
  for await (const entry of every(store, auditEntries, rootId, { index: 'seq' })) {
    seq += 1;
    const isCovered = checkpoint !== undefined && seq <= checkpoint.seq;
    const reason = flaw(entry, { seq, previous, key, isCovered });
    if (reason !== undefined) return broken(seq, reason);
    content.update(`${contentOf(entry, seq)}${entry.hash}\n`);
    if (seq === checkpoint?.seq && content.copy().digest('hex') !== checkpoint.content)
      return broken(seq, 'it, or an entry before it, is not as it was when AUDIT_SECRET was replaced');
    previous = entry.hash ?? '';
    if (seq % TURN === 0) await store.breathe();
    if (seq === first?.seq && previous !== first.hash)
      return broken(seq, 'it is not the end that was sealed');
  }
  if (first && seq < first.seq) return broken(seq + 1, 'entries are missing at the end');
  const end = seq === first?.seq ? seq : ((await headOf())?.seq ?? 0);
  if (seq > end) return broken(end + 1, 'it is behind the end that was sealed');
  const unsealed = (await store.count(auditEntries, rootId)) - seq;
  return { sealed: seq, unsealed, content: content.digest('hex') };
}

function byGroup(entries: readonly AuditEntry[]): Map<string, AuditEntry[]> {
  const groups = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const some = groups.get(entry.rootId);
    if (some) some.push(entry);
    else groups.set(entry.rootId, [entry]);
  }
  return groups;
}

async function sealGroup(
  unit: Transaction,
  key: Buffer,
  rootId: string,
  entries: readonly AuditEntry[],
): Promise<void> {
  const head = await unit.get(auditHeads, rootId, rootId);
  let [seq, previous] = [head?.seq ?? 0, head?.hash ?? START];
  for (const entry of entries) {
    const { unsealed: _sealed, ...rest } = entry;
    seq += 1;
    const hash = hashOf(entry, { seq, previous, key });
    unit.update(auditEntries, { ...rest, seq, previous, hash });
    previous = hash;
  }
  const next: Omit<AuditHead, 'v'> = { id: rootId, rootId, seq, hash: previous };
  if (head) unit.update(auditHeads, { ...head, ...next });
  else unit.insert(auditHeads, next);
}

interface Link {
  readonly seq: number;
  readonly previous: string;
  readonly key: Secret;
  /** Whether a checkpoint vouches for its content. */
  readonly isCovered: boolean;
}

function flaw(entry: AuditEntry, link: Link): string | undefined {
  if (entry.seq !== link.seq) return `entry ${link.seq} is missing`;
  if (entry.previous !== link.previous) return 'it does not follow the entry before';
  if (link.isCovered || valuesOf(link.key).some((key) => entry.hash === hashOf(entry, { ...link, key })))
    return undefined;
  return 'its content was changed';
}

/** The hash that an entry has at this place of its chain. */
export function hashOf(
  entry: AuditEntry,
  { seq, previous, key }: { readonly seq: number; readonly previous: string; readonly key: Buffer },
): string {
  return createHmac('sha256', key)
    .update(contentOf({ ...entry, previous }, seq))
    .digest('hex');
}

function contentOf(entry: AuditEntry, seq: number): string {
  const { id, rootId, at, actor, action, target, detail, requestId, previous } = entry;
  return canonical({ id, rootId, at, actor, action, target, detail, requestId, seq, previous });
}

/** JSON with sorted keys, so that it does not depend on their order in the store (after RFC 8785). */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) =>
    held !== null && typeof held === 'object' && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
}
