import {
  type CipherGCMTypes,
  createCipheriv,
  createHash,
  createSign,
  generateKeyPairSync,
  getCipherInfo,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { generate } from 'selfsigned';
import { SignedXml } from 'xml-crypto';
import { encryptKeyInfo } from 'xml-encryption';

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const ENC = 'http://www.w3.org/2001/04/xmlenc#';
export const ENC11 = 'http://www.w3.org/2009/xmlenc11#';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

const made = new Map<string, Promise<KeyPair>>();
const calls = new Map<string, number>();

/**
 * A key of an identity provider, made in this run. Making RSA keys takes long, so four take turns; each of four calls in
 * a row has another.
 */
export function keyPair(type: 'rsa' | 'ec' = 'rsa', keySize = 2_048): Promise<KeyPair> {
  const kind = `${type} ${keySize}`;
  const call = calls.get(kind) ?? 0;
  calls.set(kind, call + 1);
  const turn = `${kind} ${type === 'rsa' ? call % 4 : call}`;
  const pair = made.get(turn) ?? newPair(type, keySize);
  made.set(turn, pair);
  return pair;
}

async function newPair(type: 'rsa' | 'ec', keySize: number): Promise<KeyPair> {
  const pair = await generate([{ name: 'commonName', value: 'idp.test' }], {
    keyType: type,
    keySize,
    algorithm: 'sha256',
  });
  return { key: pair.private, certificate: pair.cert };
}

export function sha256Of(certificate: string): string {
  return createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');
}

/** What a response says; `null` leaves a thing out. */
export interface Words {
  readonly responseId: string;
  readonly assertionId: string;
  readonly version: string;
  readonly assertionVersion: string;
  readonly destination: string | null;
  readonly issuer: string | null;
  readonly assertionIssuer: string | null;
  readonly status: string | null;
  readonly inResponseTo: string | null;
  readonly issued: number;
  /** The element itself, so that a case may say anything. */
  readonly nameId: string;
  readonly method: string;
  readonly recipient: string | null;
  readonly confirmationUntil: number | string | null;
  readonly confirmationFrom: number | null;
  readonly confirmationInResponseTo: string | null;
  readonly confirmation: string | null;
  readonly subject: string | null;
  readonly from: number | null;
  readonly until: number | string | null;
  readonly audience: string | null;
  readonly conditions: string | null;
  readonly moreConditions: string;
  readonly authnInstant: number | string;
  readonly sessionUntil: number | null;
  readonly authn: string | null;
  readonly attributes: string;
}

const MINUTE = 60_000;
const time = (at: number | string) => (typeof at === 'string' ? at : new Date(at).toISOString());
const attr = (name: string, value: string | number | null) =>
  value === null ? '' : ` ${name}="${typeof value === 'number' ? time(value) : value}"`;

let responses = 0;

/** What a sound response says. */
export function words(to: {
  readonly acs: string;
  readonly entityId: string;
  readonly idp: string;
  readonly inResponseTo: string | null;
  readonly now: number;
}): Words {
  const { acs, entityId, idp, inResponseTo, now } = to;
  responses += 1;
  return {
    responseId: `_response${responses}`,
    assertionId: `_assertion${responses}`,
    version: '2.0',
    assertionVersion: '2.0',
    destination: acs,
    issuer: idp,
    assertionIssuer: idp,
    status: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    inResponseTo,
    issued: now,
    nameId:
      '<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ann@acme.test</saml:NameID>',
    method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
    recipient: acs,
    confirmationUntil: now + 5 * MINUTE,
    confirmationFrom: null,
    confirmationInResponseTo: inResponseTo,
    confirmation: '',
    subject: '',
    from: now - MINUTE,
    until: now + 5 * MINUTE,
    audience: `<saml:AudienceRestriction><saml:Audience>${entityId}</saml:Audience></saml:AudienceRestriction>`,
    conditions: '',
    moreConditions: '',
    authnInstant: now,
    sessionUntil: now + 480 * MINUTE,
    authn: '',
    attributes: value('email', 'ann@acme.test') + value('groups', 'Engineering', 'Everyone'),
  };
}

export function value(name: string, ...values: readonly string[]): string {
  const texts = values.map((text) => `<saml:AttributeValue>${text}</saml:AttributeValue>`).join('');
  return `<saml:Attribute Name="${name}">${texts}</saml:Attribute>`;
}

export function assertionOf(said: Words): string {
  const confirmation =
    said.confirmation === null
      ? ''
      : said.confirmation ||
        `<saml:SubjectConfirmation Method="${said.method}"><saml:SubjectConfirmationData` +
          attr('NotOnOrAfter', said.confirmationUntil) +
          attr('NotBefore', said.confirmationFrom) +
          attr('Recipient', said.recipient) +
          attr('InResponseTo', said.confirmationInResponseTo) +
          '/></saml:SubjectConfirmation>';
  const subject =
    said.subject === null ? '' : said.subject || `<saml:Subject>${said.nameId}${confirmation}</saml:Subject>`;
  const conditions =
    said.conditions === null
      ? ''
      : said.conditions ||
        `<saml:Conditions${attr('NotBefore', said.from)}${attr('NotOnOrAfter', said.until)}>` +
          `${said.audience ?? ''}${said.moreConditions}</saml:Conditions>`;
  const authn =
    said.authn === null
      ? ''
      : said.authn ||
        `<saml:AuthnStatement AuthnInstant="${time(said.authnInstant)}" SessionIndex="s1"` +
          `${attr('SessionNotOnOrAfter', said.sessionUntil)}><saml:AuthnContext><saml:AuthnContextClassRef>` +
          'urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>' +
          '</saml:AuthnStatement>';
  const attributes =
    said.attributes === '' ? '' : `<saml:AttributeStatement>${said.attributes}</saml:AttributeStatement>`;
  const issuer = said.assertionIssuer === null ? '' : `<saml:Issuer>${said.assertionIssuer}</saml:Issuer>`;
  return (
    `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${said.assertionId}" ` +
    `Version="${said.assertionVersion}" IssueInstant="${time(said.issued)}">` +
    `${issuer}${subject}${conditions}${authn}${attributes}</saml:Assertion>`
  );
}

/** A Response around anything. */
export function responseOf(said: Words, inside: string): string {
  const issuer =
    said.issuer === null
      ? ''
      : `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${said.issuer}</saml:Issuer>`;
  const status =
    said.status === null ? '' : `<samlp:Status><samlp:StatusCode Value="${said.status}"/></samlp:Status>`;
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${said.responseId}" ` +
    `Version="${said.version}" IssueInstant="${time(said.issued)}"${attr('Destination', said.destination)}` +
    `${attr('InResponseTo', said.inResponseTo)}>${issuer}${status}${inside}</samlp:Response>`
  );
}

