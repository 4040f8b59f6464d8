import { memberList, memberWhy } from '../../../operations/members.ts';
import { membersPage } from '../../../views/owner/members_page.tsx';
import { whyPage } from '../../../views/owner/why_page.tsx';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { groupUrl, sideOf } from './side.ts';

const PAGE = 50;

export function showMembers(site: Site): Middleware {
  return async function membersOfGroup(ctx: Context) {
    const place = placeHere(ctx);
    const after = queried(ctx, 'after');
    const wish = { group: place.path, limit: PAGE, ...(after === '' ? {} : { after }) };
    const { members, next } = await memberList.perform(site, callerOf(ctx), wish);
    const page = membersPage({
      side: sideOf(place, 'members'),
      at: groupUrl(place.path, 'members'),
      members,
      isLater: after !== '',
      next,
    });
    await sendPage(site, ctx, page);
  };
}

/** Why somebody has access to the group, or none. */
export function showWhy(site: Site): Middleware {
  return async function whyAccess(ctx: Context) {
    const place = placeHere(ctx);
    const wish = { group: place.path, account: String(ctx.params.account ?? '') };
    const explained = await memberWhy.perform(site, callerOf(ctx), wish);
    const page = whyPage({
      ...explained,
      side: sideOf(place, 'members'),
      crumbs: [{ to: groupUrl(place.path, 'members'), text: 'People' }],
    });
    await sendPage(site, ctx, page);
  };
}
