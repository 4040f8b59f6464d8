import { giveMetadata, provisioning, samlNames, signOn } from '../common.ts';
import type { Guide } from '../types.ts';

export const generic: Guide = {
  provider: 'generic',
  name: 'Other',
  scim: provisioning({
    about: 'Any SCIM 2.0 client (RFC 7644) can push people and groups here.',
    steps: [
      {
        text: 'Enter the endpoint and the credential. The client sends it in the header `Authorization: Bearer`.',
        fields: [
          { name: 'SCIM endpoint', enter: '{scimUrl}' },
          { name: 'Bearer token', enter: '{token}' },
        ],
      },
      { text: 'Match people by `userName`. Deactivate people who leave; do not delete them.' },
    ],
    mappings: [
      { theirs: 'The login name', ours: 'userName', note: 'required; unique in the integration' },
      { theirs: 'An id that never changes', ours: 'externalId' },
      { theirs: 'The e-mail address', ours: 'emails[type eq "work"].value' },
      { theirs: 'Names', ours: 'name.givenName, name.familyName, displayName' },
      { theirs: 'Whether the person may enter', ours: 'active' },
    ],
  }),
  saml: signOn({
    about: 'Any SAML 2.0 identity provider can sign people in.',
    steps: [
      {
        text: 'Load Rollcall’s metadata, or enter the values by hand.',
        fields: [
          { name: 'Metadata URL', enter: '{metadataUrl}' },
          { name: 'Entity ID (audience)', enter: '{entityId}' },
          { name: 'Reply URL (ACS)', enter: '{acsUrl}' },
        ],
      },
      {
        text: 'Send a NameID that never changes for a person and never passes to another person: exactly the value that provisioning sends. A transient NameID is refused. Sign with SHA-256.',
      },
      giveMetadata(
        'Copy the address of its metadata, or the XML itself.',
        'the attribute with the same value',
      ),
    ],
    mappings: samlNames('The e-mail address', 'The given name', 'The family name'),
  }),
};
