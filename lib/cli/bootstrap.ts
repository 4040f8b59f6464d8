import { createAccount, emailHolder } from '../accounts/accounts.ts';
import { emailKey } from '../accounts/email.ts';
import { settleManager } from '../accounts/managing.ts';
import { hashPassword, newPassword } from '../accounts/password.ts';
import { type Account, accounts } from '../accounts/types.ts';
import { freeUsername, usernameBase, usernameKey } from '../accounts/username.ts';
import { record } from '../audit/record.ts';
import type { Actor } from '../audit/types.ts';
import { emptyMember, grant, saveMember } from '../groups/members.ts';
import { createTopLevelGroup } from '../groups/tree.ts';
import { doubtsAbout } from '../groups/whose_account.ts';
import { createIntegration } from '../integrations/integrations.ts';
import { issueToken } from '../integrations/tokens.ts';
import type { IntegrationSettings, PresetName } from '../integrations/types.ts';
import { RuleError } from '../kernel/errors.ts';
import { scimUrlOf } from '../operations/addresses.ts';
import type { Services } from '../operations/services.ts';
import { PLATFORM, type Reader, type Transaction } from '../store/port.ts';

export interface BootstrapWishes {
  /** The path of the new top-level group. */
  readonly group: string;
  /** The e-mail of its owner. */
  readonly owner: string;
  /** The username of the account that has this e-mail, where it is meant whatever speaks against it. */
  readonly existingAccount?: string;
  readonly preset?: PresetName;
  readonly settings?: Partial<IntegrationSettings>;
}

/** Everything that a new group needs, shown this once. */
export interface Bootstrapped {
  readonly scimUrl: string;
  readonly scimToken: string;
  readonly username: string;
  /** Absent when the owner already had an account. */
  readonly password?: string;
  readonly groupId: string;
  readonly integrationId: string;
}

const operator: Actor = { kind: 'operator' };

/**
 * Creates a top-level group, its owner's account where there is none, an integration and its first token, in one
 * transaction. Throws `RuleError`: `already_exists` when the path is taken, `email_exists` when an account has the
 * e-mail of which it is not certain that it is the owner's.
 */
export async function bootstrap(
  services: Services,
  publicUrl: string,
  wishes: BootstrapWishes,
): Promise<Bootstrapped> {
  const { store, runtime, secrets } = services;
  const password = newPassword(runtime);
  const passwordHash = await hashPassword(password);
  return store.transaction(async (tx) => {
    const group = await createTopLevelGroup(tx, runtime, { slug: wishes.group });
    const { account, isNew } = await ownerAccount(tx, services, wishes, passwordHash);
    const owner = { ...emptyMember(group.id, account.id), v: 0 };
    const cause = runtime.id();
    const origin = { kind: 'manual' as const, role: 'owner' as const, since: runtime.now(), cause };
    await saveMember(tx, undefined, grant(owner, group.id, origin));
    const integration = await createIntegration(
      tx,
      runtime,
      group,
      {
        name: 'SCIM',
        ...(wishes.preset ? { preset: wishes.preset } : {}),
        ...(wishes.settings ? { settings: wishes.settings } : {}),
      },
      operator,
    );
    const issued = issueToken(
      tx,
      runtime,
      integration,
      { name: 'first token' },
      secrets.tokenPepper,
      operator,
    );
    record(tx, runtime, {
      rootId: group.id,
      actor: operator,
      action: 'group.created',
      target: group.id,
      detail: { path: group.slug, owner: account.username, accountId: account.id },
      requestId: cause,
    });
    return {
      scimUrl: scimUrlOf(publicUrl, group.slug),
      scimToken: issued.secret,
      username: account.username,
      ...(isNew ? { password } : {}),
      groupId: group.id,
      integrationId: integration.id,
    };
  });
}

async function ownerAccount(
  tx: Transaction,
  { runtime }: Services,
  { owner: email, existingAccount: named }: BootstrapWishes,
  passwordHash: string,
): Promise<{ account: Account; isNew: boolean }> {
  const key = emailKey(email);
  if (key === undefined) throw new RuleError('invalid_value', `${email} is not an e-mail address`);
  const holder = await emailHolder(tx, key);
  const known = holder && (await tx.get(accounts, PLATFORM, holder.accountId));
  if (named !== undefined && known?.usernameKey !== usernameKey(named))
    throw new RuleError('not_found', `no account ${named} has the e-mail ${email}`);
  if (known && named === undefined) await refuseDoubtful(tx, known, email);
  if (known) return { account: known, isNew: false };
  const username = await freeUsername(tx, usernameBase(email));
  const account = createAccount(tx, runtime, {
    username,
    name: username,
    email,
    confirmed: true,
    passwordHash,
  });
  await settleManager(tx, runtime, account.id);
  return { account, isNew: true };
}

/** Having an e-mail does not make an account its owner's: a group's identity provider may send any. */
async function refuseDoubtful(reader: Reader, account: Account, email: string): Promise<void> {
  const { madeBy, unconfirmed } = await doubtsAbout(reader, account, email);
  if (madeBy === undefined && unconfirmed === undefined) return;
  const why =
    madeBy === undefined
      ? 'which has not confirmed it.'
      : `which provisioning of ${madeBy} has made: that group may rename the account and sign it in.`;
  throw new RuleError(
    'email_exists',
    `${email} belongs to the account ${account.username}, ${why} If this account is to own the group all the same, ` +
      `say so: --existing-account ${account.username}`,
  );
}
