const PREFIX = 'urn:ietf:params:scim:event';

/** The events of RFC 9967 that Rollcall generates, by section 2.4. Of a change it tells the attributes, not the values. */
export const scimEvents = {
  create: `${PREFIX}:prov:create:notice`,
  patch: `${PREFIX}:prov:patch:notice`,
  put: `${PREFIX}:prov:put:notice`,
  delete: `${PREFIX}:prov:delete`,
  activate: `${PREFIX}:prov:activate`,
  deactivate: `${PREFIX}:prov:deactivate`,
} as const;

export const scimEventUris: readonly string[] = Object.values(scimEvents);
