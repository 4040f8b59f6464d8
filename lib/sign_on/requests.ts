import { timingSafeEqual } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import type { SamlProvider } from '../groups/index.ts';
import { type AuthnMessage, authnMessage, digest, SamlError, type SpUrls } from '../saml/index.ts';
import type { SamlParts } from './parts.ts';
import { returnPath } from './return_path.ts';
import { type Purpose, type SamlRequest, samlRequests } from './types.ts';

export interface NewRequest {
  readonly purpose: Purpose;
  /** The page after the sign-in. Anything except a path of this service becomes `/groups`. */
  readonly returnTo?: string;
  /** The signed-in account that links or tests. */
  readonly accountId?: string;
  /** The session of the browser that starts. */
  readonly sessionId?: string;
  /** Whether the identity provider must authenticate the person again. */
  readonly forceAuthn?: boolean;
}

export interface StartedRequest {
  /** The ID of the AuthnRequest. */
  readonly id: string;
  /** The RelayState: random and opaque. */
  readonly handle: string;
  /** The value of the cookie `__Host-saml_rq` (SameSite=None; Secure; HttpOnly), for `acceptResponse`. */
  readonly browser: string;
  readonly expires: number;
  /** The message that sends the browser to the identity provider: a redirect, or a form to post. */
  readonly go: AuthnMessage;
}

/**
 * Starts a sign-in, link or test at the identity provider, and stores the request for ten minutes. Throws `SamlError`
 * `saml.not_set_up`, and `RuleError` when requests must be signed and no key exists.
 */
export async function startRequest(
  { store, samlKey }: SamlParts,
  provider: SamlProvider,
  urls: SpUrls,
  { purpose, returnTo, accountId, sessionId, forceAuthn = false }: NewRequest,
): Promise<StartedRequest> {
  const { idp, id: providerId, rootId } = provider;
  if (!idp) throw new SamlError('saml.not_set_up');
  const id = `_${store.random(20).toString('hex')}`;
  const handle = store.random(24).toString('base64url');
  const browser = store.random(24).toString('base64url');
  const now = store.now();
  const expires = now + limits.samlRequestMs;
  const go = await authnMessage({
    id,
    handle,
    now,
    idp,
    urls,
    provider,
    samlKey,
    forceAuthn,
  });
  await store.transaction(async (unit) => {
    unit.insert(samlRequests, {
      id: digest(id),
      rootId,
      providerId,
      purpose,
      returnTo: returnPath(returnTo),
      ...(accountId === undefined ? {} : { accountId }),
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(forceAuthn ? { forced: true } : {}),
      browser: digest(browser),
      handle: digest(handle),
      createdAt: now,
      expires,
    });
  });
  return { id, handle, browser, expires, go };
}

/** The unverified references from a posted form to its request. */
export interface RequestReference {
  readonly relayState?: string;
  readonly inResponseTo?: string;
}

export interface PendingRequest {
  readonly request: SamlRequest;
  /** The secret of the browser that started it. */
  readonly browser: string;
}

/**
 * The open request that a form answers, if a browser with one of these secrets started it. Does not use it up. For a
 * refused response, it decides between the report of a test and the neutral page of a member. The reference may have only
 * an InResponseTo, because some identity providers lose the RelayState.
 */
export async function pendingRequest(
  store: UnitStore,
  { id: providerId, rootId }: SamlProvider,
  { relayState, inResponseTo }: RequestReference,
  browsers: readonly string[],
): Promise<PendingRequest | undefined> {
  const request =
    (relayState ? await store.find(samlRequests, rootId, 'handle', digest(relayState)) : undefined) ??
    (inResponseTo ? await store.get(samlRequests, rootId, digest(inResponseTo)) : undefined);
  if (request?.providerId !== providerId || request.expires <= store.now()) return undefined;
  const browser = browsers.find((held) => isSame(request.browser, digest(held)));
  return browser === undefined ? undefined : { request, browser };
}

/** Whether two digests are equal, in constant time. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
