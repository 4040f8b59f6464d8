import { complex, reference, text } from './define.ts';
import type { Schema } from './types.ts';

const readOnly = { mutability: 'readOnly' } as const;
const immutable = { mutability: 'immutable', required: true } as const;

/** draft-zollner-scim-group-members: one direct membership of a directory group. */
export const groupMembershipSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:GroupMembership',
  name: 'GroupMembership',
  description: 'One member of a directory group',
  attributes: [
    complex(
      'group',
      'The directory group',
      [
        text('value', 'The id of the group', { ...immutable, caseExact: true }),
        reference('$ref', 'The URI of the group', ['Group'], readOnly),
        text('display', 'The name of the group', readOnly),
      ],
      immutable,
    ),
    complex(
      'member',
      'The user or group that is in it',
      [
        text('value', 'The id of the member', { ...immutable, caseExact: true }),
        reference('$ref', 'The URI of the member', ['User', 'Group'], readOnly),
        text('type', 'Whether the member is a user or a group', {
          ...readOnly,
          canonicalValues: ['User', 'Group'],
        }),
        text('display', 'The present name of the member', readOnly),
      ],
      immutable,
    ),
  ],
};
