import type { Account } from '../../accounts/index.ts';
import type { Actor, Unit } from '../../audit/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { RuleError } from '../../kernel/index.ts';
import type { Identity } from '../types.ts';
import { personOf } from './identity.ts';
import type { People } from './people.ts';

interface Parts {
  readonly people: Pick<People, 'link'>;
}

/** Links a held user to the account that the actor names. Throws `RuleError` `account_taken`. */
export async function linkByHand(
  unit: Unit,
  { people }: Parts,
  integration: Integration,
  identity: Identity,
  account: Account,
  actor: Actor,
): Promise<Identity> {
  const { userName } = personOf(identity.resource);
  if (identity.accountId !== undefined)
    throw new RuleError(
      'identity_linked',
      `The user ${userName} is linked to an account already. Unlink it first.`,
    );
  const cause = unit.id();
  const linked = await people.link(unit, identity, integration, account, cause);
  unit.record({
    rootId: integration.rootId,
    actor,
    action: 'user.linked',
    target: { kind: 'user', id: identity.id },
    detail: { integrationId: integration.id, accountId: account.id, username: account.username },
    requestId: cause,
  });
  return linked;
}
