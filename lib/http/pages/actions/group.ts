import { accessTo } from '../../../access/enforcement.ts';
import { groupAt, pathOf } from '../../../groups/tree.ts';
import type { Group } from '../../../groups/types.ts';
import { RuleError } from '../../../kernel/errors.ts';
import type { Reader } from '../../../store/port.ts';
import { groupPage } from '../../../views/group_page.tsx';
import type { Context, Middleware } from '../../types.ts';
import { pageNotFound } from '../page_error.ts';
import { sendPage } from '../send_page.ts';
import { signedIn } from '../session.ts';
import type { Site } from '../site.ts';

const PREFIX = '/groups/';
/** Below a group's path; what follows `/-/` is no group. */
export const GROUP_PAGE = /^\/groups\/(?!.*\/-(?:\/|$))[^/]/i;

/** A group as its members see it. For others there is none. */
export function showGroup(site: Site): Middleware {
  const { services, runtime } = site;
  return async function groupOfMember(ctx: Context) {
    const { session, account } = signedIn(ctx);
    const group = await groupOrNone(services.store, pathIn(ctx));
    if (!group) throw pageNotFound();
    const access = await accessTo(services.store, runtime, { account, sessions: [session] }, group);
    if (access.kind === 'not_a_member') throw pageNotFound();
    const path = await pathOf(services.store, group);
    const { role } = access;
    if (access.kind === 'granted') await sendPage(site, ctx, groupPage({ name: group.name, path, role }));
    else {
      const signOn = `${access.signOn}?return_to=${encodeURIComponent(`${PREFIX}${path}`)}`;
      const page = groupPage({ name: group.name, path, role, signOn });
      await sendPage(site, ctx, { ...page, status: 403 });
    }
  };
}

async function groupOrNone(reader: Reader, path: string): Promise<Group | undefined> {
  try {
    return await groupAt(reader, path);
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}

function pathIn(ctx: Context): string {
  const written = ctx.path.slice(PREFIX.length).replace(/\/$/, '');
  try {
    return decodeURIComponent(written);
  } catch {
    throw pageNotFound();
  }
}
