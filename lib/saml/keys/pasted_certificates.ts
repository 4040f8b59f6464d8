import { limits } from '../../../config/limits.ts';
import { RuleError } from '../../kernel/index.ts';
import { type Der, tags, valuesIn } from './der.ts';

const BEGIN = '-----BEGIN ';
const PRIVATE = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY|PuTTY-User-Key-File/;
const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex');
const BETWEEN = /\n[ \t]*\n|[^A-Za-z0-9+/=_\s-]+|(?<!=)=+(?=[A-Za-z0-9])/;
const { integer, bits, octets, oid, sequence, context0 } = tags;
const most = limits.samlPastedCertificates;
const mostValues = most + 1;

const isPrivate =
  'it is a private key, or contains one. Nothing was stored. Give only the certificate, and make a new key if others could read this one';
const isRequest = 'it is a certificate request (CSR). Give the certificate that was issued for it';
const isPublic = 'it is only a public key. Give the certificate that contains it';

/** Labels allowed after BEGIN and END. */
const certificateLabels = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE', 'PKCS7', 'CMS'];
const otherLabels: Readonly<Record<string, string>> = {
  'CERTIFICATE REQUEST': isRequest,
  'NEW CERTIFICATE REQUEST': isRequest,
  'PUBLIC KEY': isPublic,
  'RSA PUBLIC KEY': isPublic,
  'X509 CRL': 'it is a list of revoked certificates. Give the certificate itself',
};

/**
 * The certificates (DER) in a pasted text: PEM with any text around it, base64 with or without line breaks, in JSON,
 * YAML or XML, one or several, and PKCS#7. Throws `RuleError` for anything else, with a reason.
 */
export function pastedCertificates(pasted: string): Buffer[] {
  const text = unescaped(pasted);
  if (PRIVATE.test(text)) throw unusable(isPrivate);
  const found = (text.includes(BEGIN) ? pemBlocks(text) : base64Blocks(text)).flatMap(certificatesIn);
  if (found.length > most) throw unusable(`it has more than ${most} certificates. Give only those that sign`);
  return found;
}

export function unusable(why: string, cause?: unknown): RuleError {
  return new RuleError('unusable_certificate', `The certificate cannot be used: ${why}.`, cause);
}

/** Removes the escapes of JSON and XML. Base64 has neither backslash nor ampersand. */
function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-fA-F]{4})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\[rnt]|&#(?:10|13|x0?[ad]);|\r\n?/gi, '\n')
    .replaceAll('\\/', '/');
}

function pemBlocks(text: string): Buffer[] {
  return text
    .split(BEGIN)
    .slice(1)
    .map((block) => {
      const label = block.slice(0, Math.max(0, block.indexOf('-----')));
      const end = block.indexOf(`-----END ${label}-----`);
      if (!certificateLabels.includes(label))
        throw unusable(otherLabels[label] ?? `it is “${label.slice(0, 40)}” and not a certificate`);
      if (end < 0) throw unusable('its END line is missing, so it was cut. Give all of it');
      const bytes = bytesOf(block.slice(label.length + 5, end));
      // OpenSSL appends the trusted uses of the certificate.
      return label === 'TRUSTED CERTIFICATE' ? (valuesIn(bytes, 2)?.[0]?.whole ?? bytes) : bytes;
    });
}

/** Reads each item of a YAML list, or the whole text: all of it if it is DER, or the parts that start like DER. */
function base64Blocks(text: string): Buffer[] {
  const parts = text
    .replace(/<[^<>]*>/g, '"')
    .split(/^[ \t]*- /m)
    .flatMap((item) => (isDer(item) ? [item] : item.split(BETWEEN).filter(isDer)));
  return (parts.length === 0 ? [text] : parts).map(bytesOf);
}

function isDer(text: string): boolean {
  return /^MI[A-Z]/.test(compact(text)) && isBase64(text);
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(compact(text));
}

function bytesOf(text: string): Buffer {
  const base64 = compact(text);
  if (!isBase64(base64))
    throw unusable('it is neither PEM nor base64. Give the certificate in one of these forms');
  return Buffer.from(base64, 'base64');
}

/** Removes white space and quotes around lines; turns URL-safe base64 into standard base64. */
function compact(text: string): string {
  return text
    .replace(/[\s\ufeff"'`,>|\\]+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
}

function certificatesIn(bytes: Buffer): Buffer[] {
  const values = valuesIn(bytes, mostValues);
  if (!values || values.length === 0)
    throw unusable('it is not an X.509 certificate, or was cut. Give all of it');
  return values.flatMap(certificatesOf);
}

/** The value itself if it may be a certificate, or the certificates in a PKCS#7 value (RFC 2315 section 14). */
function certificatesOf(value: Der): Buffer[] {
  const [first, second] = value.tag === sequence ? partsOf(value) : [];
  if (first?.tag === oid && first.content.equals(SIGNED_DATA)) return bundled(second);
  if (first?.tag === integer && first.content.length === 1) throw unusable(isPrivate);
  if (first?.tag === sequence && second?.tag === octets) throw unusable(isPrivate);
  if (second?.tag === bits || (first?.tag === integer && second?.tag === integer)) throw unusable(isPublic);
  const [version, subject] = first?.tag === sequence ? partsOf(first) : [];
  const named = subject?.tag === sequence ? partsOf(subject)[0]?.tag : undefined;
  // In a certificate the signature algorithm is here.
  if (version?.tag === integer && named !== oid) throw unusable(isRequest);
  return [value.whole];
}

function bundled(wrapped: Der | undefined): Buffer[] {
  const [signedData] = wrapped ? partsOf(wrapped) : [];
  const certificates = signedData && partsOf(signedData).find(({ tag }) => tag === context0);
  const found = certificates ? partsOf(certificates).filter(({ tag }) => tag === sequence) : [];
  if (found.length === 0) throw unusable(`the PKCS#7 bundle has no certificate, or more than ${most}`);
  return found.map(({ whole }) => whole);
}

function partsOf({ content }: Der): Der[] {
  return valuesIn(content, mostValues) ?? [];
}
