import { limits } from '../../../config/limits.ts';
import type { IdpSide, SpUrls } from '../connection.ts';
import { SamlError } from '../saml_error.ts';
import { timeOf } from '../xml/time.ts';
import {
  allNamed,
  attribute,
  childrenOf,
  collapsed,
  elementsIn,
  isElement,
  parseStrict,
  textOf,
  token,
} from '../xml/xml.ts';
import { decoded, withoutDeclaration } from '../xml/xml_text.ts';

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const ENTITY = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** A posted response. */
export interface Form {
  /** Without XML declaration. Every check reads this same text. */
  readonly xml: string;
  readonly root: Element;
}

/** Decodes the form field `SAMLResponse` (saml-bindings 3.5.4). Throws `SamlError`. */
export function decodeForm(field: string): Form {
  if (field.length > limits.samlResponseChars) throw new SamlError('saml.too_large');
  const base64 = field.replace(/[\r\n\t ]/g, '');
  if (base64 === '' || base64.length % 4 !== 0 || !BASE64.test(base64))
    throw new SamlError('saml.not_base64');
  const xml = withoutDeclaration(decoded(Buffer.from(base64, 'base64')));
  return { xml, root: parseStrict(xml) };
}

/** The request that an unverified response answers; undefined when it is unreadable. */
export function unverifiedInResponseTo(field: string): string | undefined {
  try {
    return inResponseToOf(decodeForm(field).root);
  } catch (error) {
    if (error instanceof SamlError) return undefined;
    throw error;
  }
}

/** The request that a Response or a SubjectConfirmationData answers; an empty InResponseTo means none. */
export function inResponseToOf(element: Element): string | undefined {
  return token(element, 'InResponseTo') || undefined;
}

/** Throws `SamlError` unless the root is a Response of version 2.0 (saml-core 3.2.2), and the only one in it. */
export function checkResponse(root: Element): void {
  if (!isElement(root, 'protocol', 'Response') || allNamed(root, 'Response').length !== 1)
    throw new SamlError('saml.not_a_response');
  if (attribute(root, 'Version') !== '2.0') throw new SamlError('saml.version');
  if (!attribute(root, 'ID')) throw new SamlError('saml.not_a_response', 'the Response has no ID');
  const issued = token(root, 'IssueInstant');
  if (issued !== undefined) timeOf(issued);
}

/** Throws `SamlError` unless the status is Success (saml-core 3.2.2.2). */
export function checkStatus(root: Element): void {
  const [status, ...more] = childrenOf(root, 'protocol', 'Status');
  const codes = status ? childrenOf(status, 'protocol', 'StatusCode') : [];
  const [code] = codes;
  if (!status || !code || more.length > 0 || codes.length > 1)
    throw new SamlError('saml.status', 'the response has no status');
  if (token(code, 'Value') === SUCCESS) return;
  const values = allNamed(status, 'StatusCode').map((element) => token(element, 'Value')?.split(':').pop());
  const message = childrenOf(status, 'protocol', 'StatusMessage').map(textOf).join(' ');
  throw new SamlError(
    'saml.status',
    `the status is ${[values.join(' / '), message].join(' ').trim().slice(0, 300)}`,
  );
}

/** Throws `SamlError` for a Destination elsewhere; a signed response must have one (saml-bindings 3.5.5.2). */
export function checkDestination(root: Element, urls: SpUrls): void {
  const destination = token(root, 'Destination');
  if (destination === undefined && childrenOf(root, 'signature', 'Signature').length === 0) return;
  if (destination === undefined || !isOurs(destination, urls))
    throw new SamlError('saml.destination_mismatch', `Destination is ${shown(destination)}, not ${urls.acs}`);
}

/** Throws `SamlError` for another Issuer; a signed Response must have one (saml-profiles 4.1.4.2). */
export function checkIssuer(root: Element, { entityId }: IdpSide): void {
  const [issuer, ...more] = childrenOf(root, 'assertion', 'Issuer');
  if (!issuer && childrenOf(root, 'signature', 'Signature').length === 0) return;
  if (!issuer || more.length > 0 || !isIssuer(issuer, entityId))
    throw new SamlError(
      'saml.issuer_mismatch',
      `Issuer is ${shown(issuer && textOf(issuer))}, not ${entityId}`,
    );
}

/** The only assertion of the response, encrypted or not. Throws `SamlError` for none, several, or one elsewhere. */
export function onlyAssertion(root: Element): Element {
  const all = allNamed(root, 'Assertion', 'EncryptedAssertion');
  const [only] = all;
  if (!only) throw new SamlError('saml.no_assertion');
  const isInPlace =
    only.parentNode === root &&
    (isElement(only, 'assertion', 'Assertion') || isElement(only, 'assertion', 'EncryptedAssertion'));
  if (all.length > 1 || !isInPlace) throw new SamlError('saml.several_assertions');
  return only;
}

/** Whether an Issuer has this entity ID and nothing else (saml-core 2.2.5). */
export function isIssuer(issuer: Element, entityId: string): boolean {
  const format = token(issuer, 'Format');
  return collapsed(textOf(issuer) ?? '') === entityId && (format === undefined || format === ENTITY);
}

/** Whether this URL is the callback of the provider. */
export function isOurs(url: string, { acs, otherAcs }: SpUrls): boolean {
  return url === acs || url === otherAcs;
}

/** A value from a response, for a report: short, and without control characters. */
export function shown(value: string | undefined): string {
  if (value === undefined) return 'missing';
  return `“${value.slice(0, 200).replace(/\p{Cc}|\p{Bidi_Control}/gu, '\u{fffd}')}”`;
}

/** Whether every direct child has one of these names. */
export function hasOnly(parent: Element, ...names: readonly string[]): boolean {
  return elementsIn(parent).every(({ localName }) => names.includes(localName));
}
