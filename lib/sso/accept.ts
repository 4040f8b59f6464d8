import { limits } from '../../config/limits.ts';
import {
  attributesOf,
  checkAge,
  checkAssertionIssuer,
  checkAudience,
  checkConditions,
  checkConfirmation,
  checkTimes,
  checkVersion,
  type Expected,
  type Session,
  type Subject,
  sessionOf,
  subjectOf,
} from './assertion.ts';
import { type Check, Ended, type Examiner, Noting, strict } from './checks.ts';
import { type Decrypted, decrypted, sealedIn } from './decryption.ts';
import { digest } from './digest.ts';
import * as guard from './guard.ts';
import { decryptionKeys } from './keys.ts';
import { type SamlParts, type SpUrls, settingsOf } from './parts.ts';
import { isSame } from './requests.ts';
import { SamlError } from './saml_error.ts';
import { type Signature, signaturesOf } from './signatures.ts';
import { type SamlProvider, type SamlRequest, samlAssertionsSeen, samlRequests } from './types.ts';
import { type Proven, proven, type Signed } from './verification.ts';
import { isElement } from './xml.ts';

export type { Check } from './checks.ts';

/** Some identity providers that lose the RelayState send this text instead. */
const LOST = 'null';

/** What the browser posted to the callback of a provider. */
export interface Posted {
  readonly provider: SamlProvider;
  readonly urls: SpUrls;
  /** The form fields, as they came. */
  readonly samlResponse: string;
  /** Empty, or the word `null`, is as good as none: identity providers that lose it send any of these. */
  readonly relayState?: string;
  /** The cookie that `startRequest` gave. */
  readonly browser?: string;
}

/** Who signed in at the identity provider, from verified bytes only. */
export interface Verified {
  readonly nameId: string;
  readonly nameIdFormat?: string;
  readonly issuer: string;
  readonly sessionIndex?: string;
  /** When the session at the identity provider ends, milliseconds. */
  readonly sessionNotOnOrAfter?: number;
  readonly authnInstant: number;
  /** By Name, each with all its values. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** The FriendlyName of attributes by their Name; absent where none has one. */
  readonly friendlyNames?: ReadonlyMap<string, string>;
  /** Absent when the sign-in began at the identity provider. */
  readonly inResponseTo?: string;
  readonly assertionId: string;
}

export interface Accepted {
  readonly verified: Verified;
  /** What was begun here, now used up; absent when the sign-in began at the identity provider. */
  readonly request?: SamlRequest;
}

/** What a response says of a person, from verified bytes only; more of it may be wrong. */
export type Received = Pick<Verified, 'nameId' | 'nameIdFormat' | 'attributes' | 'friendlyNames'>;

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
  const proof = await verify(parts, posted, strict);
  const verified = await checked(proof, await read(proof, strict), strict);
  return consume(parts, posted, verified, strict);
}

/** Every check of a response, failed ones with the reason; uses up the request when all passed. Throws no `SamlError`. */
export async function checkResponse(parts: SamlParts, posted: Posted): Promise<Report> {
  const noting = new Noting();
  const known: { received?: Received } = {};
  try {
    const proof = await verify(parts, posted, noting);
    const contents = await read(proof, noting);
    const { subject, attributes } = contents;
    if (subject && attributes) known.received = { ...subject, ...attributes };
    const verified = await checked(proof, contents, noting);
    const accepted = await consume(parts, posted, verified, noting);
    return { checks: noting.checks(), ...known, accepted };
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return { checks: noting.checks(), ...known };
  }
}

/** An assertion whose signature was verified, and what it is held against. */
interface Proof extends Proven {
  readonly expected: Expected;
}

/** What could be read in an assertion. */
interface Contents {
  readonly assertionId: string | undefined;
  readonly issuer: string | undefined;
  readonly subject: Subject | undefined;
  readonly session: Session | undefined;
  readonly attributes: Pick<Verified, 'attributes' | 'friendlyNames'> | undefined;
}

