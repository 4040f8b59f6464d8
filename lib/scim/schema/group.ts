import { limits } from '../../../config/limits.ts';
import { complex, reference, text } from './define.ts';
import type { Schema } from './types.ts';

const immutable = { mutability: 'immutable' } as const;

export const membersAttribute = complex(
  'members',
  'The members of the group',
  [
    text('value', 'The id of the member', { ...immutable, caseExact: true }),
    text('display', 'The present name of the member', { mutability: 'readOnly' }),
    reference('$ref', 'The URI of the member', ['User', 'Group'], immutable),
    text('type', 'Whether the member is a user or a group', {
      ...immutable,
      canonicalValues: ['User', 'Group'],
    }),
  ],
  { multiValued: true, maxValues: limits.groupMembers, valueRequired: true },
);

/** RFC 7643 section 4.2. */
export const groupSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: [
    text('displayName', 'The name of the group', { required: true, uniqueness: 'server' }),
    membersAttribute,
  ],
};
