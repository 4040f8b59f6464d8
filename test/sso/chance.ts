import type { SamlSettings } from '../../lib/groups/saml_provider.ts';
import type { IdpCertificate } from '../../lib/saml/connection.ts';
import type { SamlCode } from '../../lib/saml/saml_error.ts';
import type { Posted } from '../../lib/sign_on/accept.ts';
import type { StartedRequest } from '../../lib/sign_on/requests.ts';
import type { KeyPair, Words } from './fixture.ts';
import type { Scene } from './scene.ts';

/** Keys that the group's identity provider has, and does not have. */
export interface Keys {
  readonly idp: KeyPair;
  readonly stranger: KeyPair;
  readonly ec: KeyPair;
}

/** What a forger has to work with. */
export interface Chance {
  readonly at: Scene;
  readonly request: StartedRequest;
  /** What a sound response would say. */
  readonly said: Words;
  /** Keys that the group's identity provider does not have. */
  readonly stranger: KeyPair;
  readonly ec: KeyPair;
  /** A group of another customer that has the same identity provider, and its request. */
  readonly neighbour: Scene;
}

export interface Forged {
  readonly xml: string;
  readonly posted?: Partial<Posted>;
}

export type Forgery = readonly [
  name: string,
  code: SamlCode,
  make: (chance: Chance) => string | Forged | Promise<string | Forged>,
  settings?: Partial<SamlSettings>,
  certificates?: (keys: Keys) => readonly IdpCertificate[],
];
