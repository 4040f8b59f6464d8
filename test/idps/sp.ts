/** The values that a person enters at a provider that reads no metadata. */
export interface Sp {
  readonly entityId: string;
  readonly acs: string;
  /** The certificate that every request must be signed with, base64; without one, requests need no signature. */
  readonly signedWith?: string;
  /** The certificate to encrypt assertions for, base64. */
  readonly encryptFor: string;
}

/** What our metadata says. */
export function readSpMetadata(xml: string): Sp {
  const found = (pattern: RegExp) => {
    const [, text] = pattern.exec(xml) ?? [];
    if (text === undefined) throw new Error(`the metadata has nothing like ${pattern.source}`);
    return text;
  };
  const certificate = (use: string) =>
    found(new RegExp(`<md:KeyDescriptor use="${use}">.*?<ds:X509Certificate>([^<]+)<`, 's'));
  return {
    entityId: found(/entityID="([^"]+)"/),
    acs: found(/<md:AssertionConsumerService [^>]*Location="([^"]+)"/),
    ...(xml.includes('AuthnRequestsSigned="true"') ? { signedWith: certificate('signing') } : {}),
    encryptFor: certificate('encryption'),
  };
}
