import type { Sp } from './sp.ts';

/** The one person whom every provider knows. */
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
  trust(sp: Sp): Promise<void>;
  /** Publishes one more certificate, and goes on signing with the old one. */
  announce(): Promise<void>;
  /** Signs with the announced one from now on, and publishes the old one no more. */
  rollOver(): Promise<void>;
  stop(): Promise<void>;
}

export interface Product {
  readonly name: string;
  readonly start: () => Promise<Idp>;
  /** The algorithm that it encrypts with, where it is one that we refuse. */
  readonly weakEncryption?: string;
}
