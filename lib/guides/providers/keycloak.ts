import { firstPerson, giveMetadata, lookHere, scimFailures, signOn } from '../common.ts';
import type { Guide } from '../types.ts';

export const keycloak: Guide = {
  provider: 'keycloak',
  name: 'Keycloak',
  scim: {
    isPossible: false,
    about:
      'Keycloak has no SCIM client of its own. An extension brings one, such as `mitodl/keycloak-scim` or `scim-for-keycloak`. Without an extension, let sign-in create the accounts (**When somebody without an account signs in**: **Create an account**), and remove people here when they leave.',
    steps: [
      {
        text: 'Install the extension. Each extension asks for an endpoint and a bearer token:',
        fields: [
          { name: 'SCIM 2.0 endpoint', enter: '{scimUrl}' },
          { name: 'Bearer token', enter: '{token}' },
        ],
      },
    ],
    mappings: [
      { theirs: 'Username', ours: 'userName' },
      { theirs: 'Email', ours: 'emails' },
      { theirs: 'First name', ours: 'name.givenName' },
      { theirs: 'Last name', ours: 'name.familyName' },
      { theirs: 'Name of a group', ours: 'displayName', note: 'of the directory group' },
    ],
    test: [firstPerson, ...lookHere],
    failures: [
      {
        shown: 'A directory group keeps its members although Keycloak has changed them',
        means:
          '`mitodl/keycloak-scim` may write a group without its members; Rollcall then keeps the members that it has.',
      },
      ...scimFailures,
    ],
  },
  saml: signOn({
    about: 'A client of a realm signs people in. It can be imported from Rollcall’s metadata.',
    steps: [
      {
        text: 'Open **Clients**, **Import client**, and load the metadata from this address. Or choose **Create client** with **Client type** SAML and fill in the form.',
        fields: [
          { name: 'Metadata to import', enter: '{metadataUrl}' },
          { name: 'Client ID', enter: '{entityId}' },
          { name: 'Valid redirect URIs', enter: '{acsUrl}' },
          { name: 'Master SAML Processing URL', enter: '{acsUrl}' },
          { name: 'Name ID format', choose: 'email' },
          { name: 'Force name ID format', choose: 'on' },
        ],
      },
      {
        text: 'Open **Client scopes**, the scope of the client itself, **Add mapper**, **By configuration**, **User Property**, and add one for each row of the table below. Without them Keycloak sends no attributes.',
      },
      giveMetadata(
        'Open **Realm settings** and copy the address of **SAML 2.0 Identity Provider Metadata**.',
        'e-mail address',
      ),
      {
        text: 'To end sessions from Keycloak, start it with the experimental feature `ssf` (26.7) and switch the **SSF Transmitter** of the realm on. Open **Single sign-on**, **Logout** here, enter the address of the realm with `/.well-known/ssf-configuration` as the SSF configuration URL, and the audience below. Then create a client with these attributes, and a stream for it.',
        fields: [
          { name: 'ssf.enabled', enter: 'true' },
          { name: 'ssf.userSubjectFormat', enter: 'email' },
          { name: 'ssf.streamAudience', enter: '{eventsUrl}' },
          { name: 'ssf.validPushUrls', enter: '{eventsUrl}' },
          { name: 'endpoint_url of the stream', enter: '{eventsUrl}' },
        ],
      },
    ],
    mappings: [
      { theirs: 'email', ours: 'email' },
      { theirs: 'firstName', ours: 'givenName' },
      { theirs: 'lastName', ours: 'surname' },
    ],
    failures: [
      {
        shown: 'The NameID is a username',
        means: 'Set **Name ID format** to email and switch **Force name ID format** on.',
      },
    ],
  }),
};
