import type { UnitStore } from '../audit/index.ts';

/** What the functions of this folder need. `Services` and its `secrets` provide it. */
export interface SamlParts {
  readonly store: UnitStore;
  /** Encrypts the private keys of providers. */
  readonly samlKey: Buffer;
}
