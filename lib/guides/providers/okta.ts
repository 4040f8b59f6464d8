import { giveMetadata, provisioning, samlNames, signOn } from '../common.ts';
import type { Guide } from '../types.ts';

export const okta: Guide = {
  provider: 'okta',
  name: 'Okta',
  scim: provisioning({
    about:
      'Okta provisions an app that signs people in by SAML. Create the app with the steps of the sign-in first, or use one that exists.',
    steps: [
      {
        text: 'In the Admin Console open **Applications**, **Applications**, and your app. On the tab **General**, edit **App Settings** and choose **SCIM** for **Provisioning**. Save.',
      },
      {
        text: 'Open the tab **Provisioning**, then **Integration**, and choose **Edit**. Fill in the form, choose **Test Connector Configuration**, then **Save**.',
        fields: [
          { name: 'SCIM connector base URL', enter: '{scimUrl}' },
          { name: 'Unique identifier field for users', enter: 'userName' },
          {
            name: 'Supported provisioning actions',
            choose: 'Push New Users, Push Profile Updates, Push Groups',
          },
          { name: 'Authentication Mode', choose: 'HTTP Header' },
          { name: 'Authorization', enter: '{token}' },
        ],
      },
      {
        text: 'Still under **Provisioning**, open **To App** and choose **Edit**. Enable **Create Users**, **Update User Attributes** and **Deactivate Users**. Save.',
      },
      {
        text: 'For groups, open **Push Groups** and choose the groups by name or by rule. The people in them must be assigned to the app, too.',
      },
    ],
    mappings: [
      { theirs: 'Application username', ours: 'userName', note: 'Okta looks people up by it' },
      { theirs: 'Given name', ours: 'name.givenName' },
      { theirs: 'Family name', ours: 'name.familyName' },
      { theirs: 'Email', ours: 'emails[type eq "work"].value' },
      { theirs: 'Display name', ours: 'displayName' },
      { theirs: 'Okta’s user id', ours: 'externalId', note: 'Okta always sends it' },
      {
        theirs: 'Department',
        ours: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
        note: 'optional, as all attributes of the enterprise extension are',
      },
    ],
    test: [
      { text: 'On the tab **Assignments**, choose **Assign**, **Assign to People**. Okta pushes at once.' },
    ],
    failures: [
      {
        shown: 'The test of the connector fails',
        means:
          'Okta sends the field Authorization as it is. Paste the credential alone, or with `Bearer ` before it. Okta accepts no underscore in the base URL.',
      },
      {
        shown: 'A task stays failed under **Dashboard**, **Tasks**',
        means: 'Okta does not retry most refusals. Fix the cause, then retry the task there.',
      },
      {
        shown: 'A person was removed in Okta and keeps the access here',
        means:
          'When a push fails after linking, Okta drops its link and sends no deactivation. Assign the person again, then unassign them.',
      },
    ],
  }),
  saml: signOn({
    about: 'One app of Okta signs people in and provisions them.',
    steps: [
      {
        text: 'In the Admin Console open **Applications**, **Applications** and choose **Create App Integration**, **SAML 2.0**. Name the app, choose **Next**, and fill in **SAML Settings**.',
        fields: [
          { name: 'Single sign-on URL', enter: '{acsUrl}' },
          { name: 'Audience URI (SP Entity ID)', enter: '{entityId}' },
          { name: 'Name ID format', choose: 'Persistent' },
          { name: 'Application username', choose: 'Okta username, or whatever you provision as userName' },
        ],
      },
      { text: 'Add the **Attribute Statements** of the table below, choose **Next** and **Finish**.' },
      giveMetadata('On the tab **Sign On**, copy the **Metadata URL**.', 'userName'),
      {
        text: 'To end sessions from Okta (Universal Logout), open **Single sign-on**, **Logout** here and enter the address of your Okta organisation as the issuer, and the same with `/oauth2/v1/keys` as the JWKS URL. Then, on the tab **General** of the app, edit **Logout** and choose **Okta system or admin initiates logout**.',
        fields: [
          { name: 'Logout Endpoint URL', enter: '{revocationUrl}' },
          { name: 'Subject format', choose: 'Email' },
        ],
      },
    ],
    mappings: samlNames('user.email', 'user.firstName', 'user.lastName'),
  }),
};
