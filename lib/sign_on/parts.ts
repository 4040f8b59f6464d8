import type { UnitStore } from '../audit/index.ts';
import type { Secret } from '../kernel/index.ts';

/** The dependencies of the functions of this folder, from `Services` and its `secrets`. */
export interface SamlParts {
  readonly store: UnitStore;
  /** Encrypts the private keys of providers. */
  readonly samlKey: Secret;
}
