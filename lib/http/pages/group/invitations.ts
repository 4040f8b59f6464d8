import { limits } from '../../../../config/limits.ts';
import { roles } from '../../../groups/index.ts';
import {
  invitationList,
  invitationResend,
  invitationWithdraw,
  memberInvite,
} from '../../../operations/index.ts';
import { invitationsPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { crumbsTo, groupUrl, sideOf } from './side.ts';

export function showInvitations(site: Site): Middleware {
  return async function invitationsOfGroup(ctx: Context) {
    await sendPage(site, ctx, await pageOf(site, ctx));
  };
}

/** Mails an invitation, or adds a person who has a role in the tree. */
export function sendInvitation(site: Site): Middleware {
  return async function inviteSomebody(ctx: Context) {
    const typed = { who: field(ctx, 'who').trim(), role: field(ctx, 'role') };
    const wish = { group: placeHere(ctx).path, ...typed };
    const tried = await attempt(() => memberInvite.perform(site, callerOf(ctx), wish));
    if ('problem' in tried) {
      await sendPage(site, ctx, {
        ...(await pageOf(site, ctx, { typed, problem: tried.problem })),
        status: 422,
      });
      return;
    }
    const { done } = tried;
    const text =
      'invitation' in done
        ? `${done.invitation.email} is invited as ${done.role}.`
        : `${done.account.name} is ${done.role} of ${done.group}.`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, hereUrl(ctx));
  };
}

export function resendInvitation(site: Site): Middleware {
  return async function sendAgain(ctx: Context) {
    const tried = await attempt(() => invitationResend.perform(site, callerOf(ctx), named(ctx)));
    await say(
      site,
      ctx,
      'problem' in tried
        ? { kind: 'problem', text: tried.problem }
        : { kind: 'done', text: `The invitation of ${tried.done.invitation.email} is sent again.` },
    );
    redirect(site, ctx, hereUrl(ctx));
  };
}

export function withdrawInvitation(site: Site): Middleware {
  return async function withdraw(ctx: Context) {
    const { email } = await invitationWithdraw.perform(site, callerOf(ctx), named(ctx));
    await say(site, ctx, { kind: 'done', text: `The invitation of ${email} is withdrawn.` });
    redirect(site, ctx, hereUrl(ctx));
  };
}

function named(ctx: Context) {
  return { group: placeHere(ctx).path, invitation: String(ctx.params.invitation ?? '') };
}

function hereUrl(ctx: Context): string {
  return groupUrl(placeHere(ctx).path, 'invitations');
}

interface Tried {
  readonly typed?: { readonly who: string; readonly role: string };
  readonly problem?: string;
}

async function pageOf(site: Site, ctx: Context, tried: Tried = {}) {
  const place = placeHere(ctx);
  const { invitations } = await invitationList.perform(site, callerOf(ctx), { group: place.path });
  return invitationsPage({
    side: sideOf(place, 'members'),
    crumbs: [...crumbsTo(place.path), { to: groupUrl(place.path, 'members'), text: 'Members' }],
    at: hereUrl(ctx),
    group: place.group.name,
    roles,
    invitations: invitations.slice(0, limits.shownInvitations),
    more: Math.max(0, invitations.length - limits.shownInvitations),
    ...tried,
  });
}
