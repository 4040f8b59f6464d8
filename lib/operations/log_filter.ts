import { z } from 'zod';
import type { Group } from '../groups/index.ts';
import {
  credentialsOf,
  type Integration,
  integrationNamed,
  listIntegrations,
} from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { identities, idsOnceNamed, keysOf, type LogEntry } from '../provisioning/index.ts';
import { fold } from '../scim/index.ts';
import type { Reader } from '../store/index.ts';
import { integrationName } from './arguments.ts';
import { sinceTime, timeSince } from './since.ts';

export const logKinds = ['change', 'read', 'discovery'] as const;

/** What the log shows of a group, as it is asked. */
export const logFilter = {
  user: z.string().min(1).exactOptional().describe('only requests about this userName or id'),
  failed: z.boolean().default(false).describe('only refused requests'),
  status: z
    .string()
    .regex(/^[1-5](?:\d\d|xx)$/, 'Write a status such as 409, or 4xx.')
    .exactOptional()
    .describe('only requests with this answer: 409, or 4xx'),
  kind: z.enum(logKinds).exactOptional().describe('only changes, reads, or discovery requests'),
  integration: integrationName.describe('only requests of the integration with this name or id'),
  token: z.string().min(1).exactOptional().describe('only requests with the token with this name or id'),
  since: sinceTime.exactOptional().describe('only requests since then: 30m, 2h or 3d ago, or a date (UTC)'),
  until: sinceTime.exactOptional().describe('only requests before then, in the same forms as since'),
};

const filter = z.object(logFilter);
type LogFilter = z.output<typeof filter>;

interface Sought {
  /** Requests before this time end the list, which begins with the newest. */
  readonly begin: number;
  /** The only integration. */
  readonly integration?: Integration;
  /** The keys of the only person or directory group. */
  readonly about?: readonly string[];
  /** Whether only refused requests can fit. */
  readonly refused: boolean;
  fits(entry: LogEntry): boolean;
}

/** What a filter means. Throws `RuleError` for an integration or a token that the group does not have. */
export async function soughtBy(reader: Reader, root: Group, asked: LogFilter, now: number): Promise<Sought> {
  const { user, failed, status, kind, token, since, until } = asked;
  const all = await listIntegrations(reader, root.id);
  const integration =
    asked.integration === undefined ? undefined : await integrationNamed(reader, root.id, asked.integration);
  const tokenIds = token === undefined ? undefined : tokensNamed(integration ? [integration] : all, token);
  const person = user === undefined ? undefined : await personNamed(reader, root.id, all, user);
  const end = until === undefined ? Number.POSITIVE_INFINITY : timeSince(until, now);
  return {
    begin: since === undefined ? 0 : timeSince(since, now),
    ...(integration ? { integration } : {}),
    ...(person ? { about: [...person] } : {}),
    refused: failed || (status !== undefined && status >= '4'),
    fits: (entry) =>
      entry.at < end &&
      (integration === undefined || entry.integrationId === integration.id) &&
      (!failed || entry.status >= 400) &&
      (status === undefined || hasStatus(entry, status)) &&
      (kind === undefined || kindOf(entry) === kind) &&
      (tokenIds === undefined || (entry.tokenId !== undefined && tokenIds.has(entry.tokenId))) &&
      (person === undefined || keysOf(entry).some((key) => person.has(key))),
  };
}

function hasStatus({ status }: LogEntry, wanted: string): boolean {
  return wanted.endsWith('xx') ? String(status).startsWith(wanted.charAt(0)) : String(status) === wanted;
}

/** What a request is for. */
export function kindOf({ method, path }: Pick<LogEntry, 'method' | 'path'>): (typeof logKinds)[number] {
  if (/^\/(?:ServiceProviderConfig|ResourceTypes|Schemas)(?:[/?]|$)/i.test(path)) return 'discovery';
  const isRead = method === 'GET' || method === 'HEAD' || /\/\.search(?:\?|$)/.test(path);
  return isRead ? 'read' : 'change';
}

function tokensNamed(all: readonly Integration[], token: string): ReadonlySet<string> {
  const named = all.flatMap(credentialsOf).filter(({ id, name }) => id === token || name === token);
  if (named.length === 0) throw new RuleError('not_found', `The group has no token ${token}.`);
  return new Set(named.map(({ id }) => id));
}

/** What the requests about a user or a directory group are found by: the name, and the ids that had it. */
async function personNamed(
  reader: Reader,
  rootId: string,
  all: readonly Integration[],
  text: string,
): Promise<ReadonlySet<string>> {
  const folded = fold(text);
  const users = await Promise.all(all.map(({ id }) => reader.find(identities, id, 'userName', folded)));
  const former = await idsOnceNamed(reader, rootId, folded);
  return new Set([folded, text, ...users.flatMap((user) => (user ? [user.id] : [])), ...former]);
}
