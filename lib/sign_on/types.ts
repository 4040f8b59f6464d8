import type { Collection, Doc } from '../store/index.ts';

export type Purpose = 'login' | 'link' | 'test';

/** An authentication request that waits for its response. The `id` is the digest of the request's ID. */
export interface SamlRequest extends Doc {
  readonly rootId: string;
  readonly providerId: string;
  readonly purpose: Purpose;
  /** A path of this service. */
  readonly returnTo: string;
  /** The account that links or tests. */
  readonly accountId?: string;
  /** The session of the browser. A completed sign-in ends it. The response arrives without its cookie. */
  readonly sessionId?: string;
  /** Whether the request asked the identity provider to authenticate the person again. */
  readonly forced?: true;
  /** The digest of the cookie of the browser that started. */
  readonly browser: string;
  /** The digest of the RelayState. */
  readonly handle: string;
  readonly createdAt: number;
  readonly expires: number;
}

/** An accepted assertion, stored to refuse a replay. The `id` is a digest of the provider and the assertion's ID. */
interface SamlAssertionSeen extends Doc {
  readonly rootId: string;
  readonly expires: number;
}

export const samlRequests: Collection<SamlRequest> = {
  name: 'saml_requests',
  scope: 'rootId',
  unique: { handle: { fields: ['handle'] } },
  indexes: {},
  expires: 'expires',
};

export const samlAssertionsSeen: Collection<SamlAssertionSeen> = {
  name: 'saml_assertions_seen',
  scope: 'rootId',
  unique: {},
  indexes: {},
  expires: 'expires',
};
