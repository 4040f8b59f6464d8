import { overviewPage } from '../../../views/owner/overview_page.tsx';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { placeHere } from './place.ts';
import { crumbsTo, sideOf } from './side.ts';

/** Below a group's path; what follows `/-/` is no group. */
export const GROUP_PAGE = /^\/groups\/(?!.*\/-(?:\/|$))[^/]/i;

/** A group as its members see it. */
export function showGroup(site: Site): Middleware {
  return async function groupOfMember(ctx: Context) {
    const place = placeHere(ctx);
    const { group, path, role } = place;
    const shown = { side: sideOf(place), crumbs: crumbsTo(path), name: group.name, path, role };
    await sendPage(site, ctx, overviewPage(shown));
  };
}
