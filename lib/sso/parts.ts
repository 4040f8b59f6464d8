import type { Runtime } from '../runtime.ts';
import type { Store } from '../store/port.ts';
import type { SamlProvider, SamlSettings } from './types.ts';

/** What the functions of this folder work with; `Services` and its `secrets` have it. */
export interface SamlParts {
  readonly store: Store;
  readonly runtime: Runtime;
  /** Seals the private keys of providers. */
  readonly samlKey: Buffer;
}

/** The addresses of one provider, as the identity provider knows them. */
export interface SpUrls {
  readonly entityId: string;
  readonly metadata: string;
  readonly acs: string;
  /** Where a person begins to sign in. */
  readonly sso: string;
  /** The same callback under the group's present path, after a rename. */
  readonly otherAcs?: string;
}

/** A NameID that is another one at each sign-in. */
export const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

export const defaults: SamlSettings = {
  signRequests: 'if_asked',
  allowIdpInitiated: false,
  jit: false,
  defaultRole: 'guest',
  wantResponseSigned: false,
};

export function settingsOf({ settings }: Pick<SamlProvider, 'settings'>): SamlSettings {
  return { ...defaults, ...settings };
}

/** Whether requests to the identity provider are signed. */
export function signsRequests(provider: Pick<SamlProvider, 'idp' | 'settings'>): boolean {
  const { signRequests } = settingsOf(provider);
  return signRequests === 'if_asked' ? provider.idp?.wantsSignedRequests === true : signRequests;
}

/** The addresses of a provider whose group has the path `slug` now. */
export function spUrls(
  base: string,
  provider: Pick<SamlProvider, 'path' | 'settings'>,
  slug: string,
): SpUrls {
  const under = (path: string) => `${base}/groups/${encodeURIComponent(path)}/-/saml`;
  const kept = under(provider.path ?? slug);
  const present = `${under(slug)}/callback`;
  const metadata = `${kept}/metadata`;
  const acs = `${kept}/callback`;
  return {
    entityId: provider.settings?.entityId ?? metadata,
    metadata,
    acs,
    sso: `${kept}/sso`,
    ...(present === acs ? {} : { otherAcs: present }),
  };
}
