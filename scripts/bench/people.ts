import { limits } from '../../config/limits.ts';

const GIVEN = ['Ann', 'Bo', 'Carla', 'Dmitri', 'Elena', 'Farid', 'Grace', 'Hiroshi', 'Ines', 'Jonas'];
const FAMILY = ['Ames', 'Baker', 'Costa', 'Dubois', 'Evans', 'Fischer', 'Garcia', 'Haddad', 'Ito', 'Jansen'];
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export function userNameOf(n: number): string {
  return `${givenName(n).toLowerCase()}.${familyName(n).toLowerCase()}.${n}@bench.test`;
}

/** A user as an identity provider creates it. */
export function userOf(n: number): Readonly<Record<string, unknown>> {
  const userName = userNameOf(n);
  const name = { givenName: givenName(n), familyName: familyName(n) };
  return {
    schemas: [USER],
    userName,
    name,
    displayName: `${name.givenName} ${name.familyName}`,
    emails: [{ primary: true, value: userName, type: 'work' }],
    locale: 'en-US',
    title: 'Engineer',
    externalId: `00u${n.toString(36).padStart(17, '0')}`,
    active: true,
  };
}

/** A user that takes nearly all the room that one may have. */
export function longUserOf(n: number): Readonly<Record<string, unknown>> {
  const text = 'x'.repeat((limits.resourceChars - 2_000) / 2);
  return { ...userOf(n), title: text, nickName: text };
}

/** The same as a server answers with it. */
export function storedUser(user: object, id: string): object {
  const time = '2026-01-01T00:00:00.000Z';
  const location = `http://localhost:8080/api/scim/v2/groups/bench/Users/${id}`;
  const meta = { resourceType: 'User', created: time, lastModified: time, location, version: 'W/"1"' };
  return { ...user, id, meta };
}

function givenName(n: number): string {
  return GIVEN[n % GIVEN.length] ?? '';
}

function familyName(n: number): string {
  return FAMILY[Math.floor(n / GIVEN.length) % FAMILY.length] ?? '';
}
