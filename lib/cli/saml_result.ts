import type { SamlProvider } from '../groups/saml_provider.ts';
import type { Group } from '../groups/types.ts';
import type { Services } from '../operations/services.ts';
import { spUrls } from '../saml/connection.ts';
import type { SamlParts } from '../sign_on/parts.ts';
import { type ProviderView, providerView } from './saml_views.ts';

/** A provider as several commands show it. */
export interface ProviderResult extends ProviderView {
  readonly group: string;
}

export function resultOf(
  services: Services,
  samlUrl: string,
  group: Group,
  provider: SamlProvider,
): ProviderResult {
  const urls = spUrls(samlUrl, provider, group.slug);
  return { group: group.slug, ...providerView(provider, urls, services.runtime.now()) };
}

export function samlOf({ store, runtime, secrets }: Services): SamlParts {
  return { store, runtime, samlKey: secrets.samlKey };
}
