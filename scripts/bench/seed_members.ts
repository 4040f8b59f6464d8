import { loadConfig } from '../../config/index.ts';
import { createAccount } from '../../lib/accounts/accounts.ts';
import { withServices } from '../../lib/cli/open.ts';
import { grant, saveMember } from '../../lib/groups/members.ts';
import { emptyMember } from '../../lib/groups/types.ts';
import type { Bootstrapped } from '../../lib/operations/bootstrap.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import { identityOf } from '../../lib/provisioning/users/identity.ts';
import { userNameOf, userOf } from './people.ts';

/** People of one transaction. */
const STEP = 200;

/**
 * Writes users with accounts and memberships straight into the store: what provisioning leaves behind of so many people.
 * Answers the ids of the users.
 */
export async function seedMembers(
  env: NodeJS.ProcessEnv,
  { integrationId, groupId: rootId }: Pick<Bootstrapped, 'integrationId' | 'groupId'>,
  count: number,
): Promise<string[]> {
  return withServices(loadConfig(env), async ({ store, runtime }) => {
    const ids = Array.from({ length: count }, () => runtime.id());
    for (let from = 0; from < count; from += STEP)
      await store.transaction(async (unit) => {
        for (const [at, id] of ids.slice(from, from + STEP).entries()) {
          const user = userOf(from + at);
          const email = userNameOf(from + at);
          const person = { username: email.replace('@bench.test', ''), name: String(user.displayName) };
          const account = createAccount(unit, { ...person, email, managedBy: rootId });
          const place = { id, integrationId, rootId, accountId: account.id };
          unit.insert(identities, identityOf(user, place, unit.now()));
          const origin = { kind: 'scim', source: integrationId, role: 'guest', since: unit.now() } as const;
          await saveMember(
            unit,
            undefined,
            grant({ ...emptyMember(rootId, account.id), v: 0 }, rootId, origin),
          );
        }
      });
    return ids;
  });
}
