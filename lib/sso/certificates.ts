import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { RuleError } from '../errors.ts';

/** A certificate that can verify a signature. */
export interface ReadCertificate {
  readonly pem: string;
  /** Of the DER, lower-case hex. */
  readonly sha256: string;
  readonly subject: string;
  readonly notAfter: number;
}

const LEAST_RSA_BITS = 2_048;
const curves = ['prime256v1', 'secp384r1', 'secp521r1'];

/** Reads a certificate, PEM or bare base64 as metadata has it. Throws `RuleError` for what cannot be used, and why. */
export function readCertificate(text: string): ReadCertificate {
  const base64 = text.replace(/-----(?:BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '');
  const { certificate, key } = parsed(base64);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa' && type !== 'ec')
    throw unusable(`its key is ${type ?? 'unknown'}, and only RSA and EC can be used`);
  if (type === 'rsa' && (details?.modulusLength ?? 0) < LEAST_RSA_BITS)
    throw unusable(`its RSA key has ${details?.modulusLength ?? 0} bits; ${LEAST_RSA_BITS} are the least`);
  if (type === 'ec' && !curves.includes(details?.namedCurve ?? ''))
    throw unusable(`its curve is ${details?.namedCurve ?? 'unknown'}`);
  return {
    pem: certificate.toString(),
    sha256: createHash('sha256').update(certificate.raw).digest('hex'),
    subject: certificate.subject ?? '',
    notAfter: Date.parse(certificate.validTo),
  };
}

function parsed(base64: string): { readonly certificate: X509Certificate; readonly key: KeyObject } {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw unusable('it is neither PEM nor base64');
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    return { certificate, key: certificate.publicKey };
  } catch (error) {
    throw unusable('it is no X.509 certificate with a key that can be read', error);
  }
}

function unusable(why: string, cause?: unknown): RuleError {
  return new RuleError('invalid_value', `the certificate cannot be used: ${why}`, cause);
}
