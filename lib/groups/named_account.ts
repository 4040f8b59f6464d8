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
 * Whether a username or an e-mail identifies an account for certain. A username always does. An unconfirmed e-mail does
 * not, unless this group manages the account: another group may have invented the address.
 */
export async function isCertainlyNamed(
  reader: Reader,
  account: Account,
  who: string,
  rootId: Group['rootId'],
): Promise<boolean> {
  if (account.managedBy === rootId) return true;
  return (await doubtsAbout(reader, account, who, rootId)).unconfirmed === undefined;
}

/** The doubts about an account before it gets a role under a group. `who` is the given username or e-mail. */
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
