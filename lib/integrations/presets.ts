import type { IntegrationSettings, PresetName } from './types.ts';

/** The settings that differ between identity providers. */
type Switches = Pick<
  IntegrationSettings,
  'ignoreUnknownAttributes' | 'singleReplaceAdds' | 'plainDiscovery' | 'strict'
>;

const asTheStandardSays: Switches = {
  ignoreUnknownAttributes: false,
  singleReplaceAdds: false,
  plainDiscovery: false,
  strict: false,
};

/** The settings for each identity provider; docs/provisioning.md explains them. */
export const presets: Readonly<Record<PresetName, Switches>> = {
  okta: { ...asTheStandardSays, ignoreUnknownAttributes: true },
  entra: { ...asTheStandardSays, ignoreUnknownAttributes: true, singleReplaceAdds: true },
  onelogin: asTheStandardSays,
  google: asTheStandardSays,
  jumpcloud: asTheStandardSays,
  authentik: asTheStandardSays,
  keycloak: asTheStandardSays,
  canaille: { ...asTheStandardSays, plainDiscovery: true },
  strict: { ...asTheStandardSays, strict: true },
  generic: asTheStandardSays,
};
