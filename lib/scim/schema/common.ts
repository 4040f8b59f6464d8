import { attribute, complex, reference, text } from './define.ts';
import type { Attribute } from './types.ts';

const readOnly = { mutability: 'readOnly' } as const;

/** The attributes of every resource (RFC 7643 sections 3 and 3.1). */
export const commonAttributes: readonly Attribute[] = [
  reference('schemas', 'The schemas of the resource', ['uri'], { multiValued: true, returned: 'always' }),
  text('id', 'The id that Rollcall gave the resource', {
    ...readOnly,
    caseExact: true,
    returned: 'always',
    uniqueness: 'server',
  }),
  text('externalId', 'The id that the identity provider gave the resource', { caseExact: true }),
  complex(
    'meta',
    'Metadata of the resource',
    [
      text('resourceType', 'The resource type', { ...readOnly, caseExact: true }),
      attribute('created', 'dateTime', 'When it was created', readOnly),
      attribute('lastModified', 'dateTime', 'When it was last changed', readOnly),
      reference('location', 'Its URI', ['uri'], readOnly),
      text('version', 'Its version, as in the ETag', { ...readOnly, caseExact: true }),
    ],
    readOnly,
  ),
];
