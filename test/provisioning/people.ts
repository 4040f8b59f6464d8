import { accountNamed, createAccount } from '../../lib/accounts/accounts.ts';
import { samlIdentities } from '../../lib/accounts/saml_identities.ts';
import type { Account } from '../../lib/accounts/types.ts';
import { grant, saveMember } from '../../lib/groups/members.ts';
import { samlProviders } from '../../lib/groups/saml_provider.ts';
import { createSubgroup } from '../../lib/groups/tree.ts';
import {
  emptyMember,
  type Group,
  groups,
  type Member,
  memberOf,
  members,
  type Role,
} from '../../lib/groups/types.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import type { Services } from '../../lib/operations/services.ts';
import { directoryGroups } from '../../lib/provisioning/collections.ts';
import type { LinkRole } from '../../lib/provisioning/directory/types.ts';
import { all } from '../../lib/store/every.ts';
import { linkTo } from './linking.ts';

/** An account that a person made, as the platform's own registration would. */
export function registered(services: Services, email: string, confirmed = true): Promise<Account> {
  const { store } = services;
  return store.transaction(async (unit) =>
    createAccount(unit, {
      username: email.replace(/@.*/, '-own'),
      name: 'Own Name',
      email,
      confirmed,
    }),
  );
}

export function accountOf(services: Services, nameOrEmail: string): Promise<Account> {
  return accountNamed(services.store, nameOrEmail);
}

/** A manual membership, as an owner gives it. */
export function joined(services: Services, group: Group, accountId: string, role: Role): Promise<void> {
  const { store, runtime } = services;
  return store.transaction(async (unit) => {
    const before = await memberOf(unit, group.rootId, accountId);
    const member = before ?? { ...emptyMember(group.rootId, accountId), v: 0 };
    await saveMember(unit, before, grant(member, group.id, { kind: 'manual', role, since: runtime.now() }));
  });
}

export async function groupNamed(services: Services, id: string): Promise<Group> {
  const group = await services.store.get(groups, id, id);
  if (!group) throw new Error(`no group ${id}`);
  return group;
}

export function below(
  services: Services,
  parent: Group,
  slug: string,
  kind: Group['kind'] = 'group',
): Promise<Group> {
  const { store } = services;
  return store.transaction((unit) => createSubgroup(unit, parent, { slug, kind }));
}

/** Makes everybody's membership by an integration a day old, as if they had not come just now. */
export function aged({ store }: Services, rootId: string): Promise<void> {
  return store.transaction(async (unit) => {
    for (const member of await all(unit, members, rootId)) {
      const memberships = member.memberships.map(({ origins, ...membership }) => ({
        ...membership,
        origins: origins.map((origin) => ({ ...origin, since: origin.since - DAY })),
      }));
      unit.update(members, { ...member, memberships });
    }
  });
}

export function memberIn(services: Services, rootId: string, accountId: string): Promise<Member | undefined> {
  return memberOf(services.store, rootId, accountId);
}

/** `guest` of each group that the person is in: what the tests compare. */
export async function rolesIn(
  services: Services,
  rootId: string,
  accountId: string,
): Promise<Record<string, Role>> {
  const { memberships = [] } = (await memberIn(services, rootId, accountId)) ?? {};
  const ids = memberships.map(({ groupId }) => groupId);
  const found = await services.store.getMany(groups, rootId, ids);
  return Object.fromEntries(memberships.map(({ groupId, role }, at) => [found[at]?.slug ?? groupId, role]));
}

/** Links a directory group of an integration, as the operator does. */
export async function directoryLinked(
  services: Services,
  integrationId: string,
  directoryGroupId: string,
  target: Group,
  role: LinkRole,
): Promise<void> {
  const group = await services.store.get(directoryGroups, integrationId, directoryGroupId);
  if (!group) throw new Error(`no directory group ${directoryGroupId}`);
  await linkTo(services, group, target, role);
}

/** A SAML provider of the group, and on request the SAML identity that an account has linked. */
export function samlLinked(
  services: Services,
  rootId: string,
  identifyBy: 'externalId' | 'userName' | 'email',
  link?: { nameId: string; accountId: string },
): Promise<void> {
  const { store, runtime } = services;
  return store.transaction(async (unit) => {
    const provider = unit.insert(samlProviders, { id: runtime.id(), rootId, identifyBy });
    if (link)
      unit.insert(samlIdentities, {
        id: runtime.id(),
        rootId,
        providerId: provider.id,
        createdAt: runtime.now(),
        ...link,
      });
  });
}