/** Form, envelope, encryption and signature. */
async function verify(parts: SamlParts, posted: Posted, examiner: Examiner): Promise<Proof> {
  const { provider, urls } = posted;
  const now = parts.runtime.now();
  const { form, idp } = await examiner.must('form', () => {
    if (!provider.idp) throw new SamlError('saml.not_set_up');
    return { form: guard.decodeForm(posted.samlResponse), idp: provider.idp };
  });
  const { root } = form;
  await examiner.must('response', () => guard.checkResponse(root));
  await examiner.must('status', () => guard.checkStatus(root));
  await examiner.may('destination', () => guard.checkDestination(root, urls));
  await examiner.may('issuer', () => guard.checkIssuer(root, idp));
  const element = await examiner.must('assertion', () => guard.onlyAssertion(root));
  const inResponseTo = guard.answered(root);
  const isSealed = isElement(element, 'assertion', 'EncryptedAssertion');
  const outside = await examiner.must('algorithms', () =>
    signaturesOf(root, isSealed ? [root] : [root, element]),
  );
  const opened = await examiner.must('encryption', () =>
    isSealed ? openedFrom(parts, provider, element) : undefined,
  );
  const signed: Signed = await examiner.must('algorithms', () => ({
    ...signaturesIn(provider, root, element, outside, opened),
    xml: form.xml,
    root,
    opened,
    inResponseTo,
  }));
  const found = await examiner.must('signature', () => proven(signed, idp, urls, now));
  return { ...found, expected: { entityId: idp.entityId, urls, now, inResponseTo } };
}

async function read({ assertion, expected }: Proof, examiner: Examiner): Promise<Contents> {
  const assertionId = await examiner.may('version', () => checkVersion(assertion));
  const issuer = await examiner.may('assertion_issuer', () => checkAssertionIssuer(assertion, expected));
  const subject = await examiner.may('subject', () => subjectOf(assertion));
  await examiner.may('times', () => checkTimes(assertion));
  await examiner.may('confirmation', () => checkConfirmation(assertion, expected));
  await examiner.may('conditions', () => checkConditions(assertion, expected));
  await examiner.may('audience', () => checkAudience(assertion, expected));
  await examiner.may('age', () => checkAge(assertion, expected));
  const session = await examiner.may('session', () => sessionOf(assertion, expected));
  const attributes = await examiner.may('attributes', () => attributesOf(assertion));
  return { assertionId, issuer, subject, session, attributes };
}

/** Goes on only where all was right, and the library has nothing against it. */
async function checked(
  { objection, expected: { inResponseTo } }: Proof,
  { assertionId, issuer, subject, session, attributes }: Contents,
  examiner: Examiner,
): Promise<Verified> {
  examiner.all();
  await examiner.must('library', () => {
    if (objection !== undefined) throw new SamlError('saml.refused_by_library', undefined, objection);
  });
  if (assertionId === undefined || issuer === undefined || !subject || !session || !attributes)
    throw new Ended();
  return {
    ...subject,
    ...session,
    issuer,
    ...attributes,
    assertionId,
    ...(inResponseTo === undefined ? {} : { inResponseTo }),
  };
}

function openedFrom({ samlKey, runtime }: SamlParts, provider: SamlProvider, encrypted: Element): Decrypted {
  return decrypted(sealedIn(encrypted), decryptionKeys(samlKey, provider, runtime.now()));
}

function signaturesIn(
  provider: SamlProvider,
  root: Element,
  element: Element,
  outside: ReadonlyMap<Element, Signature>,
  opened: Decrypted | undefined,
): Pick<Signed, 'response' | 'assertion'> {
  const response = outside.get(root);
  const assertion = opened
    ? signaturesOf(opened.assertion, [opened.assertion]).get(opened.assertion)
    : outside.get(element);
  if (!response && !assertion) throw new SamlError('saml.not_signed');
  if (!response && settingsOf(provider).wantResponseSigned) throw new SamlError('saml.response_not_signed');
  return { response, assertion };
}

/** Uses up the request and remembers the assertion, in one transaction: of two posts at once, one comes second. */
async function consume(
  { store, runtime }: SamlParts,
  { provider, relayState, browser }: Posted,
  verified: Verified,
  examiner: Examiner,
): Promise<Accepted> {
  const { rootId, id: providerId } = provider;
  const now = runtime.now();
  return store.transaction(async (tx) => {
    const id = verified.inResponseTo === undefined ? undefined : digest(verified.inResponseTo);
    const request = id === undefined ? undefined : await tx.get(samlRequests, rootId, id);
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
    const before = await tx.get(samlAssertionsSeen, rootId, seen);
    await examiner.must('replay', () => {
      if (before) throw new SamlError('saml.replayed');
    });
    tx.insert(samlAssertionsSeen, {
      id: seen,
      rootId,
      expires: now + limits.samlConfirmationMs + 2 * limits.samlSkewMs,
    });
    if (!request) return { verified };
    tx.remove(samlRequests, request);
    return { verified, request };
  });
}
