import { limits } from '../../config/limits.ts';
import { maskText } from '../observe/index.ts';
import type { Collection, Doc, Reader, Store } from '../store/index.ts';
import { directoryGroups, identities } from './collections.ts';
import { keysOf } from './log_about.ts';
import type { LogBodies, LogEntry, LoggedBodies } from './types.ts';

type Entry = Omit<LogEntry, 'v'>;

/**
 * Entries of one group that were written together, oldest first: reads and refusals, of which there are many. A change
 * writes its entry alone, in its own transaction.
 */
interface LogBatch extends Doc {
  readonly rootId: string;
  readonly entries: readonly Entry[];
  readonly requestIds: readonly string[];
  readonly integrationIds: readonly string[];
  /** The keys of all of them; former versions wrote none, and no mark of refused ones. */
  readonly about?: readonly string[];
  /** Set where one of them was refused. */
  readonly refused?: true;
  readonly expiresAt: number;
}

/** The bodies of the entries of a batch, each at the place of its entry. The `id` is that of the batch. */
interface LogBatchBodies extends Doc {
  readonly rootId: string;
  readonly bodies: readonly (LoggedBodies | null)[];
  readonly expiresAt: number;
}

export const logBatches: Collection<LogBatch> = {
  name: 'log_batches',
  scope: 'rootId',
  unique: {},
  indexes: {
    request: { fields: ['requestIds'] },
    integration: { fields: ['integrationIds'] },
    refused: { fields: ['refused'] },
    about: { fields: ['about'] },
  },
  expires: 'expiresAt',
};

export const logBatchBodies: Collection<LogBatchBodies> = {
  name: 'log_batch_bodies',
  scope: 'rootId',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};

interface Waiting {
  readonly entry: Entry;
  readonly bodies: Omit<LogBodies, 'v'> | undefined;
}

/** Entries that wait to be written in batches. Beyond the bounds the oldest are dropped and counted. */
export class WaitingEntries {
  readonly #store: Store;
  #waiting: Waiting[] = [];
  #chars = 0;
  /** The batch of the last attempt, which got no answer: it may be written already. */
  #unsure: readonly Waiting[] | undefined;
  dropped = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  add(entry: Entry, bodies: Omit<LogBodies, 'v'> | undefined): void {
    this.#waiting.push({ entry, bodies });
    this.#chars += charsOf({ entry, bodies });
    while (this.#isTooMuch() && this.#waiting.length > 1) this.#drop();
  }

  async write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#unsure ?? this.#next();
      const isUnsure = this.#unsure !== undefined;
      this.#unsure = batch;
      await this.#store.transaction(async (unit) => {
        const id = batchIdOf(batch);
        const rootId = batch[0]?.entry.rootId ?? '';
        if (isUnsure && (await unit.get(logBatches, rootId, id))) return;
        const entries = await named(
          unit,
          batch.map(({ entry }) => entry),
        );
        unit.insert(logBatches, batchOf(id, rootId, entries));
        const bodies = bodiesOf(id, rootId, batch);
        if (bodies) unit.insert(logBatchBodies, bodies);
      });
      this.#unsure = undefined;
      const written = new Set(batch);
      this.#waiting = this.#waiting.filter((one) => !written.has(one));
      this.#chars = this.#waiting.reduce((sum, one) => sum + charsOf(one), 0);
    }
  }

  /** The oldest entry, and those of the same group that fit into a batch with it. */
  #next(): readonly Waiting[] {
    const rootId = this.#waiting[0]?.entry.rootId;
    const batch: Waiting[] = [];
    let chars = 0;
    for (const one of this.#waiting) {
      if (one.entry.rootId !== rootId) continue;
      chars += charsOf(one);
      if (batch.length > 0 && (batch.length >= limits.logBatch || chars > limits.logBatchChars)) break;
      batch.push(one);
    }
    return batch;
  }

  #isTooMuch(): boolean {
    return this.#waiting.length > limits.waitingLogEntries || this.#chars > limits.waitingLogBodyChars;
  }

  #drop(): void {
    const oldest = this.#waiting.shift();
    if (oldest) this.#chars -= charsOf(oldest);
    this.dropped += 1;
  }
}

