import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { concerns, knownAccount } from '../access/index.ts';
import { accounts } from '../accounts/index.ts';
import {
  type GroupPlace,
  groupAt,
  highest,
  type Member,
  memberOf,
  placeOf,
  placeWithId,
  type Role,
} from '../groups/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { accountName, groupPath } from './arguments.ts';
import { isId } from './names.ts';
import { query } from './operation.ts';
import { iso } from './views.ts';

type Place = Pick<GroupPlace, 'id' | 'rootId' | 'above' | 'rule'>;

export interface AccessView {
  /** The id of the group. */
  readonly group: string;
  /** The id of the account. */
  readonly account: string;
  /** `saml_required`: only with a sign-in at the organisation within `freshHours`. */
  readonly access: 'granted' | 'saml_required' | 'none';
  /** The role in effect, inherited ones included. */
  readonly role?: Role;
  /** The id of the group whose membership gives the role. */
  readonly from?: string;
  /** When the identity provider took all access. */
  readonly deprovisionedAt?: string;
  /** The sign-in rule that applies to the account here. */
  readonly enforcement?: { readonly from: string; readonly freshHours: number };
}

export const memberAccess = query({
  name: 'member.access',
  summary: 'Shows the role in effect of an account in a group, inherited ones and sign-in rules included.',
  target: async (reader: Reader, { group }: { readonly group: string }) => ({
    place: await placeNamed(reader, group),
  }),
  input: z.object({ group: groupPath, account: accountName }),
  run: async (reader, _actor, { account: who }, { place }): Promise<AccessView> => {
    const accountId = isId(who) ? who : ((await knownAccount(reader, place.rootId, who))?.id ?? who);
    const member = await memberOf(reader, place.rootId, accountId);
    const shown = { group: place.id, account: accountId };
    const held = member && strongest(member, place);
    if (!held) return { ...shown, access: 'none', ...lost(member) };
    const applies = await isConcerned(reader, place, accountId);
    const { role, groupId: from } = held;
    if (!applies) return { ...shown, access: 'granted', role, from };
    const enforcement = { from: place.rule?.groupId ?? place.rootId, freshHours: limits.samlFreshHours };
    return { ...shown, access: 'saml_required', role, from, enforcement };
  },
});

/** A group by its id takes one read; by its path the groups along it. */
async function placeNamed(reader: Reader, group: string): Promise<Place> {
  const place = isId(group) ? await placeWithId(reader, group) : undefined;
  return place ?? placeOf(reader, await groupAt(reader, group));
}

function strongest({ memberships }: Member, { id, above }: Place) {
  const held = memberships.filter(({ groupId }) => groupId === id || above.includes(groupId));
  const role = highest(held.map((membership) => membership.role));
  return held.find((membership) => membership.role === role);
}

function lost(member: Member | undefined) {
  return member?.deprovisioned ? { deprovisionedAt: iso(member.deprovisioned.at) } : {};
}

/** Only a rule for some domains needs the account. */
async function isConcerned(reader: Reader, { rule }: Place, accountId: string): Promise<boolean> {
  if (!rule || rule.mode === 'off') return false;
  const account = rule.mode === 'domains' ? await reader.get(accounts, PLATFORM, accountId) : undefined;
  return concerns(rule, account ?? {});
}
