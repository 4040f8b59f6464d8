import { z } from 'zod';
import { type Change, type LogEntry, logEntries } from '../provisioning/index.ts';
import { fold } from '../scim/index.ts';
import { integrationName, paging, rootPath } from './arguments.ts';
import { integrationOf } from './find.ts';
import { Names } from './names.ts';
import { query } from './operation.ts';
import { fitting, until } from './pages.ts';
import { sinceTime, timeSince } from './since.ts';
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
  input: z.object({
    group: rootPath,
    user: z.string().min(1).exactOptional().describe('only requests about this userName or id'),
    failed: z.boolean().default(false).describe('only refused requests'),
    integration: integrationName.describe('only requests of the integration with this name or id'),
    since: sinceTime.exactOptional().describe('only requests since then: 30m, 2h or 3d ago, or a date (UTC)'),
    ...paging,
  }),
  run: async (
    view,
    actor,
    { user, failed, integration, since, limit, ...from },
    { group, services: { logBook } },
  ) => {
    await logBook.flush();
    const begin = since === undefined ? 0 : timeSince(since, view.now());
    const along =
      integration === undefined
        ? {}
        : { index: 'integration', equal: [(await integrationOf(view, group, integration)).id] };
    const { items, next } = await fitting(
      until(
        (range) => view.list(logEntries, group.id, { ...along, ...range, descending: true }),
        ({ at }) => at < begin,
      ),
      (entry) => fits(entry, user, failed),
      { limit, ...from },
    );
    const names = new Names(view, group.id, actor);
    return {
      group: group.slug,
      entries: await Promise.all(items.map((entry) => viewOf(entry, names))),
      ...(next === undefined ? {} : { next }),
    };
  },
});

async function viewOf(
  { v: _version, rootId: _root, expiresAt: _until, refusedOn: _day, at, changes, ...entry }: LogEntry,
  names: Names,
) {
  return { at: iso(at), ...entry, ...(changes ? { changes: await withPaths(changes, names) } : {}) };
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
