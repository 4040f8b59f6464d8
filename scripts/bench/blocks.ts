import { limits } from '../../config/limits.ts';
import { Connection, type Reply, requestText } from './connection.ts';
import { GROUP, PATCH_OP, userOf } from './people.ts';
import { ask } from './processes.ts';
import type { BenchedService } from './service.ts';

/** How long one request kept the service from everything else. */
export interface Block {
  readonly name: string;
  readonly status: number;
  /** Milliseconds of the whole request, and of its longest step. */
  readonly ms: number;
  readonly longest: number;
}

type Heavy = readonly [name: string, method: string, path: string, body?: object | string];

const ROOT = '/api/scim/v2/groups/bench';
/** Terms that one filter may have. */
const TERMS = Math.floor(limits.filterTokens / 4) - 1;

/** Sends the heaviest requests that the limits allow, one after the other, to a service that has these users. */
export async function measureBlocks(
  service: BenchedService,
  userIds: readonly string[],
  say: (what: string) => void,
): Promise<Block[]> {
  const blocks: Block[] = [];
  const send = async ([name, method, path, body]: Heavy): Promise<Reply> => {
    say(name);
    const connection = await Connection.open(service.port);
    const text = requestText(method, ROOT + path, service.token, body);
    await ask(service.process, 'begin block');
    const start = performance.now();
    const reply = await connection.send(text);
    const ms = performance.now() - start;
    const longest = await ask<number>(service.process, 'end block');
    connection.close();
    blocks.push({ name, status: reply.status, ms, longest });
    return reply;
  };
  for (const heavy of [...refused(), ...onUsers(userIds), ...inBulk()]) await send(heavy);
  const everybody = group('Everybody', userIds);
  const made = await send(['create a group of everybody', 'POST', '/Groups?attributes=id', everybody]);
  const { id } = JSON.parse(made.body.toString()) as { id: string };
  for (const heavy of onGroup(id, everybody)) await send(heavy);
  return blocks;
}

function refused(): Heavy[] {
  const nobody = Array.from({ length: limits.groupMembers }, (_, at) => `nobody${at}`);
  return [
    ['brackets only', 'POST', '/Groups', '['.repeat(limits.groupBodyBytes)],
    ['too many values', 'POST', '/Groups', `{"a":[${'1,'.repeat(limits.groupJsonNodes)}1]}`],
    ['a group of people who are not there', 'POST', '/Groups', group('Nobody', nobody)],
  ];
}

function onUsers(userIds: readonly string[]): Heavy[] {
  const terms = (of: (at: number) => string, count = TERMS) =>
    Array.from({ length: count }, (_, at) => of(at)).join(' or ');
  const many = encodeURIComponent(terms((at) => `title co "no${at}"`));
  const operations = (of: (at: number) => string) =>
    patch(
      Array.from({ length: limits.patchOperations }, (_, at) => ({
        op: 'replace',
        path: of(at),
        value: 'a@b.test',
      })),
    );
  const target = `/Users/${userIds[0]}`;
  return [
    ['a filter of many terms', 'GET', `/Users?filter=${many}`],
    ['sorted by an attribute without an index', 'GET', `/Users?sortBy=title&count=${limits.maxPageSize}`],
    [
      'a PATCH of many long filters',
      'PATCH',
      target,
      operations((at) => `emails[${terms((n) => `type eq "${at}.${n}"`)}].value`),
    ],
    ['a PATCH that makes many values', 'PATCH', target, operations((at) => `emails[type eq "t${at}"].value`)],
  ];
}

function inBulk(): Heavy[] {
  const all = Array.from({ length: limits.bulkOperations }, (_, at) => at);
  const post = (at: number, path: string, data: object) => ({ method: 'POST', path, bulkId: `b${at}`, data });
  const refer = (at: number) => Array.from({ length: 60 }, (_, n) => `bulkId:b${(at + n + 1) % all.length}`);
  return [
    [
      'a bulk of users',
      'POST',
      '/Bulk',
      { Operations: all.map((at) => post(at, '/Users', userOf(10_000_000 + at))) },
    ],
    [
      'a bulk of circles',
      'POST',
      '/Bulk',
      { Operations: all.map((at) => post(at, '/Groups', { members: refer(at) })) },
    ],
  ];
}

function onGroup(id: string, everybody: object): Heavy[] {
  const path = `/Groups/${id}`;
  return [
    ['replace a group by the same', 'PUT', `${path}?attributes=id`, everybody],
    ['remove all members', 'PATCH', path, patch([{ op: 'remove', path: 'members' }])],
    ['add everybody', 'PATCH', path, patch([{ op: 'add', value: everybody }])],
    ['delete a group of everybody', 'DELETE', path],
  ];
}

function group(displayName: string, ids: readonly string[]): object {
  return { schemas: [GROUP], displayName, members: ids.map((value) => ({ value })) };
}

function patch(Operations: readonly object[]): object {
  return { schemas: [PATCH_OP], Operations };
}
