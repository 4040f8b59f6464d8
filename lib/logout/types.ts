import type { Collection, Doc } from '../store/index.ts';

/** What an issuer may tell. `other` stands for every event that ends nothing. */
export type LogoutEvent = 'revocation' | 'session-revoked' | 'credential-change' | 'verification' | 'other';

/** The bearer token of a push. */
export interface PushToken {
  readonly digest: string;
  /** The fingerprint of the pepper of its digest; absent in a token of an earlier version. */
  readonly keyId?: string;
  readonly hint: string;
  readonly createdAt: number;
}

/** The identity provider whose word signs people out of one top-level group. */
export interface LogoutIssuer extends Doc {
  readonly rootId: string;
  readonly issuer: string;
  readonly jwksUrl: string;
  /** The audience of its security events; absent when it is the address of the endpoint. */
  readonly audience?: string;
  /** The bearer token that a push must have; absent when the signature is enough. */
  readonly pushToken?: PushToken;
  readonly createdAt: number;
  /** The account that entered it; absent when the operator did. */
  readonly createdBy?: string;
  /** The last message that it proved to be its own. */
  readonly last?: { readonly at: number; readonly event: LogoutEvent };
}

export const logoutIssuers: Collection<LogoutIssuer> = {
  name: 'logout_issuers',
  scope: 'rootId',
  unique: { root: { fields: ['rootId'] } },
  indexes: {},
};