/** The id of an entry that is read from a batch. */
function entryIdIn(batchId: string, at: number): string {
  return `${batchId}.${at}`;
}

/** The entry of a batch with this id, and its bodies; undefined for any other id. */
export async function batched(
  reader: Reader,
  rootId: string,
  entryId: string,
): Promise<{ readonly entry: LogEntry; readonly bodies: LoggedBodies } | undefined> {
  const [, batchId = '', place] = /^(.+)\.(\d{1,6})$/.exec(entryId) ?? [];
  if (place === undefined) return undefined;
  const at = Number(place);
  const [batch, beside] = await Promise.all([
    reader.get(logBatches, rootId, batchId),
    reader.get(logBatchBodies, rootId, batchId),
  ]);
  const entry = batch?.entries[at];
  return batch && entry && { entry: entryIn(batch, at, entry), bodies: beside?.bodies[at] ?? {} };
}

export function entryIn(batch: LogBatch, at: number, entry: Entry): LogEntry {
  return { ...entry, id: entryIdIn(batch.id, at), v: batch.v };
}

/** The id of the newest entry: batches are in the order of their ends. */
function batchIdOf(batch: readonly Waiting[]): string {
  return batch.at(-1)?.entry.id ?? '';
}

function batchOf(id: string, rootId: string, entries: readonly Entry[]): Omit<LogBatch, 'v'> {
  const integrations = entries.flatMap(({ integrationId }) => integrationId ?? []);
  return {
    id,
    rootId,
    entries,
    requestIds: [...new Set(entries.map(({ requestId }) => requestId))],
    integrationIds: [...new Set(integrations)],
    about: [...new Set(entries.flatMap(keysOf))],
    ...(entries.some(({ status }) => status >= 400) ? { refused: true } : {}),
    expiresAt: Math.max(...entries.map(({ expiresAt }) => expiresAt)),
  };
}

function bodiesOf(
  id: string,
  rootId: string,
  batch: readonly Waiting[],
): Omit<LogBatchBodies, 'v'> | undefined {
  const all = batch.flatMap(({ bodies }) => bodies ?? []);
  if (all.length === 0) return undefined;
  return {
    id,
    rootId,
    bodies: batch.map(({ bodies }) => {
      if (!bodies) return null;
      const { request, answer } = bodies;
      return { ...(request ? { request } : {}), ...(answer ? { answer } : {}) };
    }),
    expiresAt: Math.max(...all.map(({ expiresAt }) => expiresAt)),
  };
}

function charsOf({ bodies }: Waiting): number {
  return (bodies?.request?.text.length ?? 0) + (bodies?.answer?.text.length ?? 0) + 1;
}

const RESOURCE = /^\/(Users|Groups)\/([^/?]+)/i;

/** The entries, with the name of what each refused request names by its id only. */
export async function named(reader: Reader, entries: readonly Entry[]): Promise<readonly Entry[]> {
  return Promise.all(entries.map((entry) => withName(reader, entry)));
}

async function withName(reader: Reader, entry: Entry): Promise<Entry> {
  const { status, userName, integrationId, path } = entry;
  if (status < 400 || userName !== undefined || integrationId === undefined) return entry;
  const [, type = '', id = ''] = RESOURCE.exec(path) ?? [];
  if (id === '') return entry;
  if (type.toLowerCase() === 'groups') {
    const group = await reader.get(directoryGroups, integrationId, id);
    return group
      ? { ...entry, groupName: maskText(String(group.resource.displayName)), resourceId: id }
      : entry;
  }
  const identity = await reader.get(identities, integrationId, id);
  const known = identity?.resource.userName;
  return typeof known === 'string' ? { ...entry, userName: known, resourceId: id } : entry;
}
