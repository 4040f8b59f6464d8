import { giveMetadata, samlNames, scimFailures, signOn } from '../common.ts';
import type { Guide } from '../types.ts';

export const google: Guide = {
  provider: 'google',
  name: 'Google Workspace',
  scim: {
    isPossible: false,
    about:
      'Google Workspace provisions only the apps of its own catalogue, not custom SAML apps, and it pushes no groups. Let sign-in create the accounts instead (**When somebody without an account signs in**: **Create an account**), and remove people here when they leave: Google does not tell Rollcall.',
    steps: [
      {
        text: 'If you have an app of the catalogue whose **Autoprovisioning** asks for an endpoint and a token, these are the values:',
        fields: [
          { name: 'Access token', enter: '{token}' },
          { name: 'Endpoint URL', enter: '{scimUrl}' },
        ],
      },
    ],
    mappings: [],
    test: [],
    failures: scimFailures,
  },
  saml: signOn({
    about: 'A custom SAML app signs people in.',
    steps: [
      {
        text: 'In the Admin console open **Apps**, **Web and mobile apps**, **Add app**, **Add custom SAML app**, and name it.',
      },
      { text: 'Under **Option 1** choose **Download Metadata**, then **Continue**.' },
      {
        text: 'Fill in **Service provider details** and choose **Continue**.',
        fields: [
          { name: 'ACS URL', enter: '{acsUrl}' },
          { name: 'Entity ID', enter: '{entityId}' },
          { name: 'Start URL', enter: '{signInUrl}' },
          { name: 'Signed response', choose: 'on' },
          { name: 'Name ID format', choose: 'EMAIL' },
          { name: 'Name ID', choose: 'Basic Information > Primary email' },
        ],
      },
      { text: 'Add the attributes of the table below and choose **Finish**.' },
      { text: 'Open **User access** of the app and switch it on for the people who belong here.' },
      giveMetadata('Google has no metadata URL; paste the downloaded file.', 'e-mail address'),
    ],
    mappings: samlNames('Primary email', 'First name', 'Last name'),
    failures: [
      {
        shown: 'Google shows `403 app_not_configured_for_user`',
        means:
          'The app is off for this person. Switch it on under **User access**; the change takes a while.',
      },
      {
        shown: 'The certificate ends',
        means:
          'Without a metadata URL Rollcall cannot learn of the next certificate. Paste the new metadata before the old one ends; the page and a mail remind you.',
      },
    ],
  }),
};
