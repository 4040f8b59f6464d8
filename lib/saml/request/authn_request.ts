import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import type { Secret } from '../../kernel/index.ts';
import { type Connection, type IdpSide, type SpUrls, signsRequests } from '../connection.ts';
import { signingKey } from '../keys/keys.ts';

/** How an AuthnRequest is sent: as a redirect URL, or as the fields of a form to post. */
export type AuthnMessage =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'form'; readonly action: string; readonly fields: Readonly<Record<string, string>> };

interface Asked {
  readonly id: string;
  readonly handle: string;
  readonly now: number;
  readonly idp: IdpSide;
  readonly urls: SpUrls;
  readonly provider: Connection;
  readonly samlKey: Secret;
  readonly forceAuthn: boolean;
}

/** An AuthnRequest (saml-core 3.4.1) as a redirect (saml-bindings 3.4) or as form fields (3.5), signed if required. */
export async function authnMessage(asked: Asked): Promise<AuthnMessage> {
  const { idp, handle } = asked;
  if (idp.binding === 'redirect') {
    const url = await samlFor(asked).getAuthorizeUrlAsync(handle, undefined, {});
    return { kind: 'redirect', url };
  }
  const message = await samlFor(asked).getAuthorizeMessageAsync(handle);
  const fields = Object.fromEntries(
    ['SAMLRequest', 'RelayState'].map((name) => [name, String(message[name])] as const),
  );
  return { kind: 'form', action: idp.ssoUrl, fields };
}

function samlFor({ id, idp, urls, provider, samlKey, forceAuthn }: Asked): SAML {
  const signing = signsRequests(provider) ? signingKey(samlKey, provider) : undefined;
  return new SAML({
    callbackUrl: urls.acs,
    issuer: urls.entityId,
    entryPoint: idp.ssoUrl,
    idpCert: idp.certificates.map(({ pem }) => pem),
    generateUniqueId: () => id,
    identifierFormat: provider.settings?.nameIdFormat ?? null,
    disableRequestedAuthnContext: true,
    forceAuthn,
    authnRequestBinding: idp.binding === 'post' ? 'HTTP-POST' : 'HTTP-Redirect',
    skipRequestCompression: idp.binding === 'post',
    validateInResponseTo: ValidateInResponseTo.never,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    ...(signing ? { privateKey: signing.key, publicCert: signing.certificate } : {}),
  });
}
