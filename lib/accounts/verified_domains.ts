import { type Collection, type Doc, PLATFORM, type Reader } from '../store/index.ts';
import { emailDomain } from './email.ts';

/**
 * An e-mail domain that belongs to one top-level group only. The `id` is the domain in ASCII. Without `checkAt` an
 * operator has vouched for it, and it is not checked again.
 */
export interface VerifiedDomain extends Doc {
  readonly rootId: string;
  readonly verifiedAt: number;
  /** The time of the next DNS check. */
  readonly checkAt?: number;
  /** The time of the last DNS check. */
  readonly checkedAt?: number;
  /** Why the last check did not find the record. */
  readonly problem?: string;
  /**
   * The number of successive checks in which DNS denied the record, and the time of the first. Failures of DNS do not
   * count.
   */
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
