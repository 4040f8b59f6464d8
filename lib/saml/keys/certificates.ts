import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { pastedCertificates, unusable } from './pasted_certificates.ts';

/** A certificate that can verify a signature. */
export interface ReadCertificate {
  readonly pem: string;
  /** Lower-case hex, of the DER. */
  readonly sha256: string;
  readonly subject: string;
  readonly notAfter: number;
}

interface Parsed {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

const LEAST_RSA_BITS = 2_048;
const curves = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * Reads the certificates in a pasted text (`pasted_certificates.ts`), except those that issued another one in it: an
 * identity provider signs with the last certificate of a chain. Throws `RuleError` with the reason for an unusable text.
 */
export function readCertificates(pasted: string): ReadCertificate[] {
  const all = pastedCertificates(pasted).map(parsed);
  const signing = all.filter((one) => !all.some((other) => isIssuedBy(other, one)));
  return [...new Map(signing.map(checked).map((one) => [one.sha256, one])).values()];
}

function checked({ certificate, key }: Parsed): ReadCertificate {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa' && type !== 'ec') throw unusable(`its key type is ${type ?? 'unknown'}. Use RSA or EC`);
  if (type === 'rsa' && (details?.modulusLength ?? 0) < LEAST_RSA_BITS)
    throw unusable(`its RSA key has ${details?.modulusLength ?? 0} bits. Use ${LEAST_RSA_BITS} or more`);
  if (type === 'ec' && !curves.includes(details?.namedCurve ?? ''))
    throw unusable(`its curve is ${details?.namedCurve ?? 'unknown'}. Use P-256, P-384 or P-521`);
  return {
    pem: certificate.toString(),
    sha256: createHash('sha256').update(certificate.raw).digest('hex'),
    subject: certificate.subject ?? '',
    notAfter: Date.parse(certificate.validTo),
  };
}

/** A self-signed certificate counts as issued by no other: its successor may have the same name and key. */
function isIssuedBy({ certificate }: Parsed, issuer: Parsed): boolean {
  const isSelfSigned = certificate.issuer === certificate.subject;
  return !isSelfSigned && certificate.issuer === issuer.certificate.subject && certificate.verify(issuer.key);
}

function parsed(der: Buffer): Parsed {
  try {
    const certificate = new X509Certificate(der);
    return { certificate, key: certificate.publicKey };
  } catch (error) {
    throw unusable('it is not an X.509 certificate with a readable key', error);
  }
}
