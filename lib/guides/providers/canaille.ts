import { firstPerson, lookHere, scimFailures } from '../common.ts';
import type { Guide } from '../types.ts';

export const canaille: Guide = {
  provider: 'canaille',
  name: 'Canaille',
  scim: {
    isPossible: true,
    about:
      'Canaille spreads each change of its users and groups among its clients, with a token of the client.',
    steps: [
      { text: 'In the configuration of Canaille, under `[CANAILLE_SCIM]`, set `ENABLE_CLIENT = true`.' },
      {
        text: 'Add a client for Rollcall, whose address is the SCIM endpoint.',
        fields: [
          { name: 'Client name', choose: 'Rollcall' },
          { name: 'Client URI', enter: '{scimUrl}' },
        ],
      },
      {
        text: 'Canaille sends the client’s own access token. Store one for this client that has no user, lasts as long as the credential here, and has its value.',
        fields: [{ name: 'Access token', enter: '{token}' }],
      },
    ],
    mappings: [
      { theirs: 'user_name', ours: 'userName' },
      { theirs: 'given_name', ours: 'name.givenName' },
      { theirs: 'family_name', ours: 'name.familyName' },
      { theirs: 'formatted_name', ours: 'name.formatted' },
      { theirs: 'emails', ours: 'emails' },
      { theirs: 'lock_date', ours: 'active', note: 'a locked user is deactivated here' },
      { theirs: 'display_name of a group', ours: 'displayName', note: 'of the directory group' },
    ],
    test: [
      { text: firstPerson.text.replace('Assign', 'Create') },
      { text: 'Canaille pushes everybody whom it changes. Change the person’s name and save.' },
      ...lookHere,
    ],
    failures: [
      {
        shown: 'Canaille stops at the discovery documents',
        means:
          'It reads them strictly. Choose Canaille as the identity provider of the integration, or switch on **plain discovery** in its settings.',
      },
      ...scimFailures,
    ],
  },
  saml: {
    isPossible: false,
    about:
      'Canaille signs people in by OpenID Connect and has no SAML. Members sign in here with a password.',
    steps: [],
    mappings: [],
    test: [],
    failures: [],
  },
};
