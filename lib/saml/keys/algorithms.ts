import type { CipherGCMTypes } from 'node:crypto';
import { SamlError } from '../saml_error.ts';

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const ENC = 'http://www.w3.org/2001/04/xmlenc#';
const ENC11 = 'http://www.w3.org/2009/xmlenc11#';

export interface SignatureAlgorithm {
  readonly key: 'rsa' | 'ec';
  readonly hash: 'sha256' | 'sha384' | 'sha512';
}

/** Every accepted signature algorithm (RFC 6931), by its exact URI. */
export const signatureAlgorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  [`${MORE}rsa-sha256`, { key: 'rsa', hash: 'sha256' }],
  [`${MORE}rsa-sha384`, { key: 'rsa', hash: 'sha384' }],
  [`${MORE}rsa-sha512`, { key: 'rsa', hash: 'sha512' }],
  [`${MORE}ecdsa-sha256`, { key: 'ec', hash: 'sha256' }],
  [`${MORE}ecdsa-sha384`, { key: 'ec', hash: 'sha384' }],
  [`${MORE}ecdsa-sha512`, { key: 'ec', hash: 'sha512' }],
]);

export const digestAlgorithms: ReadonlyMap<string, SignatureAlgorithm['hash']> = new Map([
  [`${ENC}sha256`, 'sha256'],
  [`${MORE}sha384`, 'sha384'],
  [`${ENC}sha512`, 'sha512'],
]);

/** The algorithms that @node-saml/node-saml verifies. */
const libraryAlgorithms = [`${MORE}rsa-sha256`, `${MORE}rsa-sha512`, `${ENC}sha256`, `${ENC}sha512`];

export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** Accepted ciphers of an assertion (xmlenc-core1 5.2.4), best first. */
export const contentAlgorithms: ReadonlyMap<string, CipherGCMTypes> = new Map([
  [`${ENC11}aes256-gcm`, 'aes-256-gcm'],
  [`${ENC11}aes192-gcm`, 'aes-192-gcm'],
  [`${ENC11}aes128-gcm`, 'aes-128-gcm'],
]);

/** RSA-OAEP with MGF1 and SHA-1, and with an explicit mask generation function (xmlenc-core1 5.5.2). */
export const RSA_OAEP_MGF1P = `${ENC}rsa-oaep-mgf1p`;
export const RSA_OAEP = `${ENC11}rsa-oaep`;

export type OaepHash = SignatureAlgorithm['hash'] | 'sha1';

/** SHA-1 is safe in OAEP (RFC 8017 B.1). */
export const oaepDigests: ReadonlyMap<string, OaepHash> = new Map([
  ...digestAlgorithms,
  ['http://www.w3.org/2000/09/xmldsig#sha1', 'sha1'],
]);

export const oaepMasks: ReadonlyMap<string, OaepHash> = new Map([
  [`${ENC11}mgf1sha256`, 'sha256'],
  [`${ENC11}mgf1sha384`, 'sha384'],
  [`${ENC11}mgf1sha512`, 'sha512'],
  [`${ENC11}mgf1sha1`, 'sha1'],
]);

export function isLibraryAlgorithm(uri: string): boolean {
  return libraryAlgorithms.includes(uri);
}

/** Throws `SamlError` `saml.weak_algorithm` with the name of the algorithm. */
export function refuseAlgorithm(what: string, uri: string | undefined): never {
  throw new SamlError(
    'saml.weak_algorithm',
    `${what} is ${uri?.slice(0, 100) ?? 'missing'}, which is not accepted`,
  );
}
