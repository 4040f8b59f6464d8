import { request } from 'undici';
import { measureCeilings, type Pace } from './ceilings.ts';
import { group } from './heavy_requests.ts';
import { expectStatus, type Measured, measure, type Work } from './load.ts';
import { userNameOf } from './people.ts';
import type { BenchedService } from './service.ts';

export interface Pages {
  readonly users: number;
  /** What the bare tools reached just before. */
  readonly ceilings: readonly Measured[];
  readonly measured: readonly Measured[];
}

/** Requests in the log, directory groups, and subgroups. */
const REQUESTS = 1_000;
const DIRECTORY_GROUPS = 50;
const SUBGROUPS = 10;
const GROUP = '/groups/bench';

/** Opens every page of an owner again and again, in a group with as many members as the service has users. */
export async function measurePages(service: BenchedService, pace: Pace): Promise<Pages> {
  pace.say('filling the group');
  const { directoryGroup, entry } = await fill(service);
  const cookie = await signedIn(service);
  const users = service.userIds.length;
  const ceilings = (await measureCeilings({ ...pace, clients: [1] })).filter(({ name }) => name === 'Koa');
  const measured: Measured[] = [];
  for (const [name, path] of pagesOf(service, { directoryGroup, entry })) {
    pace.say(name);
    measured.push(await measure(opening(name, path, cookie), service, { clients: 1, seconds: pace.seconds }));
  }
  return { users, ceilings, measured };
}

function pagesOf(
  { integrationId, owner, userIds }: BenchedService,
  { directoryGroup, entry }: { readonly directoryGroup: string; readonly entry: string },
): (readonly [name: string, path: string])[] {
  const at = `${GROUP}/-/provisioning/${integrationId}`;
  const directory = `${GROUP}/-/directory-groups/${integrationId}/${directoryGroup}`;
  const somebody = userNameOf(Math.floor(userIds.length / 2));
  return [
    ['your groups', '/groups'],
    ['search', '/search?q=ann'],
    ['overview', GROUP],
    ['members', `${GROUP}/-/members`],
    ['members, searched', `${GROUP}/-/members?search=${somebody.slice(0, 8)}`],
    ['members, one role', `${GROUP}/-/members?role=owner`],
    ['why', `${GROUP}/-/members/${owner.username}`],
    ['subgroups', `${GROUP}/-/groups`],
    ['invitations', `${GROUP}/-/invitations`],
    ['provisioning', `${GROUP}/-/provisioning`],
    ['an integration', at],
    ['settings', `${at}/settings`],
    ['attention', `${at}/attention`],
    ['remove an integration', `${at}/remove`],
    ['reconcile', `${at}/reconcile`],
    ['people', `${GROUP}/-/people`],
    ['people, searched', `${GROUP}/-/people?search=${somebody.slice(0, 8)}`],
    ['a user', `${GROUP}/-/people/${userIds[0]}`],
    ['directory groups', `${GROUP}/-/directory-groups`],
    ['a directory group of everybody', directory],
    ['the plan of a link', `${directory}/link?target=bench&role=developer`],
    ['log', `${GROUP}/-/log`],
    ['log of one person', `${GROUP}/-/log?user=${somebody}`],
    ['log, refused', `${GROUP}/-/log?status=refused`],
    ['a log entry', `${GROUP}/-/log/${entry}`],
    ['single sign-on', `${GROUP}/-/single-sign-on`],
    ['domains', `${GROUP}/-/domains`],
    ['audit', `${GROUP}/-/audit`],
    ['guide', `${GROUP}/-/guides/entra`],
    ['profile', '/profile'],
  ];
}

function opening(name: string, path: string, cookie: string): Work {
  const text = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\n\r\n`;
  return {
    name,
    turn: async (send) => expectStatus(await send(text), 200),
  };
}

/** Gives the group what its pages show. */
async function fill(service: BenchedService) {
  const { userIds, rollcall } = service;
  const everybody = await scim(service, 'POST', '/Groups?attributes=id', group(userIds, 'Everybody'));
  for (let n = 1; n < DIRECTORY_GROUPS; n++) await scim(service, 'POST', '/Groups', group([], `Group ${n}`));
  for (let n = 0; n < REQUESTS; n++)
    await scim(service, 'GET', `/Users/${userIds[(n * 97) % userIds.length] ?? ''}`);
  for (let n = 0; n < SUBGROUPS; n++) await rollcall('group', 'create', `bench/team-${n}`);
  const { headers } = await scim(service, 'GET', '/Users/nobody');
  const directoryGroup = /"id":"([^"]+)"/.exec(everybody.body)?.[1] ?? '';
  return { directoryGroup, entry: String(headers['x-request-id']) };
}

async function scim({ port, token }: BenchedService, method: string, path: string, body?: object) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const reply = await request(`http://127.0.0.1:${port}/api/scim/v2/groups/bench${path}`, {
    ...{ method, headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { body: await reply.body.text(), headers: reply.headers };
}

/** The cookie of a session of the owner. */
async function signedIn({ port, owner }: BenchedService): Promise<string> {
  const at = `http://127.0.0.1:${port}/sign-in`;
  const form = await fetch(at);
  const guest = cookiesOf(form);
  const token = /name="form_token" value="([^"]*)"/.exec(await form.text())?.[1] ?? '';
  const answer = await fetch(at, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: guest, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ form_token: token, name: owner.username, password: owner.password }),
  });
  if (answer.status !== 303) throw new Error(`the owner cannot sign in: ${answer.status}`);
  return cookiesOf(answer);
}

function cookiesOf({ headers }: Response): string {
  return headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}
