import { z } from 'zod';
import { integrationName, paging, rootPath } from '../operations/arguments.ts';
import { integrationOf, topLevelGroup } from '../operations/find.ts';
import { fitting, until } from '../operations/pages.ts';
import { sinceTime, timeSince } from '../operations/since.ts';
import { iso } from '../operations/views.ts';
import { logEntries } from '../provisioning/collections.ts';
import type { Change, LogEntry } from '../provisioning/types.ts';
import { fold } from '../scim/filter/compare.ts';
import { command } from './command.ts';
import { Names } from './names.ts';
import { joined, shortTime, table } from './terminal/layout.ts';
import type { Style } from './terminal/paint.ts';

const ROLE_IN = /^role in group (\S+)$/;

export const log = command({
  name: 'log',
  summary: 'Shows the SCIM requests of a top-level group, the newest first, refused ones too.',
  example: 'log acme --failed --integration Okta --since 2h',
  args: z.object({
    group: rootPath,
    user: z.string().min(1).exactOptional().describe('only requests about this userName or id'),
    failed: z.boolean().default(false).describe('only requests that were refused'),
    integration: integrationName.describe('only requests with a token of the integration of this name or id'),
    since: sinceTime
      .exactOptional()
      .describe('only requests from then on: 30m, 2h or 3d ago, or a date (UTC)'),
    ...paging,
  }),
  positional: ['group'],
  run: async (
    { store, runtime, logBook },
    _context,
    { group: path, user, failed, integration, since, ...page },
  ) => {
    await logBook.flush();
    const group = await topLevelGroup(store, path);
    const begin = since === undefined ? 0 : timeSince(since, runtime.now());
    const along =
      integration === undefined
        ? {}
        : { index: 'integration', equal: [(await integrationOf(store, group, integration)).id] };
    const { items, next } = await fitting(
      until(
        (range) => store.list(logEntries, group.id, { ...along, ...range, descending: true }),
        ({ at }) => at < begin,
      ),
      (entry) => fits(entry, user, failed),
      page,
    );
    const names = new Names(store, group.id);
    return {
      group: group.slug,
      entries: await Promise.all(
        items.map(async ({ v: _version, rootId: _root, expiresAt: _until, at, changes, ...entry }) => ({
          at: iso(at),
          ...entry,
          ...(changes ? { changes: await withPaths(changes, names) } : {}),
        })),
      ),
      ...(next === undefined ? {} : { next }),
    };
  },
  text: ({ group, entries, next }, paint) => {
    if (entries.length === 0 && next === undefined) return `No such requests of ${group} are in the log.`;
    return joined(
      table(
        ['time (UTC)', 'status', 'from', 'request', 'user', 'outcome'],
        entries.map(({ at, status, ip, method, path, userName, outcome, changes = [], dropped = [] }) => [
          shortTime(at),
          [styleOf(status), String(status)],
          status === 401 ? ip : '',
          `${method} ${path}`,
          userName ?? '',
          [outcome, ...changes.map(changeText), ...droppedText(dropped)].join(' · '),
        ]),
        paint,
      ),
      next === undefined ? undefined : `Older ones: --after ${next}`,
    );
  },
});

interface ShownChange extends Change {
  /** The path of the group whose role has changed. */
  readonly group?: string;
}

async function withPaths(changes: readonly Change[], names: Names): Promise<ShownChange[]> {
  return Promise.all(
    changes.map(async (change) => {
      const [, id] = ROLE_IN.exec(change.what) ?? [];
      const group = id === undefined ? undefined : await names.of(id);
      return group === undefined ? change : { ...change, group };
    }),
  );
}

function changeText({ what, group, from = '∅', to = '∅' }: ShownChange): string {
  return `${group === undefined ? what : `role in ${group}`}: ${from} → ${to}`;
}

function droppedText(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`dropped: ${names.join(', ')}`];
}

function fits(
  { status, userName, resourceId, path }: LogEntry,
  user: string | undefined,
  failed: boolean,
): boolean {
  if (failed && status < 400) return false;
  if (user === undefined) return true;
  const isNamed = userName !== undefined && fold(userName) === fold(user);
  return isNamed || resourceId === user || path.split(/[/?]/).includes(user);
}

function styleOf(status: number): Style {
  return status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
}
