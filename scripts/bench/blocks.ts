import { request } from 'undici';
import { limits } from '../../config/limits.ts';
import { GROUP, longUserOf, PATCH_OP, userOf } from './people.ts';
import { ask } from './processes.ts';
import type { BenchedService } from './service.ts';

/** How long one request kept the service from everything else. */
export interface Block {
  readonly name: string;
  readonly status: number;
  /** Milliseconds of the whole request, and of processor time in its longest step. */
  readonly ms: number;
  readonly longest: number;
}

type Heavy = readonly [name: string, method: string, path: string, body?: object | string];

const ROOT = '/api/scim/v2/groups/bench';
/** Terms that one filter may have. */
const TERMS = Math.floor(limits.filterTokens / 4) - 1;
const PAGE = `count=${limits.maxPageSize}`;

/** Sends the heaviest requests that the limits allow, one after the other. */
export async function measureBlocks(service: BenchedService, say: (what: string) => void): Promise<Block[]> {
  const { userIds } = service;
  const blocks: Block[] = [];
  const send = async (heavy: Heavy): Promise<string> => {
    say(heavy[0]);
    const { block, text } = await measure(service, heavy);
    blocks.push(block);
    return /"id":"([^"]+)"/.exec(text)?.[1] ?? '';
  };
  for (const heavy of [...refused(), ...lists()]) await send(heavy);
  const userId = await send([
    'create a user with long texts',
    'POST',
    '/Users?attributes=id',
    longUserOf(20_000_000),
  ]);
  await send(['delete that user', 'DELETE', `/Users/${userId}`]);
  const id = await send(['create a user', 'POST', '/Users?attributes=id', userOf(20_000_001)]);
  for (const heavy of [...onUser(`/Users/${id}`), ...inBulk()]) await send(heavy);
  const groupId = await send([
    'create a group of everybody',
    'POST',
    '/Groups?attributes=id',
    group(userIds),
  ]);
  for (const heavy of onGroup(`/Groups/${groupId}`, userIds)) await send(heavy);
  return blocks;
}

async function measure(
  { port, process: server, token }: BenchedService,
  [name, method, path, body]: Heavy,
): Promise<{ block: Block; text: string }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  await ask(server, 'begin block');
  const start = performance.now();
  const reply = await request(`http://127.0.0.1:${port}${ROOT}${path}`, {
    ...{ method, headers },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const text = await reply.body.text();
  const ms = performance.now() - start;
  const longest = await ask<number>(server, 'end block');
  return { block: { name, status: reply.statusCode, ms, longest }, text };
}

function refused(): Heavy[] {
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
    ['a group of people who are not there', 'POST', '/Groups', group(nobody)],
  ];
}

function lists(): Heavy[] {
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
  ];
}

function onUser(path: string): Heavy[] {
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

/** The first operation fails, so that nothing but the order of all of them is worked out. */
function inBulk(): Heavy[] {
  const all = Array.from({ length: limits.bulkOperations }, (_, at) => at);
  const refer = (at: number) =>
    Array.from({ length: 20 }, (_, n) => ({ value: `bulkId:b${(at + n + 1) % all.length}` }));
  const Operations = all.map((at) => ({
    method: 'POST',
    path: at === 0 ? '/None' : '/Groups',
    bulkId: `b${at}`,
    data: { displayName: `${at}`, members: refer(at) },
  }));
  return [['a bulk request of circles', 'POST', '/Bulk', { failOnErrors: 1, Operations }]];
}

function onGroup(path: string, ids: readonly string[]): Heavy[] {
  const whole = `${path}?attributes=id`;
  const members = ids.map((value) => ({ value }));
  const named = ids.slice(0, limits.patchOperations).map((id) => `members[value eq "${id}"]`);
  return [
    ['replace a group by the same', 'PUT', whole, group(ids)],
    ['remove some by filters', 'PATCH', whole, patch(named.map((at) => ({ op: 'remove', path: at })))],
    [
      'replace its members by PATCH',
      'PATCH',
      whole,
      patch([{ op: 'replace', path: 'members', value: members }]),
    ],
    [
      'remove all that are listed',
      'PATCH',
      whole,
      patch([{ op: 'remove', path: 'members', value: members }]),
    ],
    ['add everybody', 'PATCH', whole, patch([{ op: 'add', path: 'members', value: members }])],
    ['remove all members', 'PATCH', whole, patch([{ op: 'remove', path: 'members' }])],
    ['replace nobody by everybody', 'PUT', whole, group(ids)],
    ['delete a group of everybody', 'DELETE', path],
  ];
}

function anyOf(term: (at: number) => string, count = TERMS): string {
  return Array.from({ length: count }, (_, at) => term(at)).join(' or ');
}

function group(ids: readonly string[]): object {
  return { schemas: [GROUP], displayName: 'Everybody', members: ids.map((value) => ({ value })) };
}

function patch(Operations: readonly object[]): object {
  return { schemas: [PATCH_OP], Operations };
}
