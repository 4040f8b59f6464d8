import { emailKey } from '../../../accounts/index.ts';
import {
  profileChange,
  profileSessionEnd,
  profileSessionEndOthers,
  profileShow,
} from '../../../operations/index.ts';
import { profilePage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { asPerson } from '../as_person.ts';
import { field } from '../form.ts';
import { attempt } from '../group/attempt.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';

export function showProfile(site: Site): Middleware {
  return async function profile(ctx: Context) {
    await sendPage(site, ctx, await pageOf(site, ctx));
  };
}

/** Changes the name and the username of an account that no group manages. */
export function changeNames(site: Site): Middleware {
  return async function saveNames(ctx: Context) {
    const typed = { name: field(ctx, 'name'), username: field(ctx, 'username').trim() };
    const tried = await attempt(() => asPerson(site, ctx, profileChange, typed));
    if ('problem' in tried) {
      await sendPage(site, ctx, { ...(await pageOf(site, ctx, { ...tried, typed })), status: 422 });
      return;
    }
    await say(site, ctx, { kind: 'done', text: 'Your name and username are saved.' });
    redirect(site, ctx, '/profile');
  };
}

interface Tried {
  readonly typed?: { readonly name: string; readonly username: string };
  readonly problem?: string;
}

async function pageOf(site: Site, ctx: Context, tried: Tried = {}) {
  const { session } = signedIn(ctx);
  const { name, username, managedBy, hasPassword, ...shown } = await asPerson(site, ctx, profileShow);
  return profilePage({
    ...{ name, username, managedBy, hasPassword, ...tried },
    memberships: shown.memberships,
    ended: shown.ended,
    emails: shown.emails.map((held) => ({ ...held, address: addressOf(held.email) })),
    waiting: shown.waitingEmails.map(({ email, until }) => ({
      ...{ email, address: addressOf(email), until: Date.parse(until) },
    })),
    identities: shown.samlIdentities.map(({ id, group, nameId, since }) => ({
      ...{ id, group, nameId: masked(nameId), since: Date.parse(since) },
    })),
    linkable: shown.linkable.map(({ path, name }) => ({ path, group: name })),
    sessions: shown.sessions.map(({ id, by, group, userAgent, ip, createdAt, usedAt }) => ({
      ...{ id, isThis: id === session.id, userAgent, ip },
      by: by === 'password' ? 'by password' : `by ${group ?? 'an organisation'}`,
      begun: Date.parse(createdAt),
      used: Date.parse(usedAt),
    })),
  });
}

/** Signs out another browser of the same person. */
export function endOtherSession(site: Site): Middleware {
  return async function endOne(ctx: Context) {
    const wanted = field(ctx, 'session');
    if (wanted !== '' && wanted !== signedIn(ctx).session.id)
      await asPerson(site, ctx, profileSessionEnd, { session: wanted });
    await say(site, ctx, { kind: 'done', text: 'That browser is signed out.' });
    redirect(site, ctx, '/profile');
  };
}

export function endOtherSessions(site: Site): Middleware {
  return async function endAllOthers(ctx: Context) {
    await asPerson(site, ctx, profileSessionEndOthers, { keep: signedIn(ctx).session.id });
    await say(site, ctx, { kind: 'done', text: 'All other browsers are signed out.' });
    redirect(site, ctx, '/profile');
  };
}

/** How forms name an address. */
function addressOf(email: string): string {
  return emailKey(email) ?? email;
}

/** Enough of a NameID to recognize it, too little to reveal it to an onlooker. */
function masked(nameId: string): string {
  return nameId.length <= 6 ? `${nameId.slice(0, 1)}…` : `${nameId.slice(0, 3)}…${nameId.slice(-2)}`;
}
