import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { type AuditEntry, auditEntries, events } from '../audit/index.ts';
import { InvalidCursor, type Reader } from '../store/index.ts';
import { paging, rootPath } from './arguments.ts';
import { query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

/** Something that may have changed the access of an account, or of everybody in a group: read it again. */
export interface ChangeView {
  readonly at: string;
  /** The name of the event in the audit log. */
  readonly event: string;
  /** The id of the account; absent if a group has changed. */
  readonly account?: string;
  /** The id of the group that was made, renamed, moved, or got another sign-in rule. */
  readonly group?: string;
  readonly requestId?: string;
}

export const memberChanges = query({
  name: 'member.changes',
  summary: 'Lists what may have changed access since a cursor, oldest first: read those accounts again.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    since: z
      .string()
      .min(1)
      .max(1_024)
      .exactOptional()
      .describe('`cursor` of the answer before; without it, from the beginning'),
    limit: paging.limit,
  }),
  run: async (reader, _actor, { since, limit }, { group }) => {
    const from = since === undefined ? { seq: 0 } : positionIn(since);
    const { changes, at, isMore } = await changesAfter(reader, group.id, from, limit);
    return { group: group.slug, changes, cursor: cursorOf(at), isMore };
  },
});

/** The last entry that was looked at, and where the page of the store that has the next one begins. */
interface Position {
  readonly seq: number;
  readonly after?: string;
}

/**
 * Reads the sealed entries in the order of their chain. An entry gets its number after its change is committed, and no
 * lower number follows, so nothing is ever left out.
 */
async function changesAfter(reader: Reader, rootId: string, from: Position, limit: number) {
  const changes: ChangeView[] = [];
  let at = from;
  for (let looked = 0; ; ) {
    const page = await pageAt(reader, rootId, at);
    for (const entry of page.items) {
      const { seq = 0 } = entry;
      if (seq <= at.seq) continue;
      const change = changeIn(entry);
      if (change) changes.push(change);
      at = { ...at, seq };
      if (changes.length >= limit) return { changes, at, isMore: true };
    }
    if (page.next === undefined) return { changes, at, isMore: false };
    at = { seq: at.seq, after: page.next };
    looked += page.items.length;
    if (looked >= limits.scannedDocuments) return { changes, at, isMore: true };
  }
}

/** A cursor of another store, from before a move, begins at the first entry; its number skips those that were seen. */
async function pageAt(reader: Reader, rootId: string, { after }: Position) {
  const range = { index: 'seq', limit: limits.maxPageSize };
  try {
    return await reader.list(auditEntries, rootId, { ...range, ...(after === undefined ? {} : { after }) });
  } catch (error) {
    if (after === undefined || !(error instanceof InvalidCursor)) throw error;
    return reader.list(auditEntries, rootId, range);
  }
}

function changeIn({ at, action, actor, target, detail, requestId }: AuditEntry): ChangeView | undefined {
  const common = { at: iso(at), event: action, ...(requestId === undefined ? {} : { requestId }) };
  const kind = kinds.get(action);
  if (kind === 'group') return { ...common, group: target };
  if (action === 'invitation.accepted' && actor.accountId !== undefined)
    return { ...common, account: actor.accountId };
  if (kind === 'account') return { ...common, account: target };
  return typeof detail.accountId === 'string' ? { ...common, account: detail.accountId } : undefined;
}

const kinds: ReadonlyMap<string, string> = new Map(
  Object.entries(events).map(([name, { target }]) => [name, target]),
);

function cursorOf({ seq, after = '' }: Position): string {
  return Buffer.from(`${seq}.${after}`).toString('base64url');
}

function positionIn(cursor: string): Position {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, seq, after = ''] = /^(\d{1,15})\.(.*)$/s.exec(text) ?? [];
  if (seq === undefined || Buffer.from(text).toString('base64url') !== cursor) throw new InvalidCursor();
  return { seq: Number(seq), ...(after === '' ? {} : { after }) };
}
