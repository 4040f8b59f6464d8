import { text } from './define.ts';
import type { Schema } from './types.ts';

const readOnly = { mutability: 'readOnly' } as const;

const displayName = text('displayName', 'The name that is shown', { ...readOnly, required: true });
const description = text('description', 'What the role allows', readOnly);

/** A role of the top-level group, under the URN that Okta searches for roles. */
export const roleSchema: Schema = {
  id: 'urn:okta:scim:schemas:core:1.0:Role',
  name: 'Role',
  description: 'Role in the top-level group',
  attributes: [displayName, description],
};

/** A role in one subgroup or project, under the URN that Okta searches for entitlements. */
export const entitlementSchema: Schema = {
  id: 'urn:okta:scim:schemas:core:1.0:Entitlement',
  name: 'Entitlement',
  description: 'Role in a subgroup or project',
  attributes: [
    displayName,
    text('type', 'Where the role is: in a subgroup or in a project', {
      ...readOnly,
      required: true,
      canonicalValues: ['subgroup', 'project'],
    }),
    description,
  ],
};
