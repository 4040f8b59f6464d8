/** The one person of every provider. */
export const ann = {
  username: 'ann',
  password: 'three words of hers',
  email: 'ann.ames@idps.test',
  givenName: 'Ann',
  surname: 'Ames',
} as const;

/** An identity provider that runs. */
export interface Idp {
  metadata(): Promise<string>;
  /** Makes us a client as the provider makes one from our metadata, and changes nothing of it. */
  trust(spMetadata: string): Promise<void>;
  readonly certificates?: Certificates;
  readonly events?: Events;
  stop(): Promise<void>;
}

export interface Certificates {
  /** Publishes one more certificate, and still signs with the old one. */
  announce(): Promise<void>;
  /** Signs with the announced one from now on, and publishes the old one no more. */
  rollOver(): Promise<void>;
}

/** Pushes security events (SSF 1.0). */
export interface Events {
  readonly configurationUrl: string;
  /** Pushes to this address, to this audience, with this `Authorization`. */
  pushTo(url: string, audience: string, authorization: string): Promise<void>;
  /** Ends Ann's sessions at the provider. */
  signOut(): Promise<void>;
  /** Gives Ann another password, and the old one back. */
  changePassword(): Promise<void>;
}

export interface Product {
  readonly name: string;
  readonly start: () => Promise<Idp>;
  /** What its guide in docs/saml.md says for `--name-id-format`. */
  readonly nameIdFormat?: string;
  /** Encrypts assertions where our metadata has a key for it, with nothing else to switch on. */
  readonly encrypts?: true;
  /** Has the `events` of an `Idp`. */
  readonly pushesEvents?: true;
  /** Has the `certificates` of an `Idp`. */
  readonly changesCertificate?: true;
  /** Where our metadata says that requests are signed, it refuses those of another key, and takes sound ones so. */
  readonly checksRequests?: 'always' | 'by form';
}

export const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
export const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
