import { z } from 'zod';
import {
  type Account,
  accounts,
  createAccount,
  emailHolder,
  emailKey,
  freeUsername,
  hashPassword,
  newPassword,
  settleManager,
  usernameBase,
  usernameKey,
} from '../accounts/index.ts';
import type { Unit } from '../audit/index.ts';
import { checkSlug, type Doubts, doubtsAbout } from '../groups/index.ts';
import { createConnectedGroup } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { scimUrlOf } from './addresses.ts';
import { checkedText, emailAddress, presetName } from './arguments.ts';
import { procedure } from './operation.ts';
import { ofPlatform } from './targets.ts';

/** Everything that a new group needs, shown only once. */
export interface Bootstrapped {
  readonly scimUrl: string;
  readonly scimToken: string;
  /** Where the owner signs in. */
  readonly signInUrl: string;
  readonly username: string;
  /** Absent when the owner already had an account. */
  readonly password?: string;
  readonly groupId: string;
  readonly integrationId: string;
}

export const bootstrap = procedure({
  name: 'bootstrap',
  summary:
    'Creates a top-level group with its owner, an integration and a token. Prints the secrets only once.',
  target: ofPlatform,
  input: z.object({
    group: checkedText(checkSlug).describe('path of the new top-level group'),
    owner: emailAddress.describe('e-mail of its owner; creates the account if there is none'),
    existingAccount: z
      .string()
      .min(1)
      .exactOptional()
      .describe('username of the account with this e-mail: confirms that it belongs to the owner'),
    preset: presetName,
  }),
  run: async (transact, actor, wishes, { publicUrl, nameOf, services }): Promise<Bootstrapped> => {
    const { group: slug, owner: email, existingAccount, preset } = wishes;
    const { store, secrets } = services;
    const password = newPassword(store);
    const passwordHash = await hashPassword(password);
    return transact(async (unit) => {
      const known = await accountWith(unit, email, existingAccount, nameOf('existingAccount'));
      const owner = known ?? (await newOwner(unit, email, passwordHash));
      const wish = { slug, owner, ...(preset ? { preset } : {}) };
      const made = await createConnectedGroup(unit, wish, secrets.tokenPepper, actor);
      return {
        scimUrl: scimUrlOf(publicUrl, made.group.slug),
        scimToken: made.secret,
        signInUrl: `${publicUrl}/sign-in`,
        username: owner.username,
        ...(known ? {} : { password }),
        groupId: made.group.id,
        integrationId: made.integration.id,
      };
    });
  },
});

/**
 * The account with the owner's e-mail. Throws `RuleError`: `email_exists` when nothing proves that it belongs to the
 * owner, and no name confirms it; `not_found` when another account has the name.
 */
async function accountWith(
  reader: Reader,
  email: string,
  named: string | undefined,
  argument: string,
): Promise<Account | undefined> {
  const holder = await emailHolder(reader, emailKey(email) ?? '');
  const known = holder && (await reader.get(accounts, PLATFORM, holder.accountId));
  if (named !== undefined && known?.usernameKey !== usernameKey(named))
    throw new RuleError('not_found', `No account ${named} has the e-mail ${email}.`);
  if (!known || named !== undefined) return known;
  const doubt = sentenceOf(await doubtsAbout(reader, known, email));
  if (doubt !== undefined)
    throw new RuleError(
      'email_exists',
      `${email} belongs to the account ${known.username}, ${doubt} If this account shall still own the group, name it: ${argument} ${known.username}`,
    );
  return known;
}

/** An e-mail does not prove whose account it is: the identity provider of a group may send any address. */
function sentenceOf({ madeBy, unconfirmed }: Doubts): string | undefined {
  if (madeBy !== undefined)
    return `which provisioning of ${madeBy} has made: that group may rename the account and sign it in.`;
  return unconfirmed === undefined ? undefined : 'which has not confirmed it.';
}

async function newOwner(unit: Unit, email: string, passwordHash: string): Promise<Account> {
  const username = await freeUsername(unit, usernameBase(email));
  const account = createAccount(unit, {
    username,
    name: username,
    email,
    confirmed: true,
    passwordHash,
  });
  await settleManager(unit, account.id);
  return account;
}
