import { roles } from '../../../groups/index.ts';
import { memberAdd, memberList, memberRemove, memberWhy } from '../../../operations/index.ts';
import { confirmPage, membersPage, whyPage } from '../../../views/index.ts';
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

/** Why a person has access to the group or has none, and what an owner may change. */
export function showWhy(site: Site): Middleware {
  return async function whyAccess(ctx: Context) {
    await sendPage(site, ctx, await pageOf(site, ctx));
  };
}

export function changeRole(site: Site): Middleware {
  return async function giveRole(ctx: Context) {
    const wish = { ...here(ctx), role: field(ctx, 'role') };
    const tried = await attempt(() => memberAdd.perform(site, callerOf(ctx), wish));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...(await pageOf(site, ctx, tried.problem)), status: 422 });
      return;
    }
    const { account } = tried.done;
    await say(site, ctx, { kind: 'done', text: `The role of ${account.name} is saved.` });
    redirect(site, ctx, memberUrl(ctx));
  };
}

export function showRemoveMember(site: Site): Middleware {
  return async function removeForm(ctx: Context) {
    const { account, group } = await memberWhy.perform(site, callerOf(ctx), here(ctx));
    const name = account?.name ?? here(ctx).account;
    const page = confirmPage({
      side: sideOf(placeHere(ctx), 'members'),
      crumbs: [...crumbs(ctx), { to: memberUrl(ctx), text: name }],
      title: `Remove ${name} from ${group}?`,
      effect: `${name} loses the role in ${group} that was given by hand.`,
      more: 'What the identity provider gives stays. The account stays too.',
      action: `${memberUrl(ctx)}/remove`,
      button: `Remove ${name}`,
      back: memberUrl(ctx),
    });
    await sendPage(site, ctx, page);
  };
}

export function removeMember(site: Site): Middleware {
  return async function takeRole(ctx: Context) {
    const tried = await attempt(() => memberRemove.perform(site, callerOf(ctx), here(ctx)));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...(await pageOf(site, ctx, tried.problem)), status: 422 });
      return;
    }
    const { account, stays } = tried.done;
    const text = stays
      ? `${account.name} keeps the role ${stays.role}, which the identity provider gives.`
      : `${account.name} is removed.`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, groupUrl(placeHere(ctx).path, 'members'));
  };
}

/** Names the member of this page in the input of an operation. */
function here(ctx: Context) {
  return { group: placeHere(ctx).path, account: String(ctx.params.account ?? '') };
}

function memberUrl(ctx: Context): string {
  const { group, account } = here(ctx);
  return `${groupUrl(group, 'members')}/${encodeURIComponent(account)}`;
}

function crumbs(ctx: Context) {
  return [{ to: groupUrl(placeHere(ctx).path, 'members'), text: 'People' }];
}

async function pageOf(site: Site, ctx: Context, problem?: string) {
  const explained = await memberWhy.perform(site, callerOf(ctx), here(ctx));
  return whyPage({
    ...explained,
    side: sideOf(placeHere(ctx), 'members'),
    crumbs: crumbs(ctx),
    at: memberUrl(ctx),
    roles,
    problem,
  });
}
