import { authentik } from './providers/authentik.ts';
import { canaille } from './providers/canaille.ts';
import { entra } from './providers/entra.ts';
import { generic } from './providers/generic.ts';
import { google } from './providers/google.ts';
import { jumpcloud } from './providers/jumpcloud.ts';
import { keycloak } from './providers/keycloak.ts';
import { okta } from './providers/okta.ts';
import { onelogin } from './providers/onelogin.ts';
import { strict } from './providers/strict.ts';
import type { CredentialKind, Field, Guide } from './types.ts';

/** Every guide, in the order of the lists to choose from. */
export const guides: readonly Guide[] = [
  okta,
  entra,
  onelogin,
  google,
  jumpcloud,
  authentik,
  keycloak,
  canaille,
  strict,
  generic,
];

/** The identity providers to choose from. */
export const providerChoices = guides.map(({ provider, name }) => ({ value: provider, text: name }));

/** The guide of a preset. */
export function guideOf(provider: string): Guide {
  return guides.find((guide) => guide.provider === provider) ?? generic;
}

/** The fields of a provider's form for a credential of this kind, in its order and words. */
export function connectionFields({ scim }: Guide, kind: CredentialKind = 'token'): readonly Field[] {
  return scim.steps.filter(({ form = 'token' }) => form === kind).flatMap(({ fields = [] }) => fields);
}
