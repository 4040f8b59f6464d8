import { X509Certificate } from 'node:crypto';
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { XMLSerializer } from '@xmldom/xmldom';
import { limits } from '../../../config/limits.ts';
import type { IdpCertificate, IdpSide, SpUrls } from '../connection.ts';
import { isLibraryAlgorithm } from '../keys/algorithms.ts';
import { SamlError } from '../saml_error.ts';
import { allNamed, attribute, collapsed, descendants, isElement, parseStrict, token } from '../xml/xml.ts';
import { times } from './assertion.ts';
import { type Decrypted, decrypted, encryptedIn } from './decryption.ts';
import { onlyAssertion } from './envelope.ts';
import type { Signature } from './signatures.ts';
import { isInfoSigned } from './signed_info.ts';
import { signedText } from './signed_text.ts';

/** The parts of a response with a checked structure. */
export interface Signed {
  readonly xml: string;
  readonly root: Element;
  readonly response: Signature | undefined;
  readonly assertion: Signature | undefined;
  /** The decrypted EncryptedAssertion, if there was one. */
  readonly opened: Decrypted | undefined;
  readonly inResponseTo: string | undefined;
}

export interface Proven {
  /** The assertion, parsed again from the bytes that the signature covers. Read nothing else. */
  readonly assertion: Element;
  /** The library's objection to the content, after the signature was verified. */
  readonly objection: unknown;
}

/** The certificates that are accepted now: not expired, and not retired too long ago. */
function certificatesInForce({ certificates }: IdpSide, now: number): IdpCertificate[] {
  return certificates.filter(
    ({ until = Number.POSITIVE_INFINITY, notAfter }) => until > now && notAfter > now - limits.samlSkewMs,
  );
}

/** Verifies every signature of a response, and returns the signed assertion. Throws `SamlError`. */
export async function proven(signed: Signed, idp: IdpSide, urls: SpUrls, now: number): Promise<Proven> {
  const inForce = certificatesInForce(idp, now);
  if (inForce.length === 0) throw new SamlError('saml.no_certificate');
  try {
    return await provenBy(inForce, signed, idp, urls);
  } catch (error) {
    const others = idp.certificates.filter((one) => !inForce.includes(one));
    if (others.length > 0 && (await isProvenBy(others, signed, idp, urls)))
      throw new SamlError('saml.certificate_expired', undefined, error);
    throw error;
  }
}

async function isProvenBy(
  certificates: readonly IdpCertificate[],
  signed: Signed,
  idp: IdpSide,
  urls: SpUrls,
): Promise<boolean> {
  try {
    await provenBy(certificates, signed, idp, urls);
    return true;
  } catch (error) {
    if (error instanceof SamlError) return false;
    throw error;
  }
}

async function provenBy(
  accepted: readonly IdpCertificate[],
  signed: Signed,
  idp: IdpSide,
  urls: SpUrls,
): Promise<Proven> {
  const signatures = [signed.response, signed.assertion].filter((one) => one !== undefined);
  if (signatures.length === 0) throw new SamlError('saml.not_signed');
  const certificates = accepted.map(({ pem }) => pem);
  if (!signatures.every((one) => isInfoSigned(one, fitting(one, certificates))))
    throw new SamlError('saml.signature_invalid');
  const isPlain =
    !signed.opened &&
    signatures.every(({ algorithm, digest }) => isLibraryAlgorithm(algorithm) && isLibraryAlgorithm(digest));
  const verifier = new LibraryVerifier({
    callbackUrl: urls.acs,
    issuer: urls.entityId,
    audience: urls.entityId,
    idpIssuer: idp.entityId,
    idpCert: isPlain ? certificates.filter((pem) => keyOf(pem) === 'rsa') : certificates,
    wantAuthnResponseSigned: signed.response !== undefined,
    wantAssertionsSigned: signed.assertion !== undefined,
    validateInResponseTo: ValidateInResponseTo.never,
    acceptedClockSkewMs: limits.samlSkewMs,
    maxAssertionAgeMs: limits.samlAssertionAgeMs,
  });
  const objection = isPlain
    ? await verifier.validateForm(signed.xml)
    : await verifier.validateAssertion(verifiedText(signed, certificates), signed);
  if (verifier.verified === undefined)
    throw new SamlError('saml.signature_invalid', undefined, objection ?? undefined);
  const assertion = parseStrict(verifier.verified);
  const seen = signed.opened?.assertion ?? onlyAssertion(signed.root);
  if (!isElement(assertion, 'assertion', 'Assertion') || attribute(assertion, 'ID') !== attribute(seen, 'ID'))
    throw new SamlError('saml.signature_invalid', 'the signature covers another assertion');
  return { assertion, objection };
}

/** Keeps the assertion once its signature is verified, even if the library objects to its content. */
class LibraryVerifier extends SAML {
  verified: string | undefined;

  /** Verifies and validates a response; returns the objection, if there is one. */
  async validateForm(xml: string): Promise<unknown> {
    try {
      await this.validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString('base64') });
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** Validates an assertion that was verified elsewhere. */
  async validateAssertion(assertion: string, { xml, inResponseTo }: Signed): Promise<unknown> {
    try {
      await this.processValidlySignedAssertionAsync(assertion, xml, inResponseTo ?? null);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  protected override processValidlySignedAssertionAsync(
    assertion: string,
    response: string,
    inResponseTo: string | null,
  ) {
    this.verified = assertion;
    return super.processValidlySignedAssertionAsync(withoutIgnoredSpace(assertion), response, inResponseTo);
  }
}

/** Removes the white space that the other checks ignore, because the library does not ignore it. */
function withoutIgnoredSpace(assertion: string): string {
  const root = parseStrict(assertion);
  for (const element of descendants(root)) {
    for (const name of times) {
      const written = token(element, name);
      if (written !== undefined) element.setAttribute(name, written);
    }
  }
  for (const audience of allNamed(root, 'Audience')) {
    const text = collapsed(audience.textContent ?? '');
    if (text === '') audience.parentNode?.removeChild(audience);
    else audience.textContent = text;
  }
  return new XMLSerializer().serializeToString(root);
}

function verifiedText(signed: Signed, certificates: readonly string[]): string {
  const { response, assertion, xml, opened } = signed;
  const whole = response && provenText(xml, response, certificates);
  if (assertion) return provenText(opened?.xml ?? xml, assertion, certificates);
  if (whole === undefined) throw new SamlError('saml.not_signed');
  const inside = onlyAssertion(parseStrict(whole));
  if (opened) return decrypted(encryptedIn(inside), [opened.key]).xml;
  return new XMLSerializer().serializeToString(inside);
}

function provenText(xml: string, signature: Signature, certificates: readonly string[]): string {
  const text = signedText(xml, signature, fitting(signature, certificates));
  if (text === undefined) throw new SamlError('saml.signature_invalid');
  return text;
}

/** A key verifies only signatures of its own kind. */
function fitting({ key }: Signature, certificates: readonly string[]): string[] {
  return certificates.filter((pem) => keyOf(pem) === key);
}

/** The type of a certificate's key. */
function keyOf(pem: string): string | undefined {
  return new X509Certificate(pem).publicKey.asymmetricKeyType;
}
