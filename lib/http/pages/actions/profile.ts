import { limits } from '../../../../config/limits.ts';
import { emailKey } from '../../../accounts/email.ts';
import { ownEmails } from '../../../accounts/own_emails.ts';
import { samlIdentities } from '../../../accounts/saml_identities.ts';
import { closeSessions, type Session, sessionsOf } from '../../../accounts/sessions.ts';
import type { Account } from '../../../accounts/types.ts';
import { samlProviders } from '../../../groups/saml_provider.ts';
import { groups, members } from '../../../groups/types.ts';
import type { Reader } from '../../../store/port.ts';
import { profilePage } from '../../../views/profile_page.tsx';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';

export function showProfile(site: Site): Middleware {
  const { store } = site.services;
  return async function profile(ctx: Context) {
    const { account, session } = signedIn(ctx);
    const [emails, held, identities, managedBy] = await Promise.all([
      ownEmails(store, site.runtime, account.id),
      sessionsOf(store, site.runtime, account.id),
      identitiesOf(site, account),
      account.managedBy === undefined ? undefined : groupName(store, account.managedBy),
    ]);
    const names = new Map(identities.map(({ rootId, group }) => [rootId, group]));
    const shown = profilePage({
      name: account.name,
      username: account.username,
      managedBy,
      hasPassword: account.passwordHash !== undefined,
      emails: emails.held.map(({ id, email, primary, confirmedAt }) => ({
        address: id,
        email,
        primary,
        confirmed: confirmedAt !== undefined,
      })),
      waiting: emails.waiting.map(({ email, expiresAt }) => ({
        address: emailKey(email) ?? email,
        email,
        until: expiresAt,
      })),
      identities,
      linkable: await linkableGroups(site, account, identities),
      sessions: held.map((one) => ({
        id: one.id,
        isThis: one.id === session.id,
        by: madeBy(one, names),
        userAgent: one.userAgent,
        ip: one.ip,
        begun: one.createdAt,
        used: one.usedAt,
      })),
    });
    await sendPage(site, ctx, shown);
  };
}

/** Signs another browser of the same person out. */
export function endOtherSession(site: Site): Middleware {
  return async function endOne(ctx: Context) {
    const { account, session } = signedIn(ctx);
    const wanted = field(ctx, 'session');
    await site.services.store.transaction((tx) =>
      closeSessions(tx, account.id, ({ id }) => id === wanted && id !== session.id),
    );
    await say(site, ctx, { kind: 'done', text: 'That browser is signed out.' });
    redirect(site, ctx, '/profile');
  };
}

export function endOtherSessions(site: Site): Middleware {
  return async function endAllOthers(ctx: Context) {
    const { account, session } = signedIn(ctx);
    await site.services.store.transaction((tx) =>
      closeSessions(tx, account.id, ({ id }) => id !== session.id),
    );
    await say(site, ctx, { kind: 'done', text: 'All other browsers are signed out.' });
    redirect(site, ctx, '/profile');
  };
}

async function identitiesOf({ services: { store } }: Site, account: Account) {
  const { items } = await store.sweep(samlIdentities, {
    index: 'holder',
    equal: [account.id],
    limit: limits.maxPageSize,
  });
  return Promise.all(
    items.map(async ({ id, rootId, nameId, createdAt }) => ({
      id,
      rootId,
      group: await groupName(store, rootId),
      nameId: masked(nameId),
      since: createdAt,
    })),
  );
}

/** The groups of a person that have SAML and do not know the person by it. */
async function linkableGroups(
  { services: { store } }: Site,
  account: Account,
  identities: readonly { readonly rootId: string }[],
): Promise<{ path: string; group: string }[]> {
  const linked = new Set(identities.map(({ rootId }) => rootId));
  const { items } = await store.sweep(members, {
    index: 'account',
    equal: [account.id],
    limit: limits.maxPageSize,
  });
  const open = items.filter(({ rootId, groupIds }) => groupIds.length > 0 && !linked.has(rootId));
  const found = await Promise.all(
    open.map(async ({ rootId }) => {
      const provider = await store.find(samlProviders, rootId, 'root', rootId);
      const root = provider?.idp && (await store.get(groups, rootId, rootId));
      return root ? [{ path: root.slug, group: root.name }] : [];
    }),
  );
  return found.flat();
}

async function groupName(reader: Reader, rootId: string): Promise<string> {
  return (await reader.get(groups, rootId, rootId))?.name ?? 'a group that is gone';
}

function madeBy({ madeBy }: Session, names: ReadonlyMap<string, string>): string {
  if (madeBy.kind === 'password') return 'by password';
  return `by ${names.get(madeBy.rootId) ?? 'an organisation'}`;
}

/** Enough of a NameID to know it by, not enough to give it away over somebody's shoulder. */
function masked(nameId: string): string {
  return nameId.length <= 6 ? `${nameId.slice(0, 1)}…` : `${nameId.slice(0, 3)}…${nameId.slice(-2)}`;
}
