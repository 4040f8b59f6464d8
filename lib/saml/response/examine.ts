import type { Connection, SpUrls } from '../connection.ts';
import { decryptionKeys } from '../keys/keys.ts';
import { SamlError } from '../saml_error.ts';
import { isElement } from '../xml/xml.ts';
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
import { Ended, type Examiner } from './checks.ts';
import { type Decrypted, decrypted, sealedIn } from './decryption.ts';
import * as guard from './guard.ts';
import { type Signature, signaturesOf } from './signatures.ts';
import { type Proven, proven, type Signed } from './verification.ts';

/** A response posted to the callback of a provider, and the values that it must match. */
export interface Response {
  readonly provider: Connection;
  readonly urls: SpUrls;
  /** The form field, as it came. */
  readonly samlResponse: string;
}

/** What validation needs besides the response. */
export interface Means {
  readonly samlKey: Buffer;
  readonly now: number;
}

/** The person who signed in at the identity provider, from verified bytes only. */
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
  /** FriendlyNames by Name; absent when no attribute has one. */
  readonly friendlyNames?: ReadonlyMap<string, string>;
  /** Absent when the sign-in began at the identity provider. */
  readonly inResponseTo?: string;
  readonly assertionId: string;
}

/** What a response says about a person, from verified bytes only. Other checks may still fail. */
export type Received = Pick<Verified, 'nameId' | 'nameIdFormat' | 'attributes' | 'friendlyNames'>;

/** An assertion with a verified signature, and the values that it must match. */
export interface Proof extends Proven {
  readonly expected: Expected;
}

/** The readable content of an assertion. */
export interface Contents {
  readonly assertionId: string | undefined;
  readonly issuer: string | undefined;
  readonly subject: Subject | undefined;
  readonly session: Session | undefined;
  readonly attributes: Pick<Verified, 'attributes' | 'friendlyNames'> | undefined;
}

/** Form, envelope, encryption and signature. */
export async function proofOf(means: Means, response: Response, examiner: Examiner): Promise<Proof> {
  const { provider, urls, samlResponse } = response;
  const { now } = means;
  const { form, idp } = await examiner.must('form', () => {
    if (!provider.idp) throw new SamlError('saml.not_set_up');
    return { form: guard.decodeForm(samlResponse), idp: provider.idp };
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
    isSealed ? openedFrom(means, provider, element) : undefined,
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

/** Reads the content of the assertion. */
export async function contentsOf({ assertion, expected }: Proof, examiner: Examiner): Promise<Contents> {
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

/** Succeeds only if every check passed and the library has no objection. */
export async function verifiedIn(
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

function openedFrom({ samlKey, now }: Means, provider: Connection, encrypted: Element): Decrypted {
  return decrypted(sealedIn(encrypted), decryptionKeys(samlKey, provider, now));
}

function signaturesIn(
  provider: Connection,
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
  if (!response && provider.settings?.wantResponseSigned) throw new SamlError('saml.response_not_signed');
  return { response, assertion };
}
