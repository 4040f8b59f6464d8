import { contentAlgorithms } from './algorithms.ts';
import { keysInForce } from './keys.ts';
import { type SpUrls, settingsOf } from './parts.ts';
import type { SamlProvider, SpKey } from './types.ts';

/** Our metadata (saml-metadata 2.4.4), for the identity provider: where responses go, and our certificates. */
export function spMetadata(provider: SamlProvider, urls: SpUrls, now: number): string {
  const { signRequests, nameIdFormat } = settingsOf(provider);
  const keys = keysInForce(provider, now).filter(({ state }) => state !== 'former');
  const signing = keys.filter(({ use }) => use === 'signing');
  const newest = keys.filter(({ use }) => use === 'decryption').slice(-1);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${escaped(urls.entityId)}">`,
    `  <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" AuthnRequestsSigned="${signRequests}" WantAssertionsSigned="true">`,
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
  const methods =
    use === 'encryption'
      ? contentAlgorithms.map((uri) => `<md:EncryptionMethod Algorithm="${uri}"/>`).join('')
      : '';
  return (
    `    <md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate>` +
    `</ds:X509Data></ds:KeyInfo>${methods}</md:KeyDescriptor>`
  );
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
