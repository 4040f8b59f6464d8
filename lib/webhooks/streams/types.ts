import type { Collection, Doc } from '../../store/index.ts';

export const streamKinds = ['push', 'poll'] as const;
export type StreamKind = (typeof streamKinds)[number];

/** A token with which a receiver polls. While one is rotated, two work. */
export interface StreamToken {
  readonly id: string;
  readonly digest: string;
  /** The fingerprint of the pepper of its digest. */
  readonly keyId: string;
  /** The last four characters. */
  readonly hint: string;
  readonly createdAt: number;
  /** Set when it was rotated: it works until then. */
  readonly endsAt?: number;
}

/** A stream of security event tokens (RFC 8417) to one receiver. */
export interface Stream extends Doc {
  /** The top-level group whose changes it gets; `platform` for all. */
  readonly rootId: string;
  readonly name: string;
  /** `push`: Rollcall posts each token (RFC 8935); `poll`: the receiver asks for them (RFC 8936). */
  readonly kind: StreamKind;
  /** The `aud` of its tokens, where the receiver wants another than the URL of the stream. */
  readonly audience?: string;
  /** The event URIs that it gets; empty for all. */
  readonly events: readonly string[];
  /** Where a push goes. */
  readonly url?: string;
  /** The `Authorization` header of a push, sealed. */
  readonly authorization?: string;
  /** With which a receiver polls. */
  readonly tokens: readonly StreamToken[];
  readonly digests: readonly string[];
  readonly createdAt: number;
  /** The account that made it; absent when the operator did. */
  readonly createdBy?: string;
  /** `id`, while it is enabled. */
  readonly enabled?: string;
  /** The time of the pause. Nothing is delivered, and new events are kept. */
  readonly pausedAt?: number;
  /** Why Rollcall disabled it. */
  readonly problem?: string;
  /** The time of the first failure since the last success. */
  readonly failingSince?: number;
}

export const streams: Collection<Stream> = {
  name: 'event_streams',
  scope: 'rootId',
  unique: { token: { fields: ['digests'], global: true } },
  indexes: { enabled: { fields: ['enabled'], global: true } },
};

/** A key that signs security event tokens. The `id` is its `kid`. */
export interface EventKey extends Doc {
  /** The private key, sealed PKCS #8 PEM. */
  readonly sealed: string;
  /** The public key, as the JWKS has it. */
  readonly jwk: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  /** It is published at once, and signs from then on. */
  readonly signsFrom: number;
  /** When it leaves the JWKS; set once another key follows. */
  readonly expiresAt?: number;
}

export const eventKeys: Collection<EventKey> = {
  name: 'event_keys',
  scope: 'platform',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};
