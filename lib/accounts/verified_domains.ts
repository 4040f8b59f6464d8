import { type Collection, type Doc, PLATFORM, type Reader } from '../store/index.ts';
import { emailDomain } from './email.ts';

/**
 * An e-mail domain that belongs to a top-level group, and to no other one. The `id` is the domain in ASCII. Without
 * `checkAt` an operator has vouched for it, and it is not looked at again.
 */
export interface VerifiedDomain extends Doc {
  readonly rootId: string;
  readonly verifiedAt: number;
  /** When DNS is asked next. */
  readonly checkAt?: number;
  /** When DNS was asked last. */
  readonly checkedAt?: number;
  /** Why the last look did not find the record. */
  readonly problem?: string;
  /** How often in a row DNS said that the record is not there, and since when. Failures of DNS itself do not count. */
  readonly failures?: number;
  readonly failingSince?: number;
}

export const verifiedDomains: Collection<VerifiedDomain> = {
  name: 'verified_domains',
  scope: 'platform',
  unique: {},
  indexes: { root: { fields: ['rootId'] }, check: { fields: ['checkAt'], global: true } },
};

/** Whether a top-level group has verified the domain of an address. Takes an address key. */
export async function ownsDomain(reader: Reader, rootId: string, emailKey: string): Promise<boolean> {
  const domain = await reader.get(verifiedDomains, PLATFORM, emailDomain(emailKey));
  return domain?.rootId === rootId;
}
