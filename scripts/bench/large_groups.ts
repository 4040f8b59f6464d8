import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { request } from 'undici';
import { limits } from '../../config/limits.ts';
import { Connection, type Reply, requestText } from './connection.ts';
import { group } from './heavy_requests.ts';
import { expectStatus } from './load.ts';
import { PATCH_OP } from './people.ts';
import type { Used } from './probe.ts';
import { ask } from './processes.ts';
import type { BenchedService } from './service.ts';
import { figuresOf, Samples } from './statistics.ts';

/** What one thing that is done to a large group costs, and what it costs others. */
export interface LargeGroup {
  readonly name: string;
  /** Milliseconds until it is done, or the median of many. */
  readonly ms: number;
  /** Milliseconds of processor time of one. */
  readonly cpu: number;
  /** The longest wait of others meanwhile, in milliseconds: `/readyz`, and a change of another user. */
  readonly ready: number;
  readonly change: number;
  /** The most memory that the service held meanwhile, in bytes; only Linux tells. */
  readonly memory: number;
}

/** Members that are put in or out, one after the other. */
const MOVES = 200;
const AT_ONCE = 7;
/** Milliseconds between two requests of others, and between two looks at the memory. */
const PAUSE = 10;

/** Does to a group of everybody what takes long, one after the other, while others go on asking. */
export async function measureLargeGroups(
  service: BenchedService,
  say: (what: string) => void,
): Promise<LargeGroup[]> {
  const { userIds, rollcall } = service;
  const [other = '', ...ids] = userIds;
  const measured: LargeGroup[] = [];
  const during = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    say(name);
    const { result, ...figures } = await besideOthers(service, other, work);
    measured.push({ name, ...figures });
    return result;
  };
  const send = (method: string, path: string, body?: object) => sendAlone(service, method, path, body);
  const create = async (name: string) => idOf(await send('POST', '/Groups?attributes=id', group(ids, name)));

  await during('nothing', () => setTimeout(MOVES * PAUSE));
  const id = await during('a POST with all members', () => create('Everybody'));
  const path = `/Groups/${id}`;
  await during('a GET with all members', () => readWhole(service, path));
  const patch = async (operation: object) => {
    const body = { schemas: [PATCH_OP], Operations: [operation] };
    expectStatus(await send('PATCH', path, body), 204);
  };
  measured.push(
    await eachOf('remove one member', service, ids, (value) =>
      patch({ op: 'remove', path: `members[value eq "${value}"]` }),
    ),
    await eachOf('add one member', service, ids, (value) =>
      patch({ op: 'add', path: 'members', value: [{ value }] }),
    ),
  );
  await rollcall('group', 'create', 'bench/team');
  await during('a link of the group', () =>
    rollcall('link', 'add', 'bench', 'Everybody', 'bench/team', '--role', 'developer'),
  );
  await during('a PUT that removes all members of the linked group', () =>
    send('PUT', `${path}?attributes=id`, group([], 'Everybody')),
  );
  await during(`${AT_ONCE} such POSTs at once`, () => postAtOnce(service, ids));
  return measured;
}

async function readWhole({ port, token, scim }: BenchedService, path: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  await (await request(`http://127.0.0.1:${port}${scim}${path}`, { headers })).body.text();
}

/** Those that wait too long for their turn are refused. */
async function postAtOnce(service: BenchedService, ids: readonly string[]): Promise<void> {
  const names = Array.from({ length: AT_ONCE }, (_, at) => `Everybody ${at}`);
  await Promise.all(
    names.map((name) => sendAlone(service, 'POST', '/Groups?attributes=id', group(ids, name))),
  );
}

/** Sends a request on a connection of its own: one that waits is closed. */
async function sendAlone(
  { port, token, scim }: BenchedService,
  method: string,
  path: string,
  body?: object,
): Promise<Reply> {
  const connection = await Connection.open(port);
  try {
    return await connection.send(requestText(method, `${scim}${path}`, token, body));
  } finally {
    connection.close();
  }
}

async function eachOf(
  name: string,
  { process: server }: BenchedService,
  ids: readonly string[],
  work: (id: string) => Promise<void>,
): Promise<LargeGroup> {
  const samples = new Samples();
  const some = ids.filter((_, at) => at % Math.ceil(ids.length / MOVES) === 0);
  const before = await ask<Used>(server, 'used');
  for (const id of some) {
    const start = performance.now();
    await work(id);
    samples.add(performance.now() - start);
  }
  const { cpu, memory } = await ask<Used>(server, 'used');
  const { p50 } = figuresOf(samples, 1);
  return { name, ms: p50, cpu: (cpu - before.cpu) / some.length, ready: 0, change: 0, memory };
}

/** Does some work while others go on asking. */
async function besideOthers<T>(
  { process: server, port, token, scim }: BenchedService,
  userId: string,
  work: () => Promise<T>,
): Promise<Omit<LargeGroup, 'name'> & { readonly result: T }> {
  let isOver = false;
  const longest = async (asking: (turn: number) => string) => {
    const connection = await Connection.open(port);
    let most = 0;
    for (let turn = 0; !isOver; turn++) {
      const start = performance.now();
      await connection.send(asking(turn));
      most = Math.max(most, performance.now() - start);
      await setTimeout(PAUSE);
    }
    connection.close();
    return most;
  };
  const held = async () => {
    let most = 0;
    for (; !isOver; await setTimeout(PAUSE)) most = Math.max(most, memoryOf(server.pid));
    return most;
  };
  const replace = (turn: number) => ({
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', path: 'title', value: `${turn % limits.multiValues}` }],
  });
  const before = await ask<Used>(server, 'used');
  const others = Promise.all([
    longest(() => requestText('GET', '/readyz')),
    longest((turn) => requestText('PATCH', `${scim}/Users/${userId}`, token, replace(turn))),
    held(),
  ]);
  const start = performance.now();
  try {
    const result = await work();
    const ms = performance.now() - start;
    isOver = true;
    const [ready, change, memory] = await others;
    const after = await ask<Used>(server, 'used');
    return { result, ms, cpu: after.cpu - before.cpu, ready, change, memory };
  } finally {
    isOver = true;
  }
}

function memoryOf(pid: number | undefined): number {
  if (process.platform !== 'linux') return 0;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
}

function idOf(reply: Reply): string {
  expectStatus(reply, 201);
  return (JSON.parse(reply.body.toString()) as { readonly id: string }).id;
}
