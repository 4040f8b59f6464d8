import type { Secret } from '../../kernel/index.ts';
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
import { type Checker, NoMoreChecks } from './checks.ts';
import { type Decrypted, decrypted, encryptedIn } from './decryption.ts';
import * as envelope from './envelope.ts';
import { type Signature, signaturesOf } from './signatures.ts';
import { type Proven, proven, type Signed } from './verification.ts';

/** A response posted to the callback of a provider, and the values that it must match. */
export interface Response {
  readonly provider: Connection;
  readonly urls: SpUrls;
  /** The form field, as received. */
  readonly samlResponse: string;
}

/** The keys and the time for a validation. */
interface Means {
  readonly samlKey: Secret;
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

/** The person that a response names, from verified bytes only. Other checks may still fail. */
export type Received = Pick<Verified, 'nameId' | 'nameIdFormat' | 'attributes' | 'friendlyNames'>;

/** An assertion with a verified signature, and the values that it must match. */
interface Proof extends Proven {
  readonly expected: Expected;
}

/** The readable content of an assertion. */
interface Contents {
  readonly assertionId: string | undefined;
  readonly issuer: string | undefined;
  readonly subject: Subject | undefined;
  readonly session: Session | undefined;
  readonly attributes: Pick<Verified, 'attributes' | 'friendlyNames'> | undefined;
}

/** The first stage: checks form, envelope, encryption and signature. Throws `SamlError`, or what `checker` throws. */
export async function proofOf(means: Means, response: Response, checker: Checker): Promise<Proof> {
  const { provider, urls, samlResponse } = response;
  const { now } = means;
  const { form, idp } = await checker.must('form', () => {
    if (!provider.idp) throw new SamlError('saml.not_set_up');
    return { form: envelope.decodeForm(samlResponse), idp: provider.idp };
  });
  const { root } = form;
  await checker.must('response', () => envelope.checkResponse(root));
  await checker.must('status', () => envelope.checkStatus(root));
  await checker.may('destination', () => envelope.checkDestination(root, urls));
  await checker.may('issuer', () => envelope.checkIssuer(root, idp));
  const element = await checker.must('assertion', () => envelope.onlyAssertion(root));
  const inResponseTo = envelope.inResponseToOf(root);
  const isEncrypted = isElement(element, 'assertion', 'EncryptedAssertion');
  const outside = await checker.must('algorithms', () =>
    signaturesOf(root, isEncrypted ? [root] : [root, element]),
  );
  const opened = await checker.must('encryption', () =>
    isEncrypted ? openedFrom(means, provider, element) : undefined,
  );
  const signed: Signed = await checker.must('algorithms', () => ({
    ...signaturesIn(provider, root, element, outside, opened),
    xml: form.xml,
    root,
    opened,
    inResponseTo,
  }));
  const found = await checker.must('signature', () => proven(signed, idp, urls, now));
  return { ...found, expected: { entityId: idp.entityId, urls, now, inResponseTo } };
}

/** The second stage: reads and checks the content of the assertion. */
export async function contentsOf({ assertion, expected }: Proof, checker: Checker): Promise<Contents> {
  const assertionId = await checker.may('version', () => checkVersion(assertion));
  const issuer = await checker.may('assertion_issuer', () => checkAssertionIssuer(assertion, expected));
  const subject = await checker.may('subject', () => subjectOf(assertion));
  await checker.may('times', () => checkTimes(assertion));
  await checker.may('confirmation', () => checkConfirmation(assertion, expected));
  await checker.may('conditions', () => checkConditions(assertion, expected));
  await checker.may('audience', () => checkAudience(assertion, expected));
  await checker.may('age', () => checkAge(assertion, expected));
  const session = await checker.may('session', () => sessionOf(assertion, expected));
  const attributes = await checker.may('attributes', () => attributesOf(assertion));
  return { assertionId, issuer, subject, session, attributes };
}

/** The last stage: returns the verified person if every check passed and the library has no objection. */
export async function verifiedIn(
  { objection, expected: { inResponseTo } }: Proof,
  { assertionId, issuer, subject, session, attributes }: Contents,
  checker: Checker,
): Promise<Verified> {
  checker.mustAll();
  await checker.must('library', () => {
    if (objection !== undefined) throw new SamlError('saml.refused_by_library', undefined, objection);
  });
  if (assertionId === undefined || issuer === undefined || !subject || !session || !attributes)
    throw new NoMoreChecks();
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
  return decrypted(encryptedIn(encrypted), decryptionKeys(samlKey, provider, now));
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
