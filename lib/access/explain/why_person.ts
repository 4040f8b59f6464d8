import { type Account, accounts } from '../../accounts/index.ts';
import { type Group, pathOf } from '../../groups/index.ts';
import { listIntegrations } from '../../integrations/index.ts';
import { identities } from '../../provisioning/index.ts';
import { fold } from '../../scim/index.ts';
import { PLATFORM } from '../../store/index.ts';
import { knownAccount, nobodyKnown } from '../known_account.ts';
import type { WhyParts } from './scene.ts';
import { type Explanation, whyAccess } from './why.ts';
import { whyNoAccount } from './why_not.ts';

/**
 * Explains the access of a person named by an account's id or username, or by a user's `userName` or id, to the
 * owners of this top-level group. Throws `RuleError` `not_found`, also for an account without a relation to the group.
 */
export async function whyPerson(parts: WhyParts, group: Group, who: string): Promise<Explanation> {
  const account =
    (await knownAccount(parts.store, group.rootId, who)) ?? (await accountOfUser(parts, group, who));
  if (account) return whyAccess(parts, group, account);
  const integrations = await listIntegrations(parts.store, group.rootId);
  const noAccess = await Promise.all(
    integrations.map((integration) => whyNoAccount(parts.store, integration, who)),
  );
  if (noAccess.flat().length === 0) throw nobodyKnown(who);
  return { group: await pathOf(parts.store, group), memberships: [], noAccess: noAccess.flat() };
}

async function accountOfUser(
  { store }: WhyParts,
  { rootId }: Group,
  who: string,
): Promise<Account | undefined> {
  for (const { id } of await listIntegrations(store, rootId)) {
    const identity =
      (await store.find(identities, id, 'userName', fold(who))) ?? (await store.get(identities, id, who));
    if (identity?.accountId !== undefined) return store.get(accounts, PLATFORM, identity.accountId);
  }
  return undefined;
}
