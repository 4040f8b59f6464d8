import { limits } from '../../../../config/limits.ts';
import { may } from '../../../access/index.ts';
import {
  credentialList,
  groupShow,
  groupTree,
  integrationList,
  seatsShow,
} from '../../../operations/index.ts';
import { overviewPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { daysHere, originsHere } from './charts.ts';
import { endingsHere } from './endings.ts';
import { placeHere } from './place.ts';
import { crumbsTo, groupUrl, sideOf } from './side.ts';
import { flat } from './tree.ts';

/** Pages below a group's path; `/-/` separates the path of a group from its pages. */
export const GROUP_PAGE = /^\/groups\/(?!.*\/-(?:\/|$))[^/]/i;

/** A group as its members see it. */
export function showGroup(site: Site): Middleware {
  return async function groupOfMember(ctx: Context) {
    const place = placeHere(ctx);
    const caller = callerOf(ctx);
    const { path, role } = place;
    const [group, tree, connections, days, origins, endings, limit] = await Promise.all([
      groupShow.perform(site, caller, { group: path }),
      groupTree.perform(site, caller, { group: path }),
      connectionsOf(site, ctx),
      daysHere(site, ctx),
      originsHere(site, ctx),
      endingsHere(site, ctx),
      seatsHere(site, ctx),
    ]);
    const below = flat(tree.children);
    const page = overviewPage({
      side: sideOf(place),
      crumbs: crumbsTo(path),
      group,
      role,
      membersAt: may(place.parties, 'member.list') ? groupUrl(path, 'members') : undefined,
      below: below.slice(0, limits.pageSize).map((one) => ({ ...one, to: groupUrl(one.path) })),
      changes: may(place.parties, 'group.rename')
        ? {
            groupsAt: groupUrl(path, 'groups'),
            renameAt: groupUrl(path, 'rename'),
            moveAt: path.includes('/') ? groupUrl(path, 'move') : undefined,
          }
        : undefined,
      isCut: below.length > limits.pageSize,
      endings,
      limit,
      days,
      origins,
      ...(connections
        ? {
            connections: {
              ...connections,
              hasSaml: group.saml ?? false,
              domains: group.domains ?? [],
              breakGlass: group.breakGlass,
            },
          }
        : {}),
    });
    await sendPage(site, ctx, page);
  };
}

/** The limit of seats, for persons who may see it. */
async function seatsHere(site: Site, ctx: Context) {
  const { path, parties } = placeHere(ctx);
  if (path.includes('/') || !may(parties, 'seats.show')) return undefined;
  return (await seatsShow.perform(site, callerOf(ctx), { group: path })).limit;
}

/** The integrations and SAML provider of a top-level group, for persons who may see them. */
async function connectionsOf(site: Site, ctx: Context) {
  const { group, path, parties } = placeHere(ctx);
  if (group.parentId !== undefined || !may(parties, 'integration.list')) return undefined;
  const { integrations } = await integrationList.perform(site, callerOf(ctx), { group: path });
  const caller = callerOf(ctx);
  const shown = integrations.map(async (integration) => {
    const wish = { group: path, integration: integration.id };
    const { credentials } = await credentialList.perform(site, caller, wish);
    const uses = credentials.flatMap(({ lastUsed }) => lastUsed?.at ?? []);
    return { ...integration, lastUsed: uses.sort().at(-1) };
  });
  return {
    provisioningAt: groupUrl(path, 'provisioning'),
    logAt: groupUrl(path, 'log'),
    singleSignOnAt: groupUrl(path, 'single-sign-on'),
    domainsAt: groupUrl(path, 'domains'),
    invitationsAt: groupUrl(path, 'invitations'),
    integrations: await Promise.all(shown),
  };
}
