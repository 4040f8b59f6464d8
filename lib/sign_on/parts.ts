import type { Runtime } from '../kernel/runtime.ts';
import type { Store } from '../store/port.ts';

/** What the functions of this folder work with; `Services` and its `secrets` have it. */
export interface SamlParts {
  readonly store: Store;
  readonly runtime: Runtime;
  /** Seals the private keys of providers. */
  readonly samlKey: Buffer;
}
