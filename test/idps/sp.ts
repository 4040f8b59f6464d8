/** A service provider, as it is told to an identity provider. */
export interface Sp {
  readonly entityId: string;
  readonly acs: string;
  /** The certificate that every request must be signed with, base64; without one, requests need no signature. */
  readonly signedWith?: string;
  /** The certificate to encrypt assertions for, base64; without one they are not encrypted. */
  readonly encryptFor?: string;
}

/** What the metadata of a service provider says; whether assertions are encrypted is up to the identity provider. */
export function readSpMetadata(xml: string, encrypt: boolean): Sp {
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
    ...(encrypt ? { encryptFor: certificate('encryption') } : {}),
  };
}
