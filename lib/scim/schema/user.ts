import { attribute, complex, plural, reference, text } from './define.ts';
import type { Schema } from './types.ts';

const readOnly = { mutability: 'readOnly' } as const;
const value = (description: string) => text('value', description);
const places = ['work', 'home', 'other'];

export const groupsAttribute = complex(
  'groups',
  'The directory groups that the user is in',
  [
    text('value', 'The id of the group', { ...readOnly, caseExact: true }),
    reference('$ref', 'The URI of the group', ['Group'], readOnly),
    text('display', 'The name of the group', readOnly),
    text('type', 'Whether the membership is direct', {
      ...readOnly,
      canonicalValues: ['direct', 'indirect'],
    }),
  ],
  { multiValued: true, ...readOnly },
);

/** RFC 7643 section 4.1. */
export const userSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: [
    text('userName', 'The name by which the identity provider knows the user', {
      required: true,
      uniqueness: 'server',
    }),
    complex('name', "The parts of the user's name", [
      text('formatted', 'The whole name, as it is shown'),
      text('familyName', 'The family name'),
      text('givenName', 'The given name'),
      text('middleName', 'The middle names'),
      text('honorificPrefix', 'The titles before the name'),
      text('honorificSuffix', 'The titles after the name'),
    ]),
    text('displayName', 'The name that is shown'),
    text('nickName', 'The casual name'),
    reference('profileUrl', "A page with the user's profile", ['external']),
    text('title', 'The position, such as Vice President'),
    text('userType', 'The relation to the organisation, such as Contractor'),
    text('preferredLanguage', 'The languages that the user prefers, as in Accept-Language'),
    text('locale', 'The default location, for dates and currency'),
    text('timezone', 'The time zone, such as Europe/Paris'),
    attribute('active', 'boolean', 'Whether the user has access'),
    text('password', 'Accepted and not kept: people sign in elsewhere', {
      caseExact: true,
      mutability: 'writeOnly',
      returned: 'never',
      unpublished: true,
    }),
    plural('emails', 'E-mail addresses', value('The address'), places),
    plural('phoneNumbers', 'Phone numbers', value('The number'), [
      'work',
      'home',
      'mobile',
      'fax',
      'pager',
      'other',
    ]),
    plural('ims', 'Instant messaging addresses', value('The address'), [
      'aim',
      'gtalk',
      'icq',
      'xmpp',
      'msn',
      'skype',
      'qq',
      'yahoo',
    ]),
    plural('photos', 'Pictures of the user', reference('value', 'The URL of the picture', ['external']), [
      'photo',
      'thumbnail',
    ]),
    complex(
      'addresses',
      'Postal addresses',
      [
        text('formatted', 'The whole address, as it is shown'),
        text('streetAddress', 'Street, house number and the like'),
        text('locality', 'The city'),
        text('region', 'The state or region'),
        text('postalCode', 'The postal code'),
        text('country', 'The country, as an ISO 3166-1 alpha-2 code'),
        text('type', 'What the address is for', { canonicalValues: places }),
        attribute('primary', 'boolean', 'Whether this is the preferred address'),
      ],
      { multiValued: true },
    ),
    groupsAttribute,
    plural('entitlements', 'Things that the user may have', value('The entitlement')),
    plural('roles', 'Roles of the user', value('The role')),
    plural(
      'x509Certificates',
      'Certificates issued to the user',
      attribute('value', 'binary', 'The certificate, DER in base64', { caseExact: true }),
    ),
  ],
};

/** RFC 7643 section 4.3. */
export const enterpriseUserSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    text('employeeNumber', 'The number that the organisation gave the person'),
    text('costCenter', 'The cost centre'),
    text('organization', 'The organisation'),
    text('division', 'The division'),
    text('department', 'The department'),
    complex('manager', "The user's manager", [
      text('value', 'The id of the manager', { caseExact: true }),
      reference('$ref', 'The URI of the manager', ['User']),
      text('displayName', 'The name of the manager', readOnly),
    ]),
  ],
};
