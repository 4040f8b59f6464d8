import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { credentialsOf, listIntegrations } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { type Change, type LogEntry, listLog, logged } from '../provisioning/index.ts';
import type { Reader } from '../store/index.ts';
import { scimUrlOf } from './addresses.ts';
import { paging, rootPath } from './arguments.ts';
import { curlOf } from './log_curl.ts';
import { logFilter, soughtBy } from './log_filter.ts';
import { remedyFor } from './log_remedies.ts';
import { Names } from './names.ts';
import { query } from './operation.ts';
import { fitting, until } from './pages.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

const ROLE_IN = /^role in group (\S+)$/;

export interface ShownChange extends Change {
  /** The path of the group whose role has changed. */
  readonly group?: string;
}

export const logList = query({
  name: 'log.list',
  summary: 'Shows the SCIM requests of a top-level group, refused ones included, newest first.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, ...logFilter, ...paging }),
  run: async (view, actor, { limit, after, ...asked }, { group, services: { logBook } }) => {
    await logBook.flush();
    const { begin, integration, about, refused, fits } = await soughtBy(view, group, asked, view.now());
    const { items, next } = await fitting(
      until(
        (range) => listLog(view, group.id, { integrationId: integration?.id, about, refused, ...range }),
        ({ at }) => at < begin,
      ),
      fits,
      { limit, ...(after === undefined ? {} : { after }) },
      limits.scannedLogEntries,
    );
    const shown = await viewer(view, group.id, new Names(view, group.id, actor));
    return {
      group: group.slug,
      entries: await Promise.all(items.map(shown)),
      ...(next === undefined ? {} : { next }),
    };
  },
});

export const logShow = query({
  name: 'log.show',
  summary: 'Shows one SCIM request: its bodies without secrets, why it was refused, and what helps.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    request: z.string().min(1).describe('id of the entry, or of the request (X-Request-Id)'),
  }),
  run: async (view, actor, { request }, { group, publicUrl, services: { logBook } }) => {
    await logBook.flush();
    const { entry, bodies } = await requestNamed(view, group.id, request);
    const shown = await viewer(view, group.id, new Names(view, group.id, actor));
    const remedy = remedyFor(entry);
    const curl = curlOf(scimUrlOf(publicUrl, group.slug), entry, bodies.request);
    return {
      group: group.slug,
      entry: await shown(entry),
      ...(bodies.request ? { request: bodies.request } : {}),
      ...(bodies.answer ? { answer: bodies.answer } : {}),
      ...(entry.status >= 400 ? { cause: entry.outcome.replace(/^Refused: /, '') } : {}),
      ...(remedy ? { remedy } : {}),
      ...(curl === undefined ? {} : { curl: curl.split('\n') }),
    };
  },
});

/** By its id, or the newest of a request, with its bodies. Throws `RuleError` when the group has none. */
export async function requestNamed(reader: Reader, rootId: string, id: string) {
  const found = await logged(reader, rootId, id);
  if (!found) throw new RuleError('not_found', `The log has no request ${id}. It keeps each for 90 days.`);
  return found;
}

export type LogEntryView = Awaited<ReturnType<Awaited<ReturnType<typeof viewer>>>>;

/** Shows entries with the names of their integrations and tokens. */
async function viewer(reader: Reader, rootId: string, names: Names) {
  const all = await listIntegrations(reader, rootId);
  const integrations = new Map(all.map(({ id, name }) => [id, name]));
  const tokens = new Map(all.flatMap(credentialsOf).map(({ id, name }) => [id, name] as const));
  return async ({
    v: _version,
    rootId: _root,
    expiresAt: _until,
    refusedOn: _day,
    about: _keys,
    at,
    changes,
    ...entry
  }: LogEntry) => ({
    at: iso(at),
    ...entry,
    ...named('integration', integrations.get(entry.integrationId ?? '')),
    ...named('token', tokens.get(entry.tokenId ?? '')),
    ...(changes ? { changes: await withPaths(changes, names) } : {}),
  });
}

function named<K extends string>(key: K, name: string | undefined): Partial<Record<K, string>> {
  return name === undefined ? {} : ({ [key]: name } as Partial<Record<K, string>>);
}

export async function withPaths(changes: readonly Change[], names: Names): Promise<ShownChange[]> {
  return Promise.all(
    changes.map(async (change) => {
      const [, id] = ROLE_IN.exec(change.what) ?? [];
      const group = id === undefined ? undefined : await names.of(id);
      return group === undefined ? change : { ...change, group };
    }),
  );
}
