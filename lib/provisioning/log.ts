import { isDeepStrictEqual } from 'node:util';
import { limits } from '../../config/limits.ts';
import type { Unit, View } from '../audit/index.ts';
import { groupPaths, slugKey } from '../groups/index.ts';
import { DAY, type Runtime } from '../kernel/index.ts';
import { maskText, maskUrl } from '../observe/index.ts';
import { PLATFORM, type Reader, type Store } from '../store/index.ts';
import { logEntries } from './collections.ts';
import type { Caller, Change, LogEntry, RequestInfo } from './types.ts';

export type LoggedOutcome = Pick<LogEntry, 'status' | 'outcome'> &
  Partial<Pick<LogEntry, 'resourceId' | 'userName' | 'accountId' | 'changes'>>;

type Clock = Pick<Runtime, 'now' | 'id'>;

/** Writes the log entry of a change in the transaction of the change. */
export function logChange(unit: Unit, caller: Caller, happened: LoggedOutcome): void {
  unit.insert(logEntries, entryOf(unit, caller, happened));
  caller.logged = true;
}

/** The log entry of an authenticated request. */
export function entryOf(clock: Clock, caller: Caller, happened: LoggedOutcome): Omit<LogEntry, 'v'> {
  const { integration, token, request, leniencies, dropped } = caller;
  return {
    ...strangersEntry(clock, integration.rootId, request, happened),
    integrationId: integration.id,
    tokenId: token.id,
    ...(leniencies.size > 0 ? { leniencies: [...leniencies] } : {}),
    ...(dropped.size > 0 ? { dropped: [...dropped] } : {}),
  };
}

interface LogParts {
  readonly store: View;
  readonly logBook: LogBook;
}

/**
 * Logs an unauthenticated request for the group that it named. Ignores a path that belongs to no group or cannot be
 * looked up.
 */
export async function logStranger(
  { store, logBook }: LogParts,
  group: string,
  request: RequestInfo,
  happened: LoggedOutcome,
): Promise<void> {
  const path = await store.get(groupPaths, PLATFORM, slugKey(group)).catch(() => undefined);
  if (path) logBook.add(strangersEntry(store, path.rootId, request, happened));
}

/** The log entry of an unauthenticated request that named a group. */
export function strangersEntry(
  { now, id }: Clock,
  rootId: string,
  request: RequestInfo,
  happened: LoggedOutcome,
): Omit<LogEntry, 'v'> {
  const at = now();
  const { userName } = happened;
  return {
    id: id(),
    rootId,
    at,
    ...request,
    method: maskText(request.method),
    path: maskUrl(request.path),
    ...happened,
    outcome: maskText(happened.outcome),
    ...(userName === undefined ? {} : { userName: maskText(userName) }),
    ...(happened.status < 400 ? {} : { refusedOn: dayOf(at) }),
    expiresAt: at + limits.logDays * DAY,
  };
}

/** The day of a time (UTC), such as `2026-01-31`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The differences between two versions of a resource, attribute by attribute, as readable text. */
export function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => name !== 'meta' && name !== 'schemas' && name !== 'id')
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => ({ what: name, ...shown('from', before[name]), ...shown('to', after[name]) }));
}

function shown<K extends 'from' | 'to'>(key: K, value: unknown): Partial<Record<K, string>> {
  if (value === undefined) return {};
  const text = maskText(typeof value === 'string' ? value : JSON.stringify(value));
  const short = text.length > limits.loggedValueChars ? `${text.slice(0, limits.loggedValueChars)}…` : text;
  return { [key]: short } as Partial<Record<K, string>>;
}

/**
 * Collects the entries of reads and refusals, so that a read never waits for a write. The owner of the log calls
 * `flush` every second and before the process ends.
 */
export class LogBook {
  readonly #store: Store;
  #waiting: Omit<LogEntry, 'v'>[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** Whether some waiting entries may be written already: the last attempt got no answer. */
  #isUnsure = false;
  dropped = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** How many entries wait to be written. */
  get waiting(): number {
    return this.#waiting.length;
  }

  add(entry: Omit<LogEntry, 'v'>): void {
    if (this.#waiting.length >= limits.waitingLogEntries) {
      this.#waiting.shift();
      this.dropped += 1;
    }
    this.#waiting.push(entry);
  }

  /** Writes the waiting entries. After a failure they wait for the next call. */
  flush(): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, limits.logBatch);
      await this.#store.transaction(async (unit) => {
        const present = this.#isUnsure ? await presentOf(unit, batch) : new Set();
        this.#isUnsure = true;
        for (const entry of batch) if (!present.has(entry.id)) unit.insert(logEntries, entry);
      });
      this.#isUnsure = false;
      const written = new Set(batch);
      this.#waiting = this.#waiting.filter((entry) => !written.has(entry));
    }
  }
}

async function presentOf(reader: Reader, entries: readonly Omit<LogEntry, 'v'>[]): Promise<Set<string>> {
  const found = await Promise.all(entries.map(({ rootId, id }) => reader.get(logEntries, rootId, id)));
  return new Set(found.flatMap((entry) => (entry === undefined ? [] : [entry.id])));
}
