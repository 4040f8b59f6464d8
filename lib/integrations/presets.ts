import type { IntegrationSettings, PresetName } from './types.ts';

/** The settings in which identity providers differ. */
export type Switches = Pick<
  IntegrationSettings,
  'ignoreUnknownAttributes' | 'singleReplaceAdds' | 'plainDiscovery'
>;

const asTheStandardSays: Switches = {
  ignoreUnknownAttributes: false,
  singleReplaceAdds: false,
  plainDiscovery: false,
};

/** What each identity provider needs; docs/provisioning.md says why. */
export const presets: Readonly<Record<PresetName, Switches>> = {
  okta: { ...asTheStandardSays, ignoreUnknownAttributes: true },
  entra: { ...asTheStandardSays, ignoreUnknownAttributes: true, singleReplaceAdds: true },
  onelogin: asTheStandardSays,
  google: asTheStandardSays,
  jumpcloud: asTheStandardSays,
  authentik: asTheStandardSays,
  canaille: { ...asTheStandardSays, plainDiscovery: true },
  generic: asTheStandardSays,
};
