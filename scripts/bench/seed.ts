import { loadConfig } from '../../config/index.ts';
import { limits } from '../../config/limits.ts';
import { withServices } from '../../lib/cli/open.ts';
import type { Bootstrapped } from '../../lib/operations/bootstrap.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import { identityOf } from '../../lib/provisioning/users/identity.ts';
import { longUserOf, userOf } from './people.ts';

/** Users of one transaction. */
const STEP = 2_000;

/**
 * Writes users without accounts straight into the store: creating so many by requests takes too long. The first page of
 * them is as large as can be. Answers their ids.
 */
export async function seedUsers(
  env: NodeJS.ProcessEnv,
  { integrationId, groupId: rootId }: Pick<Bootstrapped, 'integrationId' | 'groupId'>,
  count: number,
): Promise<string[]> {
  return withServices(loadConfig(env), async ({ store, runtime }) => {
    const ids = Array.from({ length: count }, () => runtime.id());
    for (let from = 0; from < count; from += STEP)
      await store.transaction(async (unit) => {
        for (const [at, id] of ids.slice(from, from + STEP).entries()) {
          const place = { id, integrationId, rootId };
          const user = from + at < limits.maxPageSize ? longUserOf(from + at) : userOf(from + at);
          unit.insert(identities, identityOf(user, place, runtime.now()));
        }
      });
    return ids;
  });
}
