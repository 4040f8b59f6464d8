import type { Collection, Doc } from '../store/index.ts';

/** One person on the platform; never owned by an integration. */
export interface Account extends Doc {
  readonly username: string;
  /** `username`, folded: unique in any case. */
  readonly usernameKey: string;
  readonly name: string;
  /** As written; absent for an account that signs in by SAML only. */
  readonly email?: string;
  /** The top-level group that created or manages this account (the Enterprise badge). */
  readonly managedBy?: string;
  readonly managedSince?: number;
  /** The verified domain because of which it is managed; absent when provisioning made the account. */
  readonly managedDomain?: string;
  /** For a service account: the top-level group whose programs use it. It has no address and no password. */
  readonly serviceOf?: string;
  /** argon2id, PHC string format. */
  readonly passwordHash?: string;
  readonly createdAt: number;
}

/** An address of an account. The `id` is the folded address, so that no other account can have it. */
export interface AccountEmail extends Doc {
  readonly accountId: string;
  readonly email: string;
  /** The part after the `@`, in ASCII. */
  readonly domain: string;
  readonly primary: boolean;
  readonly confirmedAt?: number;
}

/** Where to look for a free username of this base. A hint, never a lock. */
interface UsernameHint extends Doc {
  /** All numbers below this one were taken. */
  readonly next: number;
  /** Lower numbers that have become free since, lowest first. */
  readonly freed?: readonly number[];
}

export const accounts: Collection<Account> = {
  name: 'accounts',
  scope: 'platform',
  unique: { username: { fields: ['usernameKey'] } },
  indexes: { managedDomain: { fields: ['managedDomain'] }, service: { fields: ['serviceOf'] } },
  minted: true,
};

export const accountEmails: Collection<AccountEmail> = {
  name: 'account_emails',
  scope: 'platform',
  unique: {},
  indexes: { account: { fields: ['accountId'] }, domain: { fields: ['domain'] } },
};

export const usernameHints: Collection<UsernameHint> = {
  name: 'username_hints',
  scope: 'platform',
  unique: {},
  indexes: {},
};
