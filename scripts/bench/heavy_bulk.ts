import { limits } from '../../config/limits.ts';
import type { Heavy } from './heavy_requests.ts';
import { userOf } from './people.ts';

/** Other operations that one refers to. */
const REFERENCES = 20;
const all = Array.from({ length: limits.bulkOperations }, (_, at) => at);

/** The first operation fails, so that nothing but the order of all of them is worked out. */
export function circles(): Heavy {
  const Operations = all.map((at) => ({
    method: 'POST',
    path: at === 0 ? '/None' : '/Groups',
    bulkId: `b${at}`,
    data: { displayName: `${at}`, members: references((n) => (at + n + 1) % all.length) },
  }));
  return ['order a bulk request of circles', 'POST', '/Bulk', { failOnErrors: 1, Operations }];
}

export function newUsers(first: number): Heavy {
  const Operations = all.map((at) => ({
    method: 'POST',
    path: '/Users',
    bulkId: `u${at}`,
    data: userOf(first + at),
  }));
  return ['a bulk request of new users', 'POST', '/Bulk', { Operations }];
}

/** Each of these has its own role and access, and is in many of the groups. */
export function groupsOfUsers(ids: readonly string[]): Heavy {
  const Operations = all.map((at) => ({
    method: 'POST',
    path: '/Groups',
    bulkId: `g${at}`,
    data: {
      displayName: `Group ${at}`,
      members: Array.from({ length: 15 }, (_, n) => ({ value: ids[(at + n) % ids.length] })),
    },
  }));
  return ['a bulk request of groups of users', 'POST', '/Bulk', { Operations }];
}

/** Each group has those made before it as members, so that every operation refers to many others. */
export function nestedGroups(): Heavy {
  const Operations = all.map((at) => ({
    method: 'POST',
    path: '/Groups',
    bulkId: `b${at}`,
    data: { displayName: `Nested ${at}`, members: references((n) => at - n - 1).slice(0, at) },
  }));
  return ['a bulk request of groups in groups', 'POST', '/Bulk', { Operations }];
}

function references(of: (n: number) => number): { value: string }[] {
  return Array.from({ length: REFERENCES }, (_, n) => ({ value: `bulkId:b${of(n)}` }));
}
