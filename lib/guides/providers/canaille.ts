import { firstPerson, lookHere, scimFailures } from '../common.ts';
import type { Guide } from '../types.ts';

export const canaille: Guide = {
  provider: 'canaille',
  name: 'Canaille',
  scim: {
    isPossible: true,
    about: 'Canaille sends each change of its users and groups to its clients, with a token of the client.',
    steps: [
      { text: 'In the configuration of Canaille, under `[CANAILLE_SCIM]`, set `ENABLE_CLIENT = true`.' },
      {
        text: 'Add a client for Rollcall, with the SCIM endpoint as its address.',
        fields: [
          { name: 'Client name', choose: 'Rollcall' },
          { name: 'Client URI', enter: '{scimUrl}' },
        ],
      },
      {
        text: 'Canaille sends the client’s own access token. Store one for this client: without a user, with the value of the credential here, and with the same lifetime.',
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
      { text: 'Canaille pushes a person after each change. Change the person’s name and save.' },
      ...lookHere,
    ],
    failures: [
      {
        shown: 'Canaille stops at the discovery documents',
        means:
          'Canaille accepts only standard discovery documents. Choose Canaille as the identity provider of the integration, or switch on **plain discovery** in its settings.',
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