export interface Signing extends KeyPair {
  /** The element that is signed. */
  readonly id: string;
  readonly algorithm?: string;
  readonly digest?: string;
  readonly canonicalization?: string;
  readonly transforms?: readonly string[];
  /** Of the namespace of XML Signature; `ds` otherwise. */
  readonly prefix?: string;
  /** Where the Signature goes; after the Issuer of the signed element otherwise. */
  readonly location?: {
    readonly reference: string;
    readonly action: 'append' | 'prepend' | 'before' | 'after';
  };
}

/** The document with a signature over one element. */
export function signed(xml: string, signing: Signing): string {
  const { id, key, certificate, algorithm = `${MORE}rsa-sha256`, digest = `${ENC}sha256` } = signing;
  const element = `//*[@ID='${id}']`;
  const signer = new SignedXml({
    privateKey: key,
    publicCert: certificate,
    signatureAlgorithm: algorithm,
    canonicalizationAlgorithm: signing.canonicalization ?? C14N,
  });
  const further = /#(rsa|ecdsa)-(sha(?:256|384|512))$/.exec(algorithm);
  if (further && !(algorithm in signer.SignatureAlgorithms))
    signer.SignatureAlgorithms[algorithm] = signerOf(algorithm, further[2] ?? '', further[1] === 'ecdsa');
  signer.HashAlgorithms[`${MORE}sha384`] = class {
    getAlgorithmName = () => `${MORE}sha384`;
    getHash = (text: string) => createHash('sha384').update(text).digest('base64');
  };
  signer.addReference({
    xpath: element,
    digestAlgorithm: digest,
    transforms: [...(signing.transforms ?? [ENVELOPED, C14N])],
  });
  signer.computeSignature(xml, {
    prefix: signing.prefix ?? 'ds',
    location: signing.location ?? { reference: `${element}/*[local-name()='Issuer']`, action: 'after' },
  });
  return signer.getSignedXml();
}

