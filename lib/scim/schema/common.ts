import { attribute, complex, reference, text } from './define.ts';
import type { Attribute } from './types.ts';

const readOnly = { mutability: 'readOnly' } as const;

/** The attributes of every resource (RFC 7643 sections 3 and 3.1). */
export const commonAttributes: readonly Attribute[] = [
  reference('schemas', 'The schemas of the resource', ['uri'], { multiValued: true, returned: 'always' }),
  text('id', 'Our id of the resource', {
    ...readOnly,
    caseExact: true,
    returned: 'always',
    uniqueness: 'server',
  }),
  text('externalId', "The identity provider's id of the resource", { caseExact: true }),
  complex(
    'meta',
    'What is known of the resource itself',
    [
      text('resourceType', 'The resource type', { ...readOnly, caseExact: true }),
      attribute('created', 'dateTime', 'When it was created', readOnly),
      attribute('lastModified', 'dateTime', 'When it was changed last', readOnly),
      reference('location', 'Its URI', ['uri'], readOnly),
      text('version', 'Its version, as in the ETag', { ...readOnly, caseExact: true }),
    ],
    readOnly,
  ),
];
