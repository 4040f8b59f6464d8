import type { IntegrationSettings } from './types.ts';

export const presetNames = [
  'okta',
  'entra',
  'onelogin',
  'google',
  'jumpcloud',
  'authentik',
  'generic',
] as const;
export type PresetName = (typeof presetNames)[number];

/** The settings in which identity providers differ. */
export type Switches = Pick<IntegrationSettings, 'ignoreUnknownAttributes' | 'singleReplaceAdds'>;

const asTheStandardSays: Switches = { ignoreUnknownAttributes: false, singleReplaceAdds: false };

/** What each identity provider needs; docs/provisioning.md says why. */
export const presets: Readonly<Record<PresetName, Switches>> = {
  okta: { ignoreUnknownAttributes: true, singleReplaceAdds: false },
  entra: { ignoreUnknownAttributes: true, singleReplaceAdds: true },
  onelogin: asTheStandardSays,
  google: asTheStandardSays,
  jumpcloud: asTheStandardSays,
  authentik: asTheStandardSays,
  generic: asTheStandardSays,
};
