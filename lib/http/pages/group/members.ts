import type { Explanation } from '../../../access/index.ts';
import { highest, isByHand, roles } from '../../../groups/index.ts';
import {
  groupShow,
  invitationList,
  memberAdd,
  memberConvert,
  memberList,
  memberRemove,
  memberWhy,
} from '../../../operations/index.ts';
import { confirmPage, type MemberFilter, membersPage, whyPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { unconfirmed } from './confirmed.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { crumbsTo, groupUrl, sideOf } from './side.ts';

const PAGE = 50;
/** The number of memberships that a sentence names. */
const NAMED = 5;

export function showMembers(site: Site): Middleware {
  return async function membersOfGroup(ctx: Context) {
    const { path } = placeHere(ctx);
    const filter = filterOf(ctx);
    const after = queried(ctx, 'after');
    const wish = { group: path, limit: PAGE, ...wishOf(filter), ...(after === '' ? {} : { after }) };
    const isTop = !path.includes('/');
    const [tried, { invitations }, { breakGlass }] = await Promise.all([
      attempt(() => memberList.perform(site, callerOf(ctx), wish)),
      invitationList.perform(site, callerOf(ctx), { group: path }),
      groupShow.perform(site, callerOf(ctx), { group: path }),
    ]);
    const found = 'done' in tried ? tried.done : undefined;
    const page = membersPage({
      root: found?.root.name ?? '',
      above: isTop || !found ? undefined : groupUrl(found.root.path, 'members'),
      breakGlass,
      side: sideOf(placeHere(ctx), 'members'),
      crumbs: crumbsTo(path),
      at: groupUrl(path, 'members'),
      inviteAt: groupUrl(path, 'invitations'),
      invited: invitations.length,
      filter,
      roles,
      members: found?.members ?? [],
      isLater: after !== '',
      next: found?.next,
      problem: 'problem' in tried ? tried.problem : undefined,
    });
    await sendPage(site, ctx, { ...page, status: 'problem' in tried ? 422 : 200 });
  };
}

function filterOf(ctx: Context): MemberFilter {
  return {
    search: queried(ctx, 'search').trim(),
    role: queried(ctx, 'role'),
    origin: queried(ctx, 'origin'),
    managed: queried(ctx, 'managed'),
  };
}

function wishOf({ search, role, origin, managed }: MemberFilter) {
  return {
    ...(search === '' ? {} : { search }),
    ...(role === '' ? {} : { role }),
    ...(origin === '' ? {} : { origin }),
    managed: managed === 'yes',
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
    if (wish.role === 'owner' && (await unconfirmed(site, ctx, memberUrl(ctx)))) {
      const problem =
        'To make somebody an owner, enter your password. Without one, sign in with your organisation again.';
      await sendPage(site, ctx, { ...(await pageOf(site, ctx, problem)), status: 422 });
      return;
    }
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

/** Keeps a membership by hand, or leaves it to the directory groups. */
export function convertMember(site: Site): Middleware {
  return async function decide(ctx: Context) {
    const wish = { ...here(ctx), to: field(ctx, 'to') };
    const tried = await attempt(() => memberConvert.perform(site, callerOf(ctx), wish));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...(await pageOf(site, ctx, tried.problem)), status: 422 });
      return;
    }
    const { account, role, to } = tried.done;
    const text =
      to === 'manual'
        ? `${account.name} keeps ${role} by hand.`
        : `The directory groups decide the role of ${account.name} now${role === undefined ? '' : `: ${role}`}.`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, memberUrl(ctx));
  };
}

export function showRemoveMember(site: Site): Middleware {
  return async function removeForm(ctx: Context) {
    const { account, group, memberships } = await memberWhy.perform(site, callerOf(ctx), here(ctx));
    const name = account?.name ?? here(ctx).account;
    const page = confirmPage({
      side: sideOf(placeHere(ctx), 'members'),
      crumbs: [...crumbs(ctx), { to: memberUrl(ctx), text: name }],
      title: `Remove ${name} from ${group}?`,
      effect: `${name} loses the role ${roleByHand(memberships, group)}in ${group} that was given by hand.`,
      more: whatStays(
        memberships
          .filter((other) => other.group !== group)
          .map((other) => `${other.role} of ${other.group}`),
      ),
      action: `${memberUrl(ctx)}/remove`,
      button: `Remove ${name}`,
      back: memberUrl(ctx),
    });
    await sendPage(site, ctx, page);
  };
}

/** The role that removing takes, with a space after it; empty where nothing was given by hand. */
function roleByHand(memberships: Explanation['memberships'], group: string): string {
  const here = memberships.find((membership) => membership.group === group);
  const given = here?.origins.filter(isByHand).map(({ role }) => role) ?? [];
  return given.length === 0 ? '' : `${highest(given)} `;
}

/** What a removed member keeps. */
function whatStays(others: readonly string[]): string {
  const shown = others.slice(0, NAMED).join(', ');
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : '';
  return [
    'A role from the identity provider stays. The account stays too.',
    ...(others.length === 0 ? [] : [`Other memberships stay: ${shown}${more}.`]),
  ].join(' ');
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
  const { path } = placeHere(ctx);
  return [...crumbsTo(path), { to: groupUrl(path, 'members'), text: 'Members' }];
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
