import { limits } from '../../config/limits.ts';
import { InvalidCursor, type Page, type Range, type Reader } from '../store/index.ts';
import { logBodies, logEntries } from './collections.ts';
import { batched, entryIn, logBatches } from './log_batches.ts';
import type { LogEntry, LoggedBodies } from './types.ts';

interface LogRange {
  /** Only the requests of one integration, or the entries of one request. */
  readonly integrationId?: string | undefined;
  readonly requestId?: string | undefined;
  /** Only refused requests. */
  readonly refused?: boolean | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** An entry, and the id by which it is ordered among the others. */
interface Placed {
  readonly order: string;
  readonly entry: LogEntry;
}

/** Where a source continues: a cursor of the store, '' at the start, null at the end; and entries to pass over. */
interface Position {
  readonly cursor: string | null;
  readonly skip: number;
}

type Read = (range: { readonly after?: string; readonly limit: number }) => Promise<Page<readonly Placed[]>>;

/** The requests of a group, newest first: those that wrote an entry alone, and those in batches. */
export async function listLog(reader: Reader, rootId: string, range: LogRange): Promise<Page<LogEntry>> {
  const { after, limit } = range;
  const along = indexFor(range);
  const isAsked = askedBy(range);
  const [ofSingles, ofBatches] = positionsIn(after);
  const page = Math.min(limit, limits.maxPageSize);
  const singles = new Source(ofSingles, { first: page, most: page }, async (part) => {
    const page = await reader.list(logEntries, rootId, { ...along.singles, ...part, descending: true });
    return {
      ...page,
      items: page.items.map((entry) => (isAsked(entry) ? [{ order: entry.id, entry }] : [])),
    };
  });
  const batches = new Source(ofBatches, { first: 1, most: limits.logBatchesAtOnce }, async (part) => {
    const page = await reader.list(logBatches, rootId, { ...along.batches, ...part, descending: true });
    const placed = page.items.map((batch) =>
      batch.entries
        .map((entry, at) => ({ order: entry.id, entry: entryIn(batch, at, entry) }))
        .filter(({ entry }) => isAsked(entry))
        .reverse(),
    );
    return { ...page, items: placed };
  });
  const items: LogEntry[] = [];
  while (items.length < limit) {
    const [single, inBatch] = [await singles.peek(), await batches.peek()];
    const newest = single && (!inBatch || single.order > inBatch.order) ? single : inBatch;
    if (!newest) return { items };
    items.push(newest.entry);
    (newest === single ? singles : batches).take();
  }
  if (!(await singles.peek()) && !(await batches.peek())) return { items };
  return { items, next: cursorOf(await singles.position(), await batches.position()) };
}

/** The index along which both collections are read; those of a group are in the order of time. */
function indexFor({ requestId, refused, integrationId }: LogRange) {
  if (requestId !== undefined) return ofBoth({ index: 'request', equal: [requestId] });
  if (refused) return { singles: { index: 'refused' }, batches: { index: 'refused', equal: [true] } };
  return ofBoth(integrationId === undefined ? {} : { index: 'integration', equal: [integrationId] });
}

function ofBoth(along: Omit<Range, 'limit'>) {
  return { singles: along, batches: along };
}

function askedBy({ requestId, refused = false, integrationId }: LogRange): (entry: LogEntry) => boolean {
  return (entry) =>
    (requestId === undefined || entry.requestId === requestId) &&
    (!refused || entry.status >= 400) &&
    (integrationId === undefined || entry.integrationId === integrationId);
}

/** The entry with this id, or the newest one of this request, and its bodies; undefined when the group has none. */
export async function logged(
  reader: Reader,
  rootId: string,
  id: string,
): Promise<{ readonly entry: LogEntry; readonly bodies: LoggedBodies } | undefined> {
  const known = (await batched(reader, rootId, id)) ?? (await alone(reader, rootId, id));
  if (known) return known;
  const [newest] = (await listLog(reader, rootId, { requestId: id, limit: 1 })).items;
  return newest && ((await batched(reader, rootId, newest.id)) ?? alone(reader, rootId, newest.id));
}

async function alone(reader: Reader, rootId: string, id: string) {
  const entry = await reader.get(logEntries, rootId, id);
  return entry && { entry, bodies: (await reader.get(logBodies, rootId, id)) ?? {} };
}

/** Groups of entries along a list of the store, one entry at a time. */
class Source {
  readonly #read: Read;
  readonly #most: number;
  #size: number;
  #from: Position;
  #groups: readonly (readonly Placed[])[] = [];
  #next: string | null;
  /** Groups that are used up, and entries of the group after them. */
  #done = 0;
  #skip: number;

  /** It reads `first` groups, and each time twice as many as before, but not more than `most`. */
  constructor(
    from: Position,
    { first, most }: { readonly first: number; readonly most: number },
    read: Read,
  ) {
    this.#from = from;
    this.#size = first;
    this.#most = most;
    this.#read = read;
    this.#next = from.cursor;
    this.#skip = from.skip;
  }

  async peek(): Promise<Placed | undefined> {
    for (;;) {
      const group = this.#groups[this.#done];
      const placed = group?.[this.#skip];
      if (placed) return placed;
      if (group) {
        this.#done += 1;
        this.#skip = 0;
      } else {
        if (this.#next === null) return undefined;
        await this.#readOn(this.#next);
      }
    }
  }

  take(): void {
    this.#skip += 1;
  }

  /** Where a later source continues after what was taken. */
  async position(): Promise<Position> {
    if (this.#done === 0) return { cursor: this.#from.cursor, skip: this.#skip };
    if (this.#done >= this.#groups.length && this.#skip === 0) return { cursor: this.#next, skip: 0 };
    const { next = null } = await this.#read({ ...startAt(this.#from.cursor ?? ''), limit: this.#done });
    return { cursor: next, skip: this.#skip };
  }

  async #readOn(cursor: string): Promise<void> {
    const { items, next = null } = await this.#read({ ...startAt(cursor), limit: this.#size });
    this.#from = { cursor, skip: this.#skip };
    this.#groups = items;
    this.#next = next;
    this.#done = 0;
    this.#size = Math.min(this.#size * 2, this.#most);
    if (items.length === 0 && next === null) this.#skip = 0;
  }
}

function startAt(cursor: string): { readonly after?: string } {
  return cursor === '' ? {} : { after: cursor };
}

function cursorOf(...positions: readonly Position[]): string {
  const texts = positions.map(({ cursor, skip }) => [cursor, skip]);
  return Buffer.from(JSON.stringify(texts)).toString('base64url');
}

/** Throws `InvalidCursor` for a text that `cursorOf` has not made. */
function positionsIn(after: string | undefined): [Position, Position] {
  const start = { cursor: '', skip: 0 };
  if (after === undefined) return [start, start];
  try {
    const [singles, batches] = (JSON.parse(Buffer.from(after, 'base64url').toString()) as unknown[]).map(
      positionOf,
    );
    if (singles && batches) return [singles, batches];
  } catch {
    // Told below.
  }
  throw new InvalidCursor('the cursor is not one of this list');
}

function positionOf(value: unknown): Position | undefined {
  const [cursor, skip] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const isCursor = cursor === null || typeof cursor === 'string';
  return isCursor && Number.isSafeInteger(skip) && Number(skip) >= 0
    ? { cursor, skip: Number(skip) }
    : undefined;
}
