import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { changeOwnNames, closeSessions, ownEmails, type Session, sessionsOf } from '../accounts/index.ts';
import type { UnitStore } from '../audit/index.ts';
import { groups, members } from '../groups/index.ts';
import { linkableGroups, samlIdentitiesOf } from '../sign_on/index.ts';
import type { Reader } from '../store/index.ts';
import { chosenUsername } from './arguments.ts';
import { change, query } from './operation.ts';
import { ownMemberships } from './profile_groups.ts';
import { ofOwnAccount } from './targets.ts';
import { accountRef, iso } from './views.ts';

export const profileShow = query({
  name: 'profile.show',
  summary: 'Shows your account: addresses, SAML identities, groups that can be linked, and browsers.',
  target: ofOwnAccount,
  input: z.object({}),
  run: async (reader, _actor, _input, { account, services: { store } }) => {
    const { id, managedBy } = account;
    const [emails, browsers, identities] = await Promise.all([
      ownEmails(reader, id),
      sessionsOf(reader, id),
      samlIdentitiesOf(store, id),
    ]);
    const linked = new Set(identities.map(({ rootId }) => rootId));
    const held = await heldMemberships(reader, store, id);
    const linkable = await linkableGroups(store, id, linked);
    const known = [...linked, ...(managedBy === undefined ? [] : [managedBy])];
    const names = await namesOf(reader, known);
    return {
      ...accountRef(account),
      ...(managedBy === undefined ? {} : { managedBy: names.get(managedBy) ?? GONE }),
      hasPassword: account.passwordHash !== undefined,
      emails: emails.held.map(({ email, primary, confirmedAt }) => ({
        ...{ email, primary, confirmed: confirmedAt !== undefined },
      })),
      waitingEmails: emails.waiting.map(({ email, expiresAt }) => ({ email, until: iso(expiresAt) })),
      samlIdentities: identities.map(({ id, rootId, nameId, createdAt }) => ({
        ...{ id, nameId, group: names.get(rootId) ?? GONE, since: iso(createdAt) },
      })),
      ...held,
      linkable: linkable.map(({ slug, name }) => ({ path: slug, name })),
      sessions: browsers.map((session) => sessionView(session, names)),
    };
  },
});

export const profileChange = change({
  name: 'profile.change',
  summary: 'Changes your name or your username, unless a group manages your account.',
  target: ofOwnAccount,
  input: z.object({
    name: z.string().exactOptional().describe('your name'),
    username: chosenUsername.exactOptional().describe('your username'),
  }),
  run: async (unit, _actor, wish, { account }) => accountRef(await changeOwnNames(unit, account, wish)),
});

export const profileSessionEnd = change({
  name: 'profile.session.end',
  summary: 'Signs out one of your browsers.',
  target: ofOwnAccount,
  input: z.object({ session: z.string().min(1).describe('its id') }),
  run: async (unit, _actor, { session }, { account }) => ({
    ended: await closeSessions(unit, account.id, ({ id }) => id === session),
  }),
});

export const profileSessionEndOthers = change({
  name: 'profile.session.end_others',
  summary: 'Signs out all your browsers except one.',
  target: ofOwnAccount,
  input: z.object({ keep: z.string().min(1).describe('the id of the session that stays') }),
  run: async (unit, _actor, { keep }, { account }) => ({
    ended: await closeSessions(unit, account.id, ({ id }) => id !== keep),
  }),
});

/** The memberships of an account in all groups, up to a limit. */
async function heldMemberships(reader: Reader, store: UnitStore, accountId: string) {
  const { items } = await store.sweep(members, {
    index: 'account',
    equal: [accountId],
    limit: limits.switcherGroups,
  });
  const held = await Promise.all(items.map((member) => ownMemberships(reader, member)));
  const all = held.flatMap(({ memberships }) => memberships).sort((a, b) => (a.path < b.path ? -1 : 1));
  return { memberships: all, ended: held.flatMap(({ ended }) => ended) };
}

/** The name of a top-level group that no longer exists. */
const GONE = 'a group that is gone';

async function namesOf(reader: Reader, rootIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(rootIds.map((id) => reader.get(groups, id, id)));
  return new Map(found.filter((group) => group !== undefined).map(({ id, name }) => [id, name]));
}

function sessionView(
  { id, madeBy, userAgent, ip, createdAt, usedAt }: Session,
  names: ReadonlyMap<string, string>,
) {
  const group = madeBy.kind === 'saml' ? names.get(madeBy.rootId) : undefined;
  return {
    ...{ id, by: madeBy.kind, userAgent, ip, createdAt: iso(createdAt), usedAt: iso(usedAt) },
    ...(group === undefined ? {} : { group }),
  };
}
