import { complex, text } from './define.ts';
import type { Schema } from './types.ts';

const readOnly = { mutability: 'readOnly' } as const;
const required = { ...readOnly, required: true };

/** draft-zollner-scim-group-members: one direct membership of a directory group, to read only. */
export const groupMembershipSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:GroupMembership',
  name: 'GroupMembership',
  description: 'One member of a directory group',
  attributes: [
    complex(
      'group',
      'The directory group',
      [
        text('value', 'The id of the group', { ...required, caseExact: true }),
        text('display', 'The name of the group', readOnly),
      ],
      required,
    ),
    complex(
      'member',
      'The user or group that is in it',
      [
        text('value', 'The id of the member', { ...required, caseExact: true }),
        text('type', 'Whether the member is a user or a group', {
          ...readOnly,
          canonicalValues: ['User', 'Group'],
        }),
        text('display', 'The present name of the member', readOnly),
      ],
      required,
    ),
  ],
};
