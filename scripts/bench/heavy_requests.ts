import { limits } from '../../config/limits.ts';
import { GROUP, PATCH_OP } from './people.ts';

export type Heavy = readonly [name: string, method: string, path: string, body?: object | string];

/** Terms that one filter may have. */
const TERMS = Math.floor(limits.filterTokens / 4) - 1;
const PAGE = `count=${limits.maxPageSize}`;

/** Refused, but not before they are looked through. */
export function refused(): Heavy[] {
  const nobody = Array.from({ length: limits.groupMembers }, (_, at) => `nobody${at}`);
  const [bytes, values] = [limits.groupBodyBytes, limits.groupJsonNodes];
  return [
    ['brackets only', 'POST', '/Groups', '['.repeat(bytes)],
    ['too many values', 'POST', '/Groups', `{"a":[${'1,'.repeat(values)}1]}`],
    ['too many empty objects', 'POST', '/Groups', `{"a":[${'{},'.repeat(values)}1]}`],
    [
      'too many keys',
      'POST',
      '/Groups',
      `{${Array.from({ length: values }, (_, at) => `"${at}":1`).join()}}`,
    ],
    ['a group of people who are not there', 'POST', '/Groups', group(nobody, 'Nobody')],
  ];
}

export function lists(): Heavy[] {
  const terms = (count: number) => anyOf((at) => `title co "no${at}"`, count);
  const filtered = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}&${PAGE}`;
  return [
    ['a filter of many terms over everybody', 'GET', filtered(terms(TERMS))],
    [
      'such a filter over an index',
      'GET',
      filtered(`meta.lastModified gt "2026-01-01T00:00:00Z" and (${terms(TERMS - 2)})`),
    ],
    ['a page of long texts', 'GET', `/Users?${PAGE}`],
    ['everybody sorted by an attribute without an index', 'GET', `/Users?sortBy=title&${PAGE}`],
    [
      'a search over all types by many terms',
      'POST',
      '/.search',
      { filter: terms(TERMS), count: limits.maxPageSize },
    ],
    [
      'a search over all types, sorted without an index',
      'POST',
      '/.search',
      { sortBy: 'title', count: limits.maxPageSize },
    ],
    [
      'a search over all types, a page of long texts',
      'POST',
      '/.search',
      { count: limits.maxPageSize, filter: 'userName pr' },
    ],
  ];
}

export function onUser(path: string): Heavy[] {
  const addresses = Array.from({ length: limits.multiValues - 1 }, (_, at) => ({ value: `${at}@b.test` }));
  const each = (pathOf: (at: number) => string) =>
    patch(
      Array.from({ length: limits.patchOperations }, (_, at) => ({
        op: 'replace',
        path: pathOf(at),
        value: `a${at}@b.test`,
      })),
    );
  const long = () => `emails[${anyOf((n) => `type eq "${n}"`)}].display`;
  return [
    ['a PATCH with long filters', 'PATCH', path, each(long)],
    ['a PATCH that makes many values', 'PATCH', path, each((at) => `emails[type eq "t${at}"].value`)],
    ['a PATCH of many new values', 'PATCH', path, patch([{ op: 'add', path: 'emails', value: addresses }])],
  ];
}

/** Filters that name a group with as many members as one may have there. */
export function byGroup(id: string): Heavy[] {
  const term = `groups.value eq "${id}"`;
  const users = (filter: string, more = '') => `/Users?filter=${encodeURIComponent(filter)}&${PAGE}${more}`;
  return [
    ['who is in a group', 'GET', users(term)],
    ['who is in a group, sorted without an index', 'GET', users(term, '&sortBy=title')],
    ['who is not in a group', 'GET', users(`not (${term})`)],
    [
      'who is in a group or fits many terms',
      'GET',
      users(`${term} or ${anyOf((at) => `title co "no${at}"`, TERMS - 1)}`),
    ],
    ['who is in a group, over all types', 'POST', '/.search', { filter: term, count: limits.maxPageSize }],
  ];
}

/** Changes of the members of a group, after which it has all of these. */
export function onMembers(
  { what, path, name }: { readonly what: string; readonly path: string; readonly name: string },
  ids: readonly string[],
): Heavy[] {
  const whole = `${path}?attributes=id`;
  const members = ids.map((value) => ({ value }));
  const named = ids.slice(0, limits.patchOperations).map((id) => `members[value eq "${id}"]`);
  const change = (...operations: object[]) => patch(operations);
  return [
    [`remove all members of ${what}`, 'PATCH', whole, change({ op: 'remove', path: 'members' })],
    [`add to ${what}`, 'PATCH', whole, change({ op: 'add', path: 'members', value: members })],
    [`replace the members of ${what} by the same`, 'PUT', whole, group(ids, name)],
    [
      `replace the members of ${what} by the same, by PATCH`,
      'PATCH',
      whole,
      change({ op: 'replace', path: 'members', value: members }),
    ],
    [
      `remove some from ${what} by filters`,
      'PATCH',
      whole,
      change(...named.map((at) => ({ op: 'remove', path: at }))),
    ],
    [
      `remove all that are listed from ${what}`,
      'PATCH',
      whole,
      change({ op: 'remove', path: 'members', value: members }),
    ],
    [`put everybody into ${what}`, 'PUT', whole, group(ids, name)],
  ];
}

export function group(ids: readonly string[], displayName: string): object {
  return { schemas: [GROUP], displayName, members: ids.map((value) => ({ value })) };
}

function anyOf(term: (at: number) => string, count = TERMS): string {
  return Array.from({ length: count }, (_, at) => term(at)).join(' or ');
}

function patch(Operations: readonly object[]): object {
  return { schemas: [PATCH_OP], Operations };
}
