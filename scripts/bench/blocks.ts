import { request } from 'undici';
import { limits } from '../../config/limits.ts';
import { circles, groupsOfUsers, nestedGroups, newUsers } from './heavy_bulk.ts';
import { byGroup, group, type Heavy, lists, onMembers, onUser, refused } from './heavy_requests.ts';
import { type HeavyForm, heavyResponses } from './heavy_saml.ts';
import { longUserOf, userOf } from './people.ts';
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

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Sends the heaviest requests that the limits allow, one after the other. */
export async function measureBlocks(service: BenchedService, say: (what: string) => void): Promise<Block[]> {
  const { userIds, rollcall } = service;
  const blocks: Block[] = [];
  const measured = async (name: string, sent: () => Promise<Answer>): Promise<string> => {
    say(name);
    const { block, text } = await measure(service, name, sent);
    blocks.push(block);
    return text;
  };
  const send = ([name, ...heavy]: Heavy) => measured(name, () => scimAnswer(service, ...heavy));
  const create = async (heavy: Heavy) => /"id":"([^"]+)"/.exec(await send(heavy))?.[1] ?? '';
  const createGroup = (name: string, ids: readonly string[]) =>
    create([`create the group ${name}`, 'POST', '/Groups?attributes=id', group(ids, name)]);
  const sendAll = async (all: readonly Heavy[]) => {
    for (const heavy of all) await send(heavy);
  };

  await sendAll([...refused(), ...lists()]);
  const longId = await create([
    'create a user with long texts',
    'POST',
    '/Users?attributes=id',
    longUserOf(20_000_000),
  ]);
  await send(['delete that user', 'DELETE', `/Users/${longId}`]);
  const userId = await create(['create a user', 'POST', '/Users?attributes=id', userOf(20_000_001)]);
  await sendAll(onUser(`/Users/${userId}`));

  const whole = await createGroup('Everybody', userIds);
  await sendAll(onMembers({ what: 'a group', path: `/Groups/${whole}`, name: 'Everybody' }, userIds));
  await send(['delete a group of everybody', 'DELETE', `/Groups/${whole}`]);
  const some = await createGroup('Some', userIds.slice(0, limits.filteredMembers));
  await sendAll(byGroup(some));

  await send(circles());
  const made = await send(newUsers(30_000_000));
  const people = [...made.matchAll(/"location":"[^"]*\/Users\/([^"]+)"/g)].map(([, id = '']) => id);
  await sendAll([groupsOfUsers(people), nestedGroups()]);

  const linked = { path: `/Groups/${await createGroup('Linked', [])}`, name: 'Linked' };
  await rollcall('group', 'create', 'bench/team');
  await rollcall('link', 'add', 'bench', 'Linked', 'bench/team', '--role', 'developer');
  await rollcall('integration', 'change', 'bench', '--removal-guard', 'on');
  await sendAll(onMembers({ ...linked, what: 'a linked group of people with accounts' }, people));
  await sendAll(onMembers({ ...linked, what: 'a linked group' }, [...people, ...userIds]));
  await send(['delete a linked group', 'DELETE', linked.path]);

  for (const response of await heavyResponses(service))
    await measured(response.name, () => formAnswer(service, response));
  return blocks;
}

async function measure(
  { process: server }: BenchedService,
  name: string,
  send: () => Promise<Answer>,
): Promise<{ block: Block; text: string }> {
  await ask(server, 'begin block');
  const start = performance.now();
  const { status, text } = await send();
  const ms = performance.now() - start;
  const longest = await ask<number>(server, 'end block');
  return { block: { name, status, ms, longest }, text };
}

async function scimAnswer(
  { port, token, scim }: BenchedService,
  method: string,
  path: string,
  body?: object | string,
): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const reply = await request(`http://127.0.0.1:${port}${scim}${path}`, {
    ...{ method, headers },
    ...(sent === undefined ? {} : { body: sent }),
  });
  return { status: reply.statusCode, text: await reply.body.text() };
}

/** Throws where a sound response is refused: the checks that come later would not be measured. */
async function formAnswer({ port }: BenchedService, { path, form, isRefused }: HeavyForm): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(form).toString();
  const reply = await request(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  const location = String(reply.headers.location);
  if (location.includes('refused') !== isRefused)
    throw new Error(`the SAML response was answered by ${location}`);
  return { status: reply.statusCode, text: await reply.body.text() };
}
