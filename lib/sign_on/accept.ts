import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import { type SamlProvider, settingsOf } from '../groups/index.ts';
import {
  type Check,
  type Checker,
  digest,
  NoMoreChecks,
  type Received,
  Reporter,
  type Response,
  SamlError,
  stopAtFirst,
  type Task,
  type Verified,
  validateResponse,
} from '../saml/index.ts';
import type { SamlParts } from './parts.ts';
import { isSame } from './requests.ts';
import { type SamlRequest, samlAssertionsSeen, samlRequests } from './types.ts';

/** The text that some identity providers send when they have lost the RelayState. */
const LOST = 'null';

/** The form that the browser posted to the callback of a provider. */
export interface Posted extends Response {
  readonly provider: SamlProvider;
  /** The texts `''` and `null` count as absent, because identity providers that lose the RelayState send one of them. */
  readonly relayState?: string;
  /** The cookie from `startRequest`. */
  readonly browser?: string;
}

export interface Accepted {
  readonly verified: Verified;
  /** The request, which is now used up; absent when the sign-in began at the identity provider. */
  readonly request?: SamlRequest;
}

export interface Report {
  readonly checks: readonly Check[];
  /** Present when the signature was verified, and the NameID and the attributes were readable. */
  readonly received?: Received;
  /** Present when every check passed. */
  readonly accepted?: Accepted;
}

/**
 * Validates a response and uses up its request. Checks form, envelope, encryption, signature, assertion, request and
 * replay, in this order. Throws `SamlError` for the first fault, and then leaves the request open.
 */
export async function acceptResponse(parts: SamlParts, posted: Posted): Promise<Accepted> {
  const { verified, fault } = await validateResponse(taskOf(parts, posted, false));
  if (fault) throw new SamlError(fault.code, fault.message);
  if (!verified) throw new Error('The validation of a SAML response found neither a person nor a fault.');
  return consume(parts.store, posted, verified, stopAtFirst);
}

/**
 * Runs every check and returns all results, with a reason for each failure. Uses up the request if all checks passed.
 * Never throws `SamlError`.
 */
export async function checkResponse(parts: SamlParts, posted: Posted): Promise<Report> {
  const { verified, received, outcomes } = await validateResponse(taskOf(parts, posted, true));
  const reporter = new Reporter(outcomes);
  const known = received ? { received } : {};
  if (!verified) return { checks: reporter.checks(), ...known };
  try {
    const accepted = await consume(parts.store, posted, verified, reporter);
    return { checks: reporter.checks(), ...known, accepted };
  } catch (error) {
    if (!(error instanceof NoMoreChecks)) throw error;
    return { checks: reporter.checks(), ...known };
  }
}

function taskOf({ store, samlKey }: SamlParts, posted: Posted, isReport: boolean): Task {
  const { provider, urls, samlResponse } = posted;
  return {
    response: { provider, urls, samlResponse },
    samlKey,
    previousSamlKey: samlKey.previous,
    now: store.now(),
    isReport,
  };
}

/** Uses up the request and stores the assertion id in one transaction, so that only one of two concurrent posts succeeds. */
async function consume(
  store: UnitStore,
  { provider, relayState, browser }: Posted,
  verified: Verified,
  checker: Checker,
): Promise<Accepted> {
  const { rootId, id: providerId } = provider;
  const now = store.now();
  return store.transaction(async (unit) => {
    const id = verified.inResponseTo === undefined ? undefined : digest(verified.inResponseTo);
    const request = id === undefined ? undefined : await unit.get(samlRequests, rootId, id);
    await checker.must('request', () => {
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
    await checker.must('replay', () => {
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
