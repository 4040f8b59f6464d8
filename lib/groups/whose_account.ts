import { type Account, emailHolder, emailKey } from '../accounts/index.ts';
import type { Reader } from '../store/index.ts';
import { type Group, groups } from './types.ts';

/** Reasons to doubt that an account belongs to the person with an e-mail. */
export interface Doubts {
  /** The address, if the account has not confirmed it. */
  readonly unconfirmed?: string;
  /** The path of another top-level group whose provisioning made the account. */
  readonly madeBy?: string;
}

/**
 * Whether an e-mail names an account for certain. Another group that manages the account may have invented an address that
 * nobody has confirmed. A text that is not an e-mail names it always.
 */
export async function isSurelyNamed(
  reader: Reader,
  account: Account,
  who: string,
  rootId: Group['rootId'],
): Promise<boolean> {
  if (account.managedBy === rootId) return true;
  return (await doubtsAbout(reader, account, who, rootId)).unconfirmed === undefined;
}

/** The doubts about an account that is to get a role under a group. `who` is the name that was given. */
export async function doubtsAbout(
  reader: Reader,
  account: Account,
  who: string,
  rootId?: Group['rootId'],
): Promise<Doubts> {
  const key = emailKey(who);
  const held = key === undefined ? undefined : await emailHolder(reader, key);
  const { managedBy, managedDomain } = account;
  const isMade = managedBy !== undefined && managedDomain === undefined && managedBy !== rootId;
  const maker = isMade ? await reader.get(groups, managedBy, managedBy) : undefined;
  return {
    ...(held?.accountId === account.id && held.confirmedAt === undefined ? { unconfirmed: held.email } : {}),
    ...(isMade ? { madeBy: maker?.slug ?? managedBy } : {}),
  };
}
