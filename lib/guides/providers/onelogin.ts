import { giveMetadata, provisioning, samlNames, signOn } from '../common.ts';
import type { Guide } from '../types.ts';

export const onelogin: Guide = {
  provider: 'onelogin',
  name: 'OneLogin',
  scim: provisioning({
    about:
      'OneLogin provisions with an app of its catalogue. A JSON template, which you can edit, decides what it sends of each user.',
    steps: [
      {
        text: 'Open **Applications**, **Add App**, search for `SCIM` and choose **SCIM Provisioner with SAML (SCIM v2 Enterprise)**. Name it and save.',
      },
      {
        text: 'On the tab **Configuration** fill in the form, choose **Enable** for **API Status**, then **Save**.',
        fields: [
          { name: 'SCIM Base URL', enter: '{scimUrl}' },
          { name: 'SCIM Bearer Token', enter: '{token}' },
        ],
      },
      {
        text: 'On the tab **Provisioning** tick **Enable provisioning**. Untick the approvals that you do not want. Choose **Suspend** for deleted and unassigned people. A person who returns then gets the same user.',
      },
      {
        text: 'For groups, open the tab **Parameters**, the row **Groups**, and tick **Include in User Provisioning**. Rules then set the groups.',
      },
    ],
    mappings: [
      { theirs: '{$parameters.scimusername}', ours: 'userName', note: 'set the parameter to Email' },
      { theirs: '{$user.firstname}', ours: 'name.givenName' },
      { theirs: '{$user.lastname}', ours: 'name.familyName' },
      { theirs: '{$user.email}', ours: 'emails[type eq "work"].value' },
      { theirs: '{$user.display_name}', ours: 'displayName', note: 'optional, in the SCIM JSON Template' },
    ],
    test: [
      {
        text: 'Open **Users**, the person, **Applications**, and add the app. If the row says **Pending**, approve it there.',
      },
    ],
    failures: [
      {
        shown: 'The API status stays disabled',
        means:
          'When you enable it, OneLogin looks up a person that cannot exist. A 401 means that the token is wrong; anything else means that the base URL is wrong.',
      },
      {
        shown: 'An attribute never arrives',
        means: 'OneLogin sends only the attributes of its **SCIM JSON Template**. Add the attribute there.',
      },
    ],
  }),
  saml: signOn({
    about:
      'The app that provisions also signs people in. Without provisioning, use the app **SAML Custom Connector (Advanced)**.',
    steps: [
      {
        text: 'On the tab **Configuration** fill in the form.',
        fields: [
          { name: 'Audience (EntityID)', enter: '{entityId}' },
          { name: 'Recipient', enter: '{acsUrl}' },
          { name: 'ACS (Consumer) URL Validator', enter: '{acsUrl}' },
          { name: 'ACS (Consumer) URL', enter: '{acsUrl}' },
          { name: 'SAML initiator', choose: 'Service Provider' },
          { name: 'SAML nameID format', choose: 'Email' },
        ],
      },
      { text: 'On the tab **SSO** set **SAML Signature Algorithm** to **SHA-256** and save.' },
      {
        text: 'On the tab **Parameters** add the fields of the table below, each with **Include in SAML assertion**.',
      },
      giveMetadata(
        'On the tab **SSO**, copy the **Issuer URL**: it is the address of the metadata. Or choose **More Actions**, **SAML Metadata**, and paste the file.',
        'userName',
      ),
    ],
    mappings: samlNames('Email', 'First Name', 'Last Name'),
    failures: [
      {
        shown: '`saml.weak_algorithm`',
        means: 'OneLogin signs with SHA-1. Set SHA-256 on the tab **SSO**.',
      },
    ],
  }),
};
