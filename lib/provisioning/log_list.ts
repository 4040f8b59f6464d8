import { limits } from '../../config/limits.ts';
import { InvalidCursor, type Page, type Range, type Reader } from '../store/index.ts';
import { logBodies, logEntries } from './collections.ts';
import { keysOf } from './log_about.ts';
import { batched, entryIn, logBatches } from './log_batches.ts';
import type { LogEntry, LoggedBodies } from './types.ts';

interface LogRange {
  /** Only the requests of one integration, or the entries of one request. */
  readonly integrationId?: string | undefined;
  readonly requestId?: string | undefined;
  /**
   * Requests with one of these keys, or refused ones. Where an index does not know all entries yet, others come too: the
   * caller looks at each, and so bounds the reading.
   */
  readonly about?: readonly string[] | undefined;
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

/** A source that has nothing more. */
const END: Position = { cursor: null, skip: 0 };

type Read = (range: { readonly after?: string; readonly limit: number }) => Promise<Page<readonly Placed[]>>;

/** The requests of a group, newest first: those that wrote an entry alone, and those in batches. */
export async function listLog(reader: Reader, rootId: string, range: LogRange): Promise<Page<LogEntry>> {
  const { after, limit } = range;
  const ways = await waysTo(reader, rootId, range);
  const isAsked = askedBy(range);
  const positions = positionsIn(after, ways.length * 2);
  const page = Math.min(limit, limits.maxPageSize);
  const sources = ways.flatMap(({ singles, batches, finds }, at) => [
    new Source(positions[at * 2] ?? END, { first: page, most: page }, async (part) => {
      const page = await reader.list(logEntries, rootId, { ...singles, ...part, descending: true });
      const fits = (entry: LogEntry) => isAsked(entry) && finds(entry, entry.about ?? []);
      return { ...page, items: page.items.map((entry) => (fits(entry) ? [{ order: entry.id, entry }] : [])) };
    }),
    new Source(positions[at * 2 + 1] ?? END, { first: 1, most: limits.logBatchesAtOnce }, async (part) => {
      const page = await reader.list(logBatches, rootId, { ...batches, ...part, descending: true });
      const placed = page.items.map((batch) =>
        batch.entries
          .map((entry, place) => ({ order: entry.id, entry: entryIn(batch, place, entry) }))
          .filter(({ entry }) => isAsked(entry) && finds(entry, keysOf(entry)))
          .reverse(),
      );
      return { ...page, items: placed };
    }),
  ]);
  const items: LogEntry[] = [];
  while (items.length < limit) {
    const newest = await newestOf(sources);
    if (!newest) return { items };
    items.push(newest.placed.entry);
    newest.source.take();
  }
  if (!(await newestOf(sources))) return { items };
  return { items, next: cursorOf(await Promise.all(sources.map((source) => source.position()))) };
}

async function newestOf(sources: readonly Source[]) {
  let newest: { readonly source: Source; readonly placed: Placed } | undefined;
  for (const source of sources) {
    const placed = await source.peek();
    if (placed && (!newest || placed.order > newest.placed.order)) newest = { source, placed };
  }
  return newest;
}

type Along = Omit<Range, 'limit'>;

/** How both collections are read: along which index, and which of the entries there count. */
interface Way {
  readonly singles: Along;
  readonly batches: Along;
  /** Whether the index finds this entry, whose keys it has, and no way before this one does. */
  finds(entry: LogEntry, keys: readonly string[]): boolean;
}

/** The ways to the requests of a range; each list is in the order of time. */
async function waysTo(reader: Reader, rootId: string, range: LogRange): Promise<readonly Way[]> {
  const { about, requestId, refused, integrationId } = range;
  if (requestId !== undefined) return [along({ index: 'request', equal: [requestId] })];
  const byIntegration = integrationId === undefined ? {} : { index: 'integration', equal: [integrationId] };
  if (about !== undefined && (await isMarked(reader, rootId)))
    return about.map((key, at) => ({
      ...along({ index: 'about', equal: [key] }),
      finds: (_entry, keys) => keys.includes(key) && !about.slice(0, at).some((one) => keys.includes(one)),
    }));
  if (refused && about === undefined) {
    const isMarked = await hasMarkedBatches(reader, rootId);
    const finds = (entry: LogEntry) => !isMarked || entry.status >= 400;
    const batches = isMarked ? { index: 'refused', equal: [true] } : byIntegration;
    return [{ singles: { index: 'refused' }, batches, finds }];
  }
  return [along(byIntegration)];
}

function along(both: Along): Way {
  return { singles: both, batches: both, finds: () => true };
}

/** Whether the oldest entries have the keys of the index: those of former versions have none until they expire. */
async function isMarked(reader: Reader, rootId: string): Promise<boolean> {
  const [oldest] = (await reader.list(logEntries, rootId, { limit: 1 })).items;
  return (oldest === undefined || oldest.about !== undefined) && hasMarkedBatches(reader, rootId);
}

async function hasMarkedBatches(reader: Reader, rootId: string): Promise<boolean> {
  const [oldest] = (await reader.list(logBatches, rootId, { limit: 1 })).items;
  return oldest === undefined || oldest.about !== undefined;
}

function askedBy({ requestId, integrationId }: LogRange): (entry: LogEntry) => boolean {
  return (entry) =>
    (requestId === undefined || entry.requestId === requestId) &&
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

function cursorOf(positions: readonly Position[]): string {
  const texts = positions.map(({ cursor, skip }) => [cursor, skip]);
  return Buffer.from(JSON.stringify(texts)).toString('base64url');
}

/** Throws `InvalidCursor` for a text that `cursorOf` has not made. A source that is new since then has none. */
function positionsIn(after: string | undefined, sources: number): readonly Position[] {
  if (after === undefined) return Array.from({ length: sources }, () => ({ cursor: '', skip: 0 }));
  try {
    const parts = JSON.parse(Buffer.from(after, 'base64url').toString()) as unknown[];
    const positions = parts.flatMap((part) => positionOf(part) ?? []);
    if (positions.length > 1 && positions.length === parts.length) return positions;
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
