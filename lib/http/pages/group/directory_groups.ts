import {
  directoryGroupList,
  directoryGroupShow,
  groupTree,
  integrationList,
  linkAdd,
  linkPlan,
  linkRemove,
  linkRoles,
} from '../../../operations/index.ts';
import { directoryGroupPage, directoryGroupsPage, linkPlanPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { groupUrl, sideOf } from './side.ts';
import { flat } from './tree.ts';
import { redirectToWork } from './work.ts';

const PAGE = 50;

/** The directory groups of all integrations, or of the one in the URL. */
export function showDirectoryGroups(site: Site): Middleware {
  return async function listDirectoryGroups(ctx: Context) {
    const place = placeHere(ctx);
    const caller = callerOf(ctx);
    const group = place.path;
    const [after, only] = [queried(ctx, 'after'), ctx.params.integration];
    const unlinked = queried(ctx, 'unlinked') !== '';
    const { integrations } = await integrationList.perform(site, caller, { group });
    const shown = only === undefined ? integrations.map(({ id }) => id) : [only];
    const lists = await Promise.all(
      shown.map(async (integration) => ({
        ...(await directoryGroupList.perform(site, caller, {
          group,
          integration,
          unlinked,
          ...pageAt(after),
        })),
        at: listUrl(group, integration),
        reconcileAt: `${groupUrl(group, 'provisioning')}/${encodeURIComponent(integration)}/reconcile`,
        isLater: after !== '',
      })),
    );
    const page = directoryGroupsPage({
      side: sideOf(place, 'directory-groups'),
      provisioningAt: groupUrl(group, 'provisioning'),
      listsAt: only === undefined ? groupUrl(group, 'directory-groups') : listUrl(group, only),
      isUnlinked: unlinked,
      lists,
    });
    await sendPage(site, ctx, page);
  };
}

export function showDirectoryGroup(site: Site): Middleware {
  return async function oneDirectoryGroup(ctx: Context) {
    await sendPage(site, ctx, await pageOf(site, ctx));
  };
}

export function addLink(site: Site): Middleware {
  return async function linkGroup(ctx: Context) {
    const typed = { target: field(ctx, 'target'), role: field(ctx, 'role') };
    const tried = await attempt(() => linkAdd.perform(site, callerOf(ctx), { ...here(ctx), ...typed }));
    if ('problem' in tried) {
      const page = await pageOf(site, ctx, { ...typed, problem: tried.problem });
      await sendPage(site, ctx, { ...page, status: 422 });
      return;
    }
    if (tried.done.work !== undefined) {
      redirectToWork(site, ctx, tried.done.work);
      return;
    }
    const { directoryGroup, role, target } = tried.done.link;
    await say(site, ctx, {
      kind: 'done',
      text: `The members of ${directoryGroup} are ${role} in ${target}.`,
    });
    redirect(site, ctx, oneUrl(ctx));
  };
}

/** Who gains and who loses by the link that is chosen. */
export function showLinkPlan(site: Site): Middleware {
  return async function planOfLink(ctx: Context) {
    const typed = { target: queried(ctx, 'target'), role: queried(ctx, 'role') };
    const tried = await attempt(() => linkPlan.perform(site, callerOf(ctx), { ...here(ctx), ...typed }));
    if ('problem' in tried) {
      const page = await pageOf(site, ctx, { ...typed, problem: tried.problem });
      await sendPage(site, ctx, { ...page, status: 422 });
      return;
    }
    await sendPage(site, ctx, linkPlanPage({ ...tried.done, ...aroundPlan(ctx, tried.done) }));
  };
}

export function showUnlink(site: Site): Middleware {
  return async function unlinkForm(ctx: Context) {
    const target = queried(ctx, 'target');
    const plan = await linkPlan.perform(site, callerOf(ctx), { ...here(ctx), target });
    await sendPage(site, ctx, linkPlanPage({ ...plan, ...aroundPlan(ctx, plan) }));
  };
}

function aroundPlan(
  ctx: Context,
  { integration, directoryGroup }: { readonly integration: string; readonly directoryGroup: string },
) {
  return {
    side: sideOf(placeHere(ctx), 'directory-groups'),
    crumbs: [...crumbs(ctx, integration), { to: oneUrl(ctx), text: directoryGroup }],
    back: oneUrl(ctx),
  };
}

export function removeLink(site: Site): Middleware {
  return async function unlinkGroup(ctx: Context) {
    const wish = { ...here(ctx), target: field(ctx, 'target') };
    const { link, work } = await linkRemove.perform(site, callerOf(ctx), wish);
    if (work !== undefined) {
      redirectToWork(site, ctx, work);
      return;
    }
    await say(site, ctx, { kind: 'done', text: `The link to ${link.target} is removed.` });
    redirect(site, ctx, oneUrl(ctx));
  };
}

/** Names the directory group of this page in the input of an operation. */
function here(ctx: Context) {
  const { integration = '', directoryGroup = '' } = ctx.params;
  return { group: placeHere(ctx).path, integration, directoryGroup };
}

function listUrl(group: string, integration: string): string {
  return `${groupUrl(group, 'directory-groups')}/${encodeURIComponent(integration)}`;
}

function oneUrl(ctx: Context): string {
  const { group, integration, directoryGroup } = here(ctx);
  return `${listUrl(group, integration)}/${encodeURIComponent(directoryGroup)}`;
}

function crumbs(ctx: Context, integration: string) {
  const named = here(ctx);
  return [
    { to: groupUrl(named.group, 'directory-groups'), text: 'Directory groups' },
    { to: listUrl(named.group, named.integration), text: integration },
  ];
}

function pageAt(after: string) {
  return { limit: PAGE, ...(after === '' ? {} : { after }) };
}

async function pageOf(
  site: Site,
  ctx: Context,
  typed: { readonly target?: string; readonly role?: string; readonly problem?: string } = {},
) {
  const caller = callerOf(ctx);
  const after = queried(ctx, 'after');
  const [shown, tree] = await Promise.all([
    directoryGroupShow.perform(site, caller, { ...here(ctx), ...pageAt(after) }),
    groupTree.perform(site, caller, { group: here(ctx).group }),
  ]);
  return directoryGroupPage({
    ...shown,
    ...typed,
    side: sideOf(placeHere(ctx), 'directory-groups'),
    crumbs: crumbs(ctx, shown.integration),
    at: oneUrl(ctx),
    peopleAt: groupUrl(placeHere(ctx).path, 'people'),
    isLater: after !== '',
    targets: [tree.path, ...flat(tree.children).map(({ path }) => path)],
    roles: linkRoles,
  });
}
