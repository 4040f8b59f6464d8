import { firstPerson, giveMetadata, lookHere, scimFailures, signOn } from '../common.ts';
import type { Guide } from '../types.ts';

export const authentik: Guide = {
  provider: 'authentik',
  name: 'authentik',
  scim: {
    isPossible: true,
    about:
      'A SCIM provider of authentik, the backchannel provider of an application, pushes each change at once, and everything once an hour.',
    steps: [
      {
        text: 'In the Admin interface open **Applications**, **Providers**, **Create**, choose **SCIM Provider** and fill in the form.',
        fields: [
          { name: 'Name', choose: 'any' },
          { name: 'URL', enter: '{scimUrl}' },
          { name: 'Token', enter: '{token}' },
        ],
      },
      {
        text: 'Still in the form, choose a group under **User filtering**. Without one, authentik pushes everybody. Leave **Exclude service accounts** on.',
      },
      {
        text: 'Open **Applications**, **Applications**, edit the application of the sign-in, and add the provider under **Backchannel Providers**, not under **Provider**.',
      },
    ],
    mappings: [
      { theirs: 'Username', ours: 'userName' },
      { theirs: 'Name', ours: 'name, displayName' },
      { theirs: 'Email', ours: 'emails' },
      { theirs: 'Active', ours: 'active' },
      { theirs: 'Name of a group', ours: 'displayName', note: 'of the directory group' },
    ],
    test: [
      { text: 'Assign one test person first: a group with this person alone under **User filtering**.' },
      { text: 'On the page of the provider run the synchronization.' },
      ...lookHere,
      { text: firstPerson.text.replace('Assign one test person first. ', '') },
    ],
    failures: [
      {
        shown: 'Everybody of authentik arrives here',
        means:
          'No group is chosen under **User filtering**. Choose one. If many people would lose access, the integration pauses, and an owner decides.',
      },
      {
        shown: 'A task of the synchronization fails',
        means:
          'The worker of authentik sends the requests, so it must reach this service. The log here shows whether they arrive.',
      },
      ...scimFailures,
    ],
  },
  saml: signOn({
    about: 'A SAML provider of authentik signs people in.',
    steps: [
      {
        text: 'In the Admin interface open **Applications**, **Applications**, **Create with Provider**, choose **SAML Provider** and fill in the form.',
        fields: [
          { name: 'ACS URL', enter: '{acsUrl}' },
          { name: 'Issuer', choose: 'what authentik proposes' },
          { name: 'Service Provider Binding', choose: 'Post' },
          { name: 'Audience', enter: '{entityId}' },
        ],
      },
      {
        text: 'Under **Advanced protocol settings** choose a **Signing Certificate** and tick **Sign assertions**. Set the NameID as below; without a choice authentik uses the format that the request asks for.',
        fields: [{ name: 'NameID Property Mapping', choose: 'authentik default SAML Mapping: Email' }],
      },
      giveMetadata(
        'On the page of the provider, copy the **Download URL** of its metadata.',
        'e-mail address',
      ),
    ],
    mappings: [
      {
        theirs: 'authentik default SAML Mapping: Email',
        ours: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
      },
      {
        theirs: 'authentik default SAML Mapping: Name',
        ours: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
      },
    ],
  }),
};
