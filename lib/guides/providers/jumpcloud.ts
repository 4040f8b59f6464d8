import { giveMetadata, provisioning, samlNames, signOn } from '../common.ts';
import type { Guide } from '../types.ts';

export const jumpcloud: Guide = {
  provider: 'jumpcloud',
  name: 'JumpCloud',
  scim: provisioning({
    about:
      'A custom application of JumpCloud provisions the people of the user groups that are bound to it. It sends no extension schemas.',
    steps: [
      {
        text: 'Open **SSO Applications**, **Add New Application**, **Custom Application**. Tick **Manage Single Sign-On (SSO)** with SAML and **Export users to this app (Identity Management)**, name it, and choose **Configure Application**.',
      },
      {
        text: 'On the tab **Identity Management** fill in the form, choose **Test Connection**, then **Activate**, then **Save**. JumpCloud creates a test person, and a test group, and deletes them again.',
        fields: [
          { name: 'SCIM Version', choose: 'SCIM 2.0' },
          { name: 'Base URL', enter: '{scimUrl}' },
          { name: 'Token Key', enter: '{token}' },
          { name: 'Test User Email', choose: 'an address of your company that no account here has' },
          {
            name: 'Enable management of User Groups and Group Membership',
            choose: 'on, if groups give roles here',
          },
        ],
      },
      { text: 'On the tab **User Groups** choose the groups whose people belong here, and save.' },
    ],
    mappings: [
      { theirs: 'username or email', ours: 'userName' },
      { theirs: 'firstname', ours: 'name.givenName' },
      { theirs: 'lastname', ours: 'name.familyName' },
      { theirs: 'email', ours: 'emails[type eq "work"].value' },
    ],
    test: [{ text: 'Make a user group with this person alone and bind it to the application.' }],
    failures: [
      {
        shown: 'There was a problem activating identity management',
        means:
          'JumpCloud shows no details. The log here shows its requests with the answers: a 401 means that the token is wrong, a 409 that the test address has an account here.',
      },
    ],
  }),
  saml: signOn({
    about: 'The same application signs people in.',
    steps: [
      {
        text: 'On the tab **SSO** of the application fill in the form.',
        fields: [
          { name: 'IdP Entity ID', choose: 'a name of your own, such as JumpCloud' },
          { name: 'SP Entity ID', enter: '{entityId}' },
          { name: 'ACS URLs', enter: '{acsUrl}' },
          { name: 'SAMLSubject NameID', choose: 'email' },
          { name: 'Signature Algorithm', choose: 'RSA-SHA256' },
          { name: 'Login URL', enter: '{signInUrl}' },
          { name: 'Declare Redirect Endpoint', choose: 'on' },
        ],
      },
      { text: 'Under **Attributes** add those of the table below, and save.' },
      giveMetadata('On the tab **SSO**, choose **Copy Metadata URL**.', 'e-mail address'),
    ],
    mappings: samlNames('email', 'firstname', 'lastname'),
  }),
};
