import { isDeepStrictEqual } from 'node:util';
import { limits } from '../../config/limits.ts';
import type { Unit, View } from '../audit/index.ts';
import { groupPaths, slugKey } from '../groups/index.ts';
import { DAY, type Runtime } from '../kernel/index.ts';
import { maskText, maskUrl } from '../observe/index.ts';
import { PLATFORM } from '../store/index.ts';
import { logEntries } from './collections.ts';
import { indexedKeysOf } from './log_about.ts';
import type { LogBook } from './log_book.ts';
import { dayOf } from './log_days.ts';
import type { Caller, Change, LogBodies, LogEntry, LoggedBodies, RequestInfo } from './types.ts';

export type LoggedOutcome = Pick<LogEntry, 'status' | 'outcome'> &
  Partial<
    Pick<
      LogEntry,
      | 'resourceId'
      | 'userName'
      | 'groupName'
      | 'accountId'
      | 'changes'
      | 'code'
      | 'denied'
      | 'integrationId'
      | 'tokenId'
    >
  >;

type Clock = Pick<Runtime, 'now' | 'id'>;

/** Writes the log entry of a change in the transaction of the change. */
export function logChange(unit: Unit, caller: Caller, happened: LoggedOutcome): void {
  const entry = entryOf(unit, caller, happened);
  const { id } = unit.insert(logEntries, { ...entry, about: indexedKeysOf(entry) });
  Object.assign(caller, { logged: true, entryId: id });
}

/** The log entry of an authenticated request. */
export function entryOf(clock: Clock, caller: Caller, happened: LoggedOutcome): Omit<LogEntry, 'v'> {
  const { integration, token, request, leniencies, dropped } = caller;
  return {
    ...unauthenticatedEntry(clock, integration.rootId, request, happened),
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

/** Returns the outcome of an unauthenticated request that the owners of a group may see. */
type OutcomeFor = (rootId: string) => Promise<LoggedOutcome>;

/**
 * Logs an unauthenticated request for the group that it named. Ignores a path that belongs to no group or cannot be
 * looked up.
 */
export async function logUnauthenticated(
  { store, logBook }: LogParts,
  group: string,
  request: RequestInfo,
  outcomeFor: OutcomeFor,
  bodies: LoggedBodies = {},
): Promise<void> {
  const path = await store.get(groupPaths, PLATFORM, slugKey(group)).catch(() => undefined);
  if (!path) return;
  const entry = unauthenticatedEntry(store, path.rootId, request, await outcomeFor(path.rootId));
  logBook.add(entry, bodiesOf(entry, bodies));
}

/** The bodies of a request, for its entry; undefined when there are none. */
export function bodiesOf(
  { id, rootId, at }: Pick<LogEntry, 'id' | 'rootId' | 'at'>,
  { request, answer }: LoggedBodies,
): Omit<LogBodies, 'v'> | undefined {
  if (request === undefined && answer === undefined) return undefined;
  return {
    id,
    rootId,
    ...(request === undefined ? {} : { request }),
    ...(answer === undefined ? {} : { answer }),
    expiresAt: at + limits.logBodyDays * DAY,
  };
}

/** The log entry of an unauthenticated request that named a group. */
export function unauthenticatedEntry(
  { now, id }: Clock,
  rootId: string,
  request: RequestInfo,
  happened: LoggedOutcome,
): Omit<LogEntry, 'v'> {
  const at = now();
  const { userName, groupName } = happened;
  const { startedAt, ...asked } = request;
  return {
    id: id(),
    rootId,
    at,
    ...asked,
    ...(startedAt === undefined ? {} : { ms: Math.max(0, at - startedAt) }),
    method: maskText(request.method),
    path: maskUrl(request.path),
    ...happened,
    outcome: maskText(happened.outcome),
    ...(userName === undefined ? {} : { userName: maskText(userName) }),
    ...(groupName === undefined ? {} : { groupName: maskText(groupName) }),
    ...(happened.status < 400 ? {} : { refusedOn: dayOf(at) }),
    expiresAt: at + limits.logDays * DAY,
  };
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
