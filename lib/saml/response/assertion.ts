import { limits } from '../../../config/limits.ts';
import type { SpUrls } from '../connection.ts';
import { SamlError } from '../saml_error.ts';
import { timeOf } from '../xml/time.ts';
import { attribute, childrenOf, collapsed, descendants, elementsIn, ns, textOf, token } from '../xml/xml.ts';
import { hasOnly, inResponseToOf, isIssuer, isOurs, shown } from './envelope.ts';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
/** The names of attributes with a time. */
export const times = ['IssueInstant', 'NotBefore', 'NotOnOrAfter', 'AuthnInstant', 'SessionNotOnOrAfter'];
/** XML white space with a line break. */
const LAYOUT = /^[ \t]*[\r\n][ \t\r\n]*$/;
const { samlSkewMs: skew } = limits;

/** The values that an assertion must match. */
export interface Expected {
  readonly entityId: string;
  readonly urls: SpUrls;
  readonly now: number;
  /** The value in the Response; absent when the sign-in began at the identity provider. */
  readonly inResponseTo: string | undefined;
}

export interface Subject {
  readonly nameId: string;
  readonly nameIdFormat?: string;
}

export interface Session {
  readonly authnInstant: number;
  readonly sessionIndex?: string;
  readonly sessionNotOnOrAfter?: number;
}

export function checkVersion(assertion: Element): string {
  const id = attribute(assertion, 'ID');
  if (attribute(assertion, 'Version') !== '2.0' || !id) throw new SamlError('saml.version');
  return id;
}

export function checkAssertionIssuer(assertion: Element, { entityId }: Expected): string {
  const [issuer, ...more] = childrenOf(assertion, 'assertion', 'Issuer');
  if (!issuer || more.length > 0 || !isIssuer(issuer, entityId))
    throw new SamlError(
      'saml.assertion_issuer_mismatch',
      `Issuer is ${shown(issuer && textOf(issuer))}, not ${entityId}`,
    );
  return entityId;
}

/**
 * The only NameID (saml-core 2.4.1), without line breaks around it. Nothing else is trimmed or folded, so that two names
 * never become one. Throws `SamlError`.
 */
export function subjectOf(assertion: Element): Subject {
  const nameIds = subjectElement(assertion).flatMap((subject) => childrenOf(subject, 'assertion', 'NameID'));
  const [only, ...more] = nameIds;
  const nameId = only && withoutLayout(textOf(only) ?? '');
  if (!only || more.length > 0 || !nameId) throw new SamlError('saml.no_subject');
  if (nameId.length > limits.samlNameIdChars || nameId.trim() !== nameId || /\p{Cc}/u.test(nameId))
    throw new SamlError(
      'saml.no_subject',
      `the NameID ${shown(nameId)} is too long, or has white space around it`,
    );
  const format = token(only, 'Format');
  return { nameId, ...(format === undefined ? {} : { nameIdFormat: format }) };
}

/** Removes the line breaks around a text and their indentation. A NameID has no line breaks. */
function withoutLayout(text: string): string {
  const inner = text.trim();
  const at = text.indexOf(inner);
  const around = [text.slice(0, at), text.slice(at + inner.length)];
  return around.every((space) => space === '' || LAYOUT.test(space)) ? inner : text;
}

/** Throws `SamlError` unless every time is valid and every range begins before it ends (saml-core 2.4.1.2, 2.5.1). */
export function checkTimes(assertion: Element): void {
  for (const element of descendants(assertion).filter(({ namespaceURI }) => namespaceURI === ns.assertion)) {
    for (const name of times) {
      const written = token(element, name);
      if (written !== undefined) timeOf(written);
    }
    const [from, until] = [token(element, 'NotBefore'), token(element, 'NotOnOrAfter')];
    if (from !== undefined && until !== undefined && timeOf(from) >= timeOf(until))
      throw new SamlError('saml.times_reversed', `NotBefore is ${from}, NotOnOrAfter is ${until}`);
  }
}

/**
 * Throws `SamlError` unless a bearer confirmation is for this service, in time, and for the same request (saml-profiles
 * 4.1.4.3).
 */
export function checkConfirmation(assertion: Element, expected: Expected): void {
  const bearers = subjectElement(assertion)
    .flatMap((subject) => childrenOf(subject, 'assertion', 'SubjectConfirmation'))
    .filter((confirmation) => token(confirmation, 'Method') === BEARER)
    .flatMap((confirmation) => childrenOf(confirmation, 'assertion', 'SubjectConfirmationData'));
  const objections = bearers.map((data) => objectionTo(data, expected));
  if (objections.includes(undefined)) return;
  throw objections[0] ?? new SamlError('saml.confirmation');
}

function objectionTo(data: Element, { urls, now, inResponseTo }: Expected): SamlError | undefined {
  const recipient = token(data, 'Recipient');
  if (recipient === undefined || !isOurs(recipient, urls))
    return new SamlError('saml.recipient_mismatch', `Recipient is ${shown(recipient)}, not ${urls.acs}`);
  const request = inResponseToOf(data);
  if (request !== inResponseTo)
    return new SamlError(
      'saml.in_response_to_mismatch',
      `the assertion answers ${shown(request)}, the response ${shown(inResponseTo)}`,
    );
  if (token(data, 'NotBefore') !== undefined)
    return new SamlError('saml.confirmation', 'a bearer confirmation must not have NotBefore');
  const written = token(data, 'NotOnOrAfter');
  if (written === undefined) return new SamlError('saml.confirmation_time', 'NotOnOrAfter is missing');
  const until = timeOf(written);
  if (until <= now - skew || until > now + limits.samlConfirmationMs)
    return new SamlError('saml.confirmation_time', `NotOnOrAfter is ${written}`);
  return undefined;
}

