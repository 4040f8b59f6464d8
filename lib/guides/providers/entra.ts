import { giveMetadata, provisioning, signOn } from '../common.ts';
import type { Guide } from '../types.ts';

const CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

export const entra: Guide = {
  provider: 'entra',
  name: 'Microsoft Entra ID',
  scim: provisioning({
    about:
      'Entra ID pushes the people and groups that are assigned to an enterprise application, about every 40 minutes.',
    steps: [
      {
        text: 'In the Entra admin center open **Enterprise apps**, **New application**, **Create your own application**. Name it, choose **Integrate any other application you don’t find in the gallery (Non-gallery)** and create it.',
      },
      {
        text: 'In the application open **Provisioning**, set **Provisioning Mode** to **Automatic**, and choose **Workload Identity Federation** as the authentication method: no secret is copied, and none runs out. Choose **Select Workload Identity** and register one, or reuse one. The page then shows four values.',
      },
      {
        text: 'Here, open the integration, choose **Generate a credential** and the kind **Federation**, and paste the four values.',
        form: 'rollcall',
        fields: [
          { name: 'Issuer', choose: 'Issuer (iss): https://login.microsoftonline.com/…/v2.0' },
          { name: 'JWKS URL', choose: 'JWKS URL: https://login.microsoftonline.com/…/discovery/v2.0/keys' },
          {
            name: 'Subject',
            choose:
              'Subject (sub): the object id of a service principal of Microsoft, not the application id',
          },
          { name: 'Audience', choose: 'Audience (aud): api://…, with or without /.default' },
        ],
      },
      {
        text: 'Copy the three values that Rollcall then shows into the page of Entra ID, choose **Test Connection**, then **Save**.',
        form: 'federation',
        fields: [
          { name: 'Client ID', enter: '{clientId}' },
          { name: 'Token URL', enter: '{tokenUrl}' },
          { name: 'SCIM URL', enter: '{scimUrl}' },
        ],
      },
      {
        text: 'Second choice, where that method is not offered: choose **OAuth2 client credentials grant**, generate a credential of the kind **Client** here, and fill in the form. The client secret ends; rotate it in time.',
        form: 'client',
        fields: [
          { name: 'Tenant URL', enter: '{scimUrl}' },
          { name: 'Token Endpoint', enter: '{tokenUrl}' },
          { name: 'Client Identifier', enter: '{clientId}' },
          { name: 'Client Secret', enter: '{clientSecret}' },
        ],
      },
      {
        text: 'Where neither is offered, an application of your own still takes a credential of the kind **Token**.',
        fields: [
          { name: 'Tenant URL', enter: '{scimUrl}' },
          { name: 'Secret Token', enter: '{token}' },
        ],
      },
      {
        text: 'Under **Mappings** compare the user mapping with the table below. Leave **Provision Microsoft Entra ID Groups** on if groups give roles here.',
      },
      {
        text: 'Under **Users and groups** assign the people and groups that belong here. Then set **Provisioning Status** to **On**, with the scope **Sync only assigned users and groups**.',
      },
    ],
    mappings: [
      { theirs: 'userPrincipalName', ours: 'userName', note: 'Entra ID looks people up by it' },
      {
        theirs: 'objectId',
        ours: 'externalId',
        note: 'instead of mailNickname: it never changes, and sign-in sends the same value',
      },
      { theirs: 'Switch([IsSoftDeleted], …)', ours: 'active', note: 'keep it: it deactivates people' },
      { theirs: 'mail', ours: 'emails[type eq "work"].value' },
      { theirs: 'givenName', ours: 'name.givenName' },
      { theirs: 'surname', ours: 'name.familyName' },
      { theirs: 'displayName', ours: 'displayName' },
    ],
    test: [{ text: 'Choose **Provision on demand** and the person. It does not wait for the next cycle.' }],
    failures: [
      {
        shown: 'Test Connection fails',
        means:
          'Entra ID looks up a person that cannot exist and expects an empty list. A 401 means that the credential is wrong; anything else means that the URL is wrong. **Latest requests** on the page of the integration shows whether it arrived.',
      },
      {
        shown: 'The application is in quarantine',
        means:
          'Entra ID stops after many failures, and at once after a refused credential. Fix the cause, then choose **Restart provisioning**.',
      },
      {
        shown: 'Somebody is deleted in Entra ID and still listed here',
        means:
          'Entra ID deactivates at once and deletes after 30 days. Deactivated people have no access here.',
      },
    ],
  }),
  saml: signOn({
    about: 'The same enterprise application signs people in.',
    steps: [
      {
        text: 'In the application open **Single sign-on**, choose **SAML**, and edit **Basic SAML Configuration**.',
        fields: [
          { name: 'Identifier (Entity ID)', enter: '{entityId}' },
          { name: 'Reply URL (Assertion Consumer Service URL)', enter: '{acsUrl}' },
          { name: 'Sign on URL', enter: '{signInUrl}' },
        ],
      },
      {
        text: 'Edit **Attributes & Claims** and set the name identifier. Entra ID adds the other claims of the table below.',
        fields: [
          { name: 'Unique User Identifier (Name ID)', enter: 'user.objectid' },
          { name: 'Name identifier format', choose: 'Persistent' },
        ],
      },
      giveMetadata('Under **SAML Certificates**, copy the **App Federation Metadata Url**.', 'externalId'),
    ],
    mappings: [
      { theirs: 'user.mail', ours: `${CLAIMS}/emailaddress` },
      { theirs: 'user.givenname', ours: `${CLAIMS}/givenname` },
      { theirs: 'user.surname', ours: `${CLAIMS}/surname` },
    ],
    failures: [
      {
        shown: 'Entra ID says that the person is not assigned to a role for the application',
        means: 'Assign the person under **Users and groups** of the enterprise application.',
      },
    ],
  }),
};
