import type { Reader } from '../store/index.ts';
import { allowsAddress } from './address_ranges.ts';
import { type HeldToken, heldToken } from './authenticate.ts';
import { listIntegrations } from './integrations.ts';
import type { Integration } from './types.ts';

/** Why a request was not authenticated. The owners of the group may know, the sender never does. */
export type Denial = 'missing' | 'unknown' | 'expired' | 'revoked' | 'address';

/** A request that was not authenticated. */
interface Denied {
  readonly rootId: string;
  /** `tokenDigests` of the sent text; empty when it cannot be a token. */
  readonly digests: readonly string[];
  /** Whether it sent any credential. */
  readonly isGiven: boolean;
  readonly ip: string;
}

export interface Explained {
  readonly integration?: Integration;
  readonly token?: HeldToken;
  /** Absent when the credential is right. */
  readonly denied?: Denial;
}

/**
 * What is wrong with the credential of a request, from the view of one top-level group. A token of another group is
 * unknown, so that nobody can test a stolen one.
 */
export async function explainDenial(
  reader: Reader,
  { rootId, digests, isGiven, ip }: Denied,
  now: number,
): Promise<Explained> {
  if (!isGiven) return { denied: 'missing' };
  for (const integration of await listIntegrations(reader, rootId)) {
    const token = heldToken(integration, digests);
    if (token) return { integration, token, ...deniedTo(token, ip, now) };
  }
  return { denied: 'unknown' };
}

function deniedTo(token: HeldToken, ip: string, now: number): Pick<Explained, 'denied'> {
  if (token.revokedAt !== undefined) return { denied: 'revoked' };
  if (token.expiresAt <= now) return { denied: 'expired' };
  return allowsAddress(token.cidrs, ip) ? {} : { denied: 'address' };
}
