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
   * Requests with one of these keys, or refused ones. Where an index does not know all entries yet, and of other
   * integrations, others come too: the caller looks at each, and so bounds the reading.
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
  /** Whether another source gives this entry too, and counts it. */
  readonly isAgain: boolean;
}

/** Where a source continues: a cursor of the store, '' at the start, null at the end; and entries to pass over. */
interface Position {
  readonly cursor: string | null;
  readonly skip: number;
}

/** The position of a source, which has the name of its way. */
interface NamedPosition extends Position {
  readonly name: string;
}

const START: Position = { cursor: '', skip: 0 };
/** A source that has nothing more. */
const END: Position = { cursor: null, skip: 0 };

type Read = (range: { readonly after?: string; readonly limit: number }) => Promise<Page<readonly Placed[]>>;

/** The requests of a group, newest first: those that wrote an entry alone, and those in batches. */
export async function listLog(reader: Reader, rootId: string, range: LogRange): Promise<Page<LogEntry>> {
  const { after, limit } = range;
  const isAsked = askedBy(range);
  const known = after === undefined ? undefined : positionsIn(after);
  const ways = await waysTo(reader, rootId, range, known);
  const page = Math.min(limit, limits.maxPageSize);
  const sources = ways.flatMap((way) => {
    const { name, singles, batches } = way;
    const [first, second] = known ? known.filter((position) => position.name === name) : [START, START];
    const placed = (order: string, entry: LogEntry, keys: readonly string[]): Placed[] =>
      isAsked(entry) && way.finds(entry, keys) ? [{ order, entry, isAgain: way.isAgain(keys) }] : [];
    return [
      new Source(name, first ?? END, { first: page, most: page }, async (part) => {
        const page = await reader.list(logEntries, rootId, { ...singles, ...part, descending: true });
        return { ...page, items: page.items.map((entry) => placed(entry.id, entry, entry.about ?? [])) };
      }),
      new Source(name, second ?? END, { first: 1, most: limits.logBatchesAtOnce }, async (part) => {
        const page = await reader.list(logBatches, rootId, { ...batches, ...part, descending: true });
        const items = page.items.map((batch) =>
          batch.entries
            .flatMap((entry, place) => placed(entry.id, entryIn(batch, place, entry), keysOf(entry)))
            .reverse(),
        );
        return { ...page, items };
      }),
    ];
  });
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

/** The newest entry of all sources that no other source counts. */
async function newestOf(sources: readonly Source[]) {
  for (;;) {
    let newest: { readonly source: Source; readonly placed: Placed } | undefined;
    for (const source of sources) {
      const placed = await source.peek();
      if (placed && (!newest || placed.order > newest.placed.order)) newest = { source, placed };
    }
    if (!newest?.placed.isAgain) return newest;
    newest.source.take();
  }
}

type Along = Omit<Range, 'limit'>;

/** How both collections are read: along which index, and which of the entries there count. */
interface Way {
  /** The key that the index finds, if any. */
  readonly name: string;
  readonly singles: Along;
  readonly batches: Along;
  /** Whether the index finds an entry with these keys. */
  finds(entry: LogEntry, keys: readonly string[]): boolean;
  /** Whether a way before this one finds it, too. */
  isAgain(keys: readonly string[]): boolean;
}

/**
 * The ways to the requests of a range; each list is in the order of time. A later page keeps those of the pages before.
 */
async function waysTo(
  reader: Reader,
  rootId: string,
  range: LogRange,
  known: readonly NamedPosition[] | undefined,
): Promise<readonly Way[]> {
  const { about, requestId, refused, integrationId } = range;
  if (requestId !== undefined) return [along({ index: 'request', equal: [requestId] })];
  const byIntegration = integrationId === undefined ? {} : { index: 'integration', equal: [integrationId] };
  if (about !== undefined && (await isMarked(reader, rootId))) {
    const names = known && new Set(known.map(({ name }) => name));
    const sought = names ? [...names].filter((name) => about.includes(name)) : about;
    if (sought.length === 0) throw foreignCursor();
    return sought.map((key, at) => ({
      ...along({ index: 'about', equal: [key] }, key),
      finds: (_entry, keys) => keys.includes(key),
      isAgain: (keys) => sought.slice(0, at).some((one) => keys.includes(one)),
    }));
  }
  if (known?.some(({ name }) => name !== '')) throw foreignCursor();
  if (refused && about === undefined) {
    const isMarked = await hasMarkedBatches(reader, rootId);
    const finds = (entry: LogEntry) => !isMarked || entry.status >= 400;
    const batches = isMarked ? { index: 'refused', equal: [true] } : byIntegration;
    return [{ ...along({}), singles: { index: 'refused' }, batches, finds }];
  }
  return [along(byIntegration)];
}

function along(both: Along, name = ''): Way {
  return { name, singles: both, batches: both, finds: () => true, isAgain: () => false };
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

function askedBy({ about, requestId, integrationId }: LogRange): (entry: LogEntry) => boolean {
  if (about !== undefined) return () => true;
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
  readonly #name: string;
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
    name: string,
    from: Position,
    { first, most }: { readonly first: number; readonly most: number },
    read: Read,
  ) {
    this.#name = name;
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
  async position(): Promise<NamedPosition> {
    return { name: this.#name, ...(await this.#place()) };
  }

  async #place(): Promise<Position> {
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

function cursorOf(positions: readonly NamedPosition[]): string {
  const texts = positions.map(({ cursor, skip, name }) => [cursor, skip, ...(name === '' ? [] : [name])]);
  return Buffer.from(JSON.stringify(texts)).toString('base64url');
}

/** Throws `InvalidCursor` for a text that `cursorOf` has not made. */
function positionsIn(after: string): readonly NamedPosition[] {
  try {
    const parts = JSON.parse(Buffer.from(after, 'base64url').toString()) as unknown[];
    const positions = parts.flatMap((part) => positionOf(part) ?? []);
    if (positions.length > 1 && positions.length === parts.length) return positions;
  } catch {
    // Told below.
  }
  throw foreignCursor();
}

function foreignCursor(): InvalidCursor {
  return new InvalidCursor('the cursor is not one of this list');
}

function positionOf(value: unknown): NamedPosition | undefined {
  const [cursor, skip, name = ''] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const isCursor = cursor === null || typeof cursor === 'string';
  return isCursor && Number.isSafeInteger(skip) && Number(skip) >= 0 && typeof name === 'string'
    ? { cursor, skip: Number(skip), name }
    : undefined;
}
