import { type Connection, type SpKey, type SpUrls, signsRequests } from '../connection.ts';
import {
  contentAlgorithms,
  type OaepHash,
  oaepDigests,
  oaepMasks,
  RSA_OAEP,
  RSA_OAEP_MGF1P,
} from '../keys/algorithms.ts';
import { keysInForce } from '../keys/keys.ts';

/** The ciphers that Rollcall decrypts, best first. An identity provider uses the first one that it supports. */
const encryptionMethods = [
  ...[...contentAlgorithms.keys()].map((uri) => `<md:EncryptionMethod Algorithm="${uri}"/>`),
  ...(['sha256', 'sha384', 'sha512'] as const).map((hash) => keyTransport(RSA_OAEP, hash, hash)),
  ...(['sha256', 'sha1'] as const).map((hash) => keyTransport(RSA_OAEP_MGF1P, hash)),
];

/**
 * Rollcall's metadata for the identity provider (saml-metadata 2.4.4): the URL for responses, and the certificates.
 */
export function spMetadata(provider: Connection, urls: SpUrls, now: number): string {
  const { nameIdFormat } = provider.settings ?? {};
  const keys = keysInForce(provider, now).filter(({ state }) => state !== 'former');
  const signing = keys.filter(({ use }) => use === 'signing');
  const newest = keys.filter(({ use }) => use === 'decryption').slice(-1);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${escaped(urls.entityId)}">`,
    `  <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" AuthnRequestsSigned="${signsRequests(provider)}" WantAssertionsSigned="true">`,
    ...signing.map((key) => keyDescriptor('signing', key)),
    ...newest.map((key) => keyDescriptor('encryption', key)),
    ...(nameIdFormat === undefined
      ? []
      : [`    <md:NameIDFormat>${escaped(nameIdFormat)}</md:NameIDFormat>`]),
    `    <md:AssertionConsumerService index="0" isDefault="true" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${escaped(urls.acs)}"/>`,
    '  </md:SPSSODescriptor>',
    '</md:EntityDescriptor>',
    '',
  ].join('\n');
}

function keyDescriptor(use: 'signing' | 'encryption', { certificate }: SpKey): string {
  const base64 = certificate.replace(/-----[^-]+-----|\s/g, '');
  return (
    `    <md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate>` +
    `</ds:X509Data></ds:KeyInfo>${use === 'encryption' ? encryptionMethods.join('') : ''}</md:KeyDescriptor>`
  );
}

function keyTransport(uri: string, digest: OaepHash, mask?: OaepHash): string {
  const digestUri = uriOf(oaepDigests, digest);
  const maskElement = mask
    ? `<xenc11:MGF xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" Algorithm="${uriOf(oaepMasks, mask)}"/>`
    : '';
  return `<md:EncryptionMethod Algorithm="${uri}"><ds:DigestMethod Algorithm="${digestUri}"/>${maskElement}</md:EncryptionMethod>`;
}

function uriOf(uris: ReadonlyMap<string, OaepHash>, hash: OaepHash): string | undefined {
  return [...uris.keys()].find((uri) => uris.get(uri) === hash);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
