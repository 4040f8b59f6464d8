import type { UnitStore } from '../audit/index.ts';

/** What the functions of this folder work with; `Services` and its `secrets` have it. */
export interface SamlParts {
  readonly store: UnitStore;
  /** Seals the private keys of providers. */
  readonly samlKey: Buffer;
}
