import { type Account, emailHolder, emailKey } from '../accounts/index.ts';
import type { Reader } from '../store/index.ts';
import { type Group, groups } from './types.ts';

/** What speaks against taking an account for the person whom an e-mail means. */
export interface Doubts {
  /** The address, where the account has not confirmed it. */
  readonly unconfirmed?: string;
  /** The path of another top-level group whose provisioning has made the account. */
  readonly madeBy?: string;
}

/** The doubts about an account that is to have a role under a group; `who` is how it was named. */
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
