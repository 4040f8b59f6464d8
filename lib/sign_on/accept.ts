import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import { type SamlProvider, settingsOf } from '../groups/index.ts';
import {
  type Check,
  digest,
  Ended,
  type Examiner,
  examined,
  Noting,
  type Received,
  type Response,
  SamlError,
  strict,
  type Task,
  type Verified,
} from '../saml/index.ts';
import type { SamlParts } from './parts.ts';
import { isSame } from './requests.ts';
import { type SamlRequest, samlAssertionsSeen, samlRequests } from './types.ts';

/** Some identity providers that lose the RelayState send this text instead. */
const LOST = 'null';

/** What the browser posted to the callback of a provider. */
export interface Posted extends Response {
  readonly provider: SamlProvider;
  /** Empty, or the word `null`, is as good as none: identity providers that lose it send any of these. */
  readonly relayState?: string;
  /** The cookie that `startRequest` gave. */
  readonly browser?: string;
}

export interface Accepted {
  readonly verified: Verified;
  /** What was begun here, now used up; absent when the sign-in began at the identity provider. */
  readonly request?: SamlRequest;
}

export interface Report {
  readonly checks: readonly Check[];
  /** Present when the signature was verified, and the person and the attributes could be read. */
  readonly received?: Received;
  /** Present when every check passed. */
  readonly accepted?: Accepted;
}

/**
 * Examines a response and uses up its request, in this order: form, envelope, encryption, signature, assertion, request,
 * replay. Gives what was verified. Throws `SamlError` with the first thing that is wrong; the request stays open then.
 */
export async function acceptResponse(parts: SamlParts, posted: Posted): Promise<Accepted> {
  const { verified, fault } = await examined(taskOf(parts, posted, false));
  if (fault) throw new SamlError(fault.code, fault.message);
  if (!verified) throw new Error('an examination of a SAML response has found neither a person nor a fault');
  return consume(parts.store, posted, verified, strict);
}

/** Every check of a response, failed ones with the reason; uses up the request when all passed. Throws no `SamlError`. */
export async function checkResponse(parts: SamlParts, posted: Posted): Promise<Report> {
  const { verified, received, outcomes } = await examined(taskOf(parts, posted, true));
  const noting = new Noting(outcomes);
  const known = received ? { received } : {};
  if (!verified) return { checks: noting.checks(), ...known };
  try {
    const accepted = await consume(parts.store, posted, verified, noting);
    return { checks: noting.checks(), ...known, accepted };
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return { checks: noting.checks(), ...known };
  }
}

function taskOf({ store, samlKey }: SamlParts, posted: Posted, isReport: boolean): Task {
  const { provider, urls, samlResponse } = posted;
  return { response: { provider, urls, samlResponse }, samlKey, now: store.now(), isReport };
}

/** Uses up the request and remembers the assertion, in one transaction: of two posts at once, one comes second. */
async function consume(
  store: UnitStore,
  { provider, relayState, browser }: Posted,
  verified: Verified,
  examiner: Examiner,
): Promise<Accepted> {
  const { rootId, id: providerId } = provider;
  const now = store.now();
  return store.transaction(async (unit) => {
    const id = verified.inResponseTo === undefined ? undefined : digest(verified.inResponseTo);
    const request = id === undefined ? undefined : await unit.get(samlRequests, rootId, id);
    await examiner.must('request', () => {
      if (id === undefined) {
        if (!settingsOf(provider).allowIdpInitiated) throw new SamlError('saml.idp_initiated');
        return;
      }
      if (!request || request.providerId !== providerId || request.expires <= now)
        throw new SamlError('saml.request_unknown');
      if (browser === undefined || !isSame(request.browser, digest(browser)))
        throw new SamlError('saml.other_browser');
      if (relayState && relayState !== LOST && !isSame(request.handle, digest(relayState)))
        throw new SamlError('saml.relay_state_mismatch');
    });
    const seen = digest(providerId, verified.assertionId);
    const before = await unit.get(samlAssertionsSeen, rootId, seen);
    await examiner.must('replay', () => {
      if (before) throw new SamlError('saml.replayed');
    });
    unit.insert(samlAssertionsSeen, {
      id: seen,
      rootId,
      expires: now + limits.samlConfirmationMs + 2 * limits.samlSkewMs,
    });
    if (!request) return { verified };
    unit.remove(samlRequests, request);
    return { verified, request };
  });
}