/** Throws `SamlError` unless the Conditions are met now (saml-core 2.5.1.2) and all of them are known (2.5.1.1). */
export function checkConditions(assertion: Element, { now }: Expected): void {
  const conditions = conditionsOf(assertion);
  if (!hasOnly(conditions, 'AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'))
    throw new SamlError('saml.unknown_condition');
  const [from, until] = [token(conditions, 'NotBefore'), token(conditions, 'NotOnOrAfter')];
  if (until === undefined) throw new SamlError('saml.no_conditions');
  if (timeOf(until) <= now - skew) throw new SamlError('saml.expired', `NotOnOrAfter is ${until}`);
  if (from !== undefined && timeOf(from) > now + skew)
    throw new SamlError('saml.not_yet_valid', `NotBefore is ${from}`);
}

/** Throws `SamlError` unless every AudienceRestriction names this service (saml-core 2.5.1.4). */
export function checkAudience(assertion: Element, { urls }: Expected): void {
  const restrictions = childrenOf(conditionsOf(assertion), 'assertion', 'AudienceRestriction');
  if (restrictions.length === 0) throw new SamlError('saml.no_audience');
  for (const restriction of restrictions) {
    const audiences = childrenOf(restriction, 'assertion', 'Audience').map((one) =>
      collapsed(textOf(one) ?? ''),
    );
    if (!audiences.includes(urls.entityId))
      throw new SamlError(
        'saml.audience_mismatch',
        `Audience is ${audiences.map(shown).join(', ') || 'missing'}, not ${urls.entityId}`,
      );
  }
}

/**
 * The session at the identity provider (saml-profiles 4.1.4.2). Throws `SamlError` when it has ended, or the time of its
 * sign-in is missing or too long ago.
 */
export function sessionOf(assertion: Element, { now }: Expected): Session {
  const [first, ...more] = childrenOf(assertion, 'assertion', 'AuthnStatement');
  const written = first && token(first, 'AuthnInstant');
  if (!first || written === undefined) throw new SamlError('saml.no_authn_statement');
  const authnInstant = timeOf(written);
  if (authnInstant > now + skew) throw new SamlError('saml.not_yet_valid', `AuthnInstant is ${written}`);
  if (authnInstant < now - limits.samlAuthnAgeMs)
    throw new SamlError('saml.authn_too_old', `AuthnInstant is ${written}`);
  const ends = [first, ...more].flatMap((statement) => token(statement, 'SessionNotOnOrAfter') ?? []);
  const until = Math.min(...ends.map(timeOf));
  if (until <= now) throw new SamlError('saml.session_over', `SessionNotOnOrAfter is ${ends.join(', ')}`);
  const sessionIndex = attribute(first, 'SessionIndex');
  return {
    authnInstant,
    ...(sessionIndex === undefined ? {} : { sessionIndex }),
    ...(ends.length === 0 ? {} : { sessionNotOnOrAfter: until }),
  };
}

/** Throws `SamlError` unless the assertion was issued recently. */
export function checkAge(assertion: Element, { now }: Expected): void {
  const written = token(assertion, 'IssueInstant') ?? '';
  const issued = timeOf(written);
  if (issued > now + skew) throw new SamlError('saml.not_yet_valid', `IssueInstant is ${written}`);
  if (issued < now - limits.samlAssertionAgeMs - skew)
    throw new SamlError('saml.too_old', `IssueInstant is ${written}`);
}

/** The attributes of a person by Name, with all their values (saml-core 2.7.3). */
interface Attributes {
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  readonly friendlyNames?: ReadonlyMap<string, string>;
}

export function attributesOf(assertion: Element): Attributes {
  const found = new Map<string, readonly string[]>();
  const friendlyNames = new Map<string, string>();
  const all = childrenOf(assertion, 'assertion', 'AttributeStatement').flatMap((statement) =>
    childrenOf(statement, 'assertion', 'Attribute'),
  );
  let values = 0;
  for (const element of all) {
    const name = attribute(element, 'Name');
    if (!name) throw new SamlError('saml.attributes', 'an attribute has no Name');
    if (name === '__proto__') throw new SamlError('saml.attributes', 'an attribute is named __proto__');
    const texts = childrenOf(element, 'assertion', 'AttributeValue').map((value) => value.textContent ?? '');
    values += texts.length;
    const friendlyName = attribute(element, 'FriendlyName');
    if (friendlyName && !friendlyNames.has(name)) friendlyNames.set(name, friendlyName);
    found.set(name, [...(found.get(name) ?? []), ...texts]);
  }
  if (all.length > limits.samlAttributes || values > limits.samlAttributeValues)
    throw new SamlError('saml.attributes', 'the assertion has too many attributes or values');
  return { attributes: found, ...(friendlyNames.size === 0 ? {} : { friendlyNames }) };
}

function subjectElement(assertion: Element): Element[] {
  const subjects = childrenOf(assertion, 'assertion', 'Subject');
  if (subjects.length !== 1) throw new SamlError('saml.no_subject');
  return subjects;
}

function conditionsOf(assertion: Element): Element {
  const [conditions, ...more] = elementsIn(assertion).filter(({ localName }) => localName === 'Conditions');
  if (!conditions || more.length > 0) throw new SamlError('saml.no_conditions');
  return conditions;
}
