import { IDP } from './scene.ts';

export interface MetadataWords {
  readonly entityId: string;
  readonly certificates: readonly string[];
  readonly endpoints: string;
  readonly validUntil: string;
  readonly wantsSignedRequests: boolean;
  readonly nameIdFormats: readonly string[];
}

const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings:';

/** What an identity provider publishes. */
export function idpMetadata(words: Partial<MetadataWords>): string {
  const { entityId = IDP, certificates = [], validUntil, wantsSignedRequests = true } = words;
  const { nameIdFormats = ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'] } = words;
  const endpoints =
    words.endpoints ??
    `<md:SingleSignOnService Binding="${BINDINGS}HTTP-POST" Location="https://idp.test/sso/post"/>` +
      `<md:SingleSignOnService Binding="${BINDINGS}HTTP-Redirect" Location="https://idp.test/sso/redirect"/>`;
  const keys = certificates
    .map((pem) => pem.replace(/-----[^-]+-----|\s/g, ''))
    .map(
      (base64) =>
        `<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate>` +
        '</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>',
    )
    .join('');
  return (
    '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ' +
    `xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${entityId}"` +
    `${validUntil === undefined ? '' : ` validUntil="${validUntil}"`}>` +
    '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" ' +
    `WantAuthnRequestsSigned="${wantsSignedRequests}">${keys}` +
    `${nameIdFormats.map((format) => `<md:NameIDFormat>${format}</md:NameIDFormat>`).join('')}` +
    `${endpoints}</md:IDPSSODescriptor></md:EntityDescriptor>`
  );
}