function signerOf(uri: string, hash: string, isEc: boolean) {
  return class {
    getAlgorithmName = () => uri;
    getSignature = (text: string, key: string) =>
      createSign(hash)
        .update(text)
        .sign({ key, ...(isEc ? { dsaEncoding: 'ieee-p1363' as const } : {}) }, 'base64');
    verifySignature = () => false;
  };
}

export interface Sealing {
  /** The cipher of the content, by URI. */
  readonly content?: string;
  /** How its key is encrypted, by URI; the digest and the hash of the mask as Node names them. */
  readonly transport?: string;
  readonly digest?: string;
  readonly mask?: string;
  /** Puts the EncryptedKey beside the EncryptedData, where a RetrievalMethod names it, or nothing does. */
  readonly beside?: 'named' | 'unnamed';
}

/** An EncryptedAssertion for the holder of a certificate. */
export async function encrypted(
  assertion: string,
  certificate: string,
  { content = `${ENC11}aes256-gcm`, beside, ...transport }: Sealing = {},
): Promise<string> {
  const { key, bytes } = enciphered(assertion, content);
  const keyInfo = await keyInfoFor(key, certificate, transport);
  const encryptedKey = /<e:EncryptedKey.*<\/e:EncryptedKey>/s.exec(keyInfo)?.[0] ?? '';
  const named = `<KeyInfo xmlns="${DS}"><RetrievalMethod Type="${ENC}EncryptedKey" URI="#_key"/></KeyInfo>`;
  const inside = { named, unnamed: '' };
  const data =
    `<e:EncryptedData xmlns:e="${ENC}" Type="${ENC}Element"><e:EncryptionMethod Algorithm="${content}"/>` +
    `${beside ? inside[beside] : keyInfo}<e:CipherData><e:CipherValue>${bytes.toString('base64')}` +
    '</e:CipherValue></e:CipherData></e:EncryptedData>';
  const after = beside
    ? encryptedKey.replace('<e:EncryptedKey', `<e:EncryptedKey xmlns="${DS}" Id="_key"`)
    : '';
  return `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${data}${after}</saml:EncryptedAssertion>`;
}

/** A text in a cipher, as xmlenc-core1 5.2 lays it out: nonce, content, tag. */
function enciphered(text: string, uri: string): { readonly key: Buffer; readonly bytes: Buffer } {
  const name = uri.replace(/.*#(?:aes)?/, '').replace('tripledes', 'des-ede3');
  const cipher = name.startsWith('des') ? name : `aes-${name}`;
  const { keyLength = 0, ivLength = 0 } = getCipherInfo(cipher) ?? {};
  const [key, nonce] = [randomBytes(keyLength), randomBytes(ivLength)];
  const made = createCipheriv(cipher as CipherGCMTypes, key, nonce);
  const parts = [nonce, made.update(text, 'utf8'), made.final()];
  return { key, bytes: Buffer.concat(cipher.endsWith('gcm') ? [...parts, made.getAuthTag()] : parts) };
}

function keyInfoFor(key: Buffer, certificate: string, sealing: Sealing): Promise<string> {
  const { transport = `${ENC}rsa-oaep-mgf1p`, digest = 'sha1', mask } = sealing;
  const options = {
    rsa_pub: new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    pem: certificate,
    keyEncryptionAlgorithm: transport as `${typeof ENC}rsa-oaep-mgf1p`,
    keyEncryptionDigest: digest,
    ...(mask === undefined ? {} : { keyEncryptionMgf: mask }),
  };
  return new Promise((resolve, reject) => {
    encryptKeyInfo(key, options, (error, result) => {
      if (error) reject(error);
      // xml-encryption does not know the URI of SHA-384.
      else resolve(result.replace('Algorithm="sha384"', `Algorithm="${MORE}sha384"`));
    });
  });
}

/** A key that nothing trusts. */
export function strangeKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}

export function posted(xml: string): string {
  return Buffer.from(xml, 'utf8').toString('base64');
}
