import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { members } from '../../lib/groups/types.ts';
import { type IntegrationSettings, integrations } from '../../lib/integrations/types.ts';
import { all } from '../../lib/store/every.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, deactivation, type Reply, type Rollcall, type Tenant, user } from '../helper.ts';
import { aged, below, groupNamed } from '../provisioning/people.ts';
import { connected, integrationIn } from '../provisioning/second.ts';

const LONG = 600_000;
/** People who are made at once: more wait for each other on a slow store. */
const AT_ONCE = 20;

describe('mass removals by directory groups and attributes', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let people: string[];
  let dev: string;
  let name: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  const run = (command: string, args: Plain = {}) => operate(app.services, command, { group: name, ...args });
  const values = (ids: readonly string[]) => ids.map((value) => ({ value }));

  /** People of old, and a line of three of them. */
  async function populated(count: number, settings: Partial<IntegrationSettings> = {}): Promise<void> {
    tenant = await app.bootstrap(undefined, { removalPeople: 3, removalPercent: 100, ...settings });
    name = tenant.slug;
    dev = (await below(app.services, await groupNamed(app.services, tenant.groupId), 'dev')).id;
    people = [];
    for (let from = 0; from < count; from += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_one, at) => from + at);
      const made = await Promise.all(
        some.map((at) => tenant.scim('POST', '/Users', user(`p${at}@${name}.test`))),
      );
      people.push(...made.map(({ body }) => String(body.id)));
    }
  }

  async function group(displayName: string, ids: readonly string[]): Promise<string> {
    const reply = await tenant.scim('POST', '/Groups', { displayName, members: values(ids) });
    expect(reply.status, JSON.stringify(reply.body)).to.equal(201);
    return String(reply.body.id);
  }

  async function linked(directoryGroup: string, role = 'developer'): Promise<void> {
    await run('link add', { directoryGroup, target: `${name}/dev`, role });
    await aged(app.services, tenant.groupId);
  }

  /** How many people are in the subgroup. */
  async function inDev(): Promise<number> {
    const { store } = app.services;
    return (await all(store, members, tenant.groupId, { index: 'group', equal: [dev] })).length;
  }

  async function isPaused(): Promise<boolean> {
    const present = await app.services.store.get(integrations, tenant.groupId, tenant.integrationId);
    return present?.paused !== undefined;
  }

  const patch = (id: string, ...Operations: object[]) =>
    tenant.scim('PATCH', `/Groups/${id}`, { Operations });

  it('by DELETE of memberships one by one are counted, and paused at the limit', async () => {
    await populated(5);
    const id = await group('All', people);
    await linked(id);
    const statuses: number[] = [];
    for (const one of people) {
      const { status } = await tenant.scim('DELETE', `/GroupMemberships/${id}:${one}`);
      statuses.push(status);
    }
    expect(statuses).to.deep.equal([204, 204, 204, 503, 503]);
    expect([await isPaused(), await inDev()]).to.deep.equal([true, 2]);
  });

  const ways: [title: string, take: (id: string) => Promise<Reply>][] = [
    [
      'a PUT with an empty list',
      (id) => tenant.scim('PUT', `/Groups/${id}`, { displayName: 'All', members: [] }),
    ],
    [
      'a PUT with fewer',
      (id) =>
        tenant.scim('PUT', `/Groups/${id}`, { displayName: 'All', members: values(people.slice(0, 1)) }),
    ],
    ['a PATCH that removes all', (id) => patch(id, { op: 'remove', path: 'members' })],
    [
      'a PATCH that removes some',
      (id) => patch(id, { op: 'remove', path: 'members', value: values(people.slice(1)) }),
    ],
    ['a DELETE', (id) => tenant.scim('DELETE', `/Groups/${id}`)],
  ];
  for (const [title, take] of ways)
    it(`are refused whole and pause the integration: ${title}; once resumed, it passes`, async () => {
      await populated(5);
      const id = await group('All', people);
      await linked('All');
      const refused = await take(id);
      expect(refused.status).to.equal(503);
      expect(refused.headers.get('retry-after')).to.equal(String(limits.pausedRetrySeconds));
      expect(await inDev()).to.equal(5);
      expect((await tenant.scim('GET', `/Groups/${id}`)).body.members).to.have.length(5);
      expect(await isPaused()).to.equal(true);
      await run('integration resume');
      expect((await take(id)).status).to.be.oneOf([200, 204]);
      expect(await inDev()).to.be.below(2);
      expect(await isPaused()).to.equal(false);
    });

  const emptyings: [title: string, take: (id: string) => Promise<Reply>][] = [
    ['PUT []', (id) => tenant.scim('PUT', `/Groups/${id}`, { displayName: id, members: [] })],
    ['PUT null', (id) => tenant.scim('PUT', `/Groups/${id}`, { displayName: id, members: null })],
    ['PATCH replace []', (id) => patch(id, { op: 'replace', path: 'members', value: [] })],
    ['PATCH replace null', (id) => patch(id, { op: 'replace', path: 'members', value: null })],
    ['PATCH replace null without a path', (id) => patch(id, { op: 'replace', value: { members: null } })],
    ['PATCH remove', (id) => patch(id, { op: 'remove', path: 'members' })],
    ['PATCH remove null', (id) => patch(id, { op: 'remove', path: 'members', value: null })],
    ['PATCH remove ""', (id) => patch(id, { op: 'remove', path: 'members', value: '' })],
    [
      'PATCH remove null, then remove',
      (id) => patch(id, { op: 'remove', path: 'members', value: null }, { op: 'remove', path: 'members' }),
    ],
    [
      'PATCH in bulk',
      async (id) => {
        const data = { Operations: [{ op: 'replace', path: 'members', value: null }] };
        const Operations = [{ method: 'PATCH', path: `/Groups/${id}`, data }];
        const reply = await tenant.scim('POST', '/Bulk', { Operations });
        const [done] = reply.body.Operations as { status: string }[];
        return { ...reply, status: Number(done?.status) };
      },
    ],
  ];
  const roomy = { removalPeople: 50, removalPercent: 100 };
  for (const [title, take] of emptyings)
    it(`are refused from the second person on when one request empties a linked group: ${title}`, async () => {
      await populated(3, roomy);
      const [pair, idle] = [await group('Pair', people.slice(0, 2)), await group('Idle', people)];
      await linked('Pair');
      expect((await take(idle)).status).to.be.oneOf([200, 204]);
      expect(await isPaused()).to.equal(false);
      expect((await take(pair)).status).to.equal(503);
      expect(await inDev()).to.equal(2);
      expect(await isPaused()).to.equal(true);
      const shown = (await run('integration show')) as { paused?: { reason: string } };
      expect(shown.paused?.reason).to.equal(
        'One request would have emptied a directory group, and 2 people would have lost access.',
      );
      await run('integration resume');
      expect((await take(pair)).status).to.be.oneOf([200, 204]);
      expect(await inDev()).to.equal(0);
    });

  for (const [title, take] of emptyings) {
    const isBlank = /null|""|bulk/.test(title);
    const what = isBlank ? 'a removal that is refused' : 'an ordinary removal';
    it(`${title} that empties a linked group of one person is ${what}`, async () => {
      await populated(1, roomy);
      const id = await group('One', people);
      await linked('One');
      expect((await take(id)).status).to.be.oneOf(isBlank ? [503] : [200, 204]);
      expect(await isPaused()).to.equal(isBlank);
      expect(await inDev()).to.equal(isBlank ? 1 : 0);
    });
  }

  const partings: [title: string, take: (id: string) => Promise<Reply>][] = [
    [
      'a request names who leaves',
      (id) => patch(id, { op: 'remove', path: 'members', value: values(people) }),
    ],
    [
      'they leave one after the other',
      (id) => {
        const leave = people.map((one) => ({ op: 'remove', path: `members[value eq "${one}"]` }));
        return patch(id, ...leave);
      },
    ],
    ['the group is deleted', (id) => tenant.scim('DELETE', `/Groups/${id}`)],
  ];
  for (const [title, take] of partings)
    it(`do not count two people when ${title}`, async () => {
      await populated(2, roomy);
      const id = await group('All', people);
      await linked('All');
      expect((await take(id)).status).to.equal(204);
      expect(await inDev()).to.equal(0);
    });

  it('do not count a PUT without members, or a PATCH that replaces members', async () => {
    await populated(3, roomy);
    const id = await group('All', people.slice(0, 2));
    await linked('All');
    expect((await tenant.scim('PUT', `/Groups/${id}`, { displayName: 'All' })).status).to.equal(200);
    expect(await inDev()).to.equal(2);
    const others = values(people.slice(2));
    const added = { op: 'add', path: 'members', value: others };
    expect((await patch(id, { op: 'remove', path: 'members' }, added)).status).to.equal(204);
    expect(await inDev()).to.equal(1);
  });

  it('are refused when one request empties a group with a nested group of two people', async () => {
    await populated(2, roomy);
    const outer = await group('Outer', [await group('Inner', people)]);
    await linked('Outer');
    expect((await patch(outer, { op: 'replace', path: 'members', value: [] })).status).to.equal(503);
    expect(await inDev()).to.equal(2);
  });

  const nestings: [title: string, take: (outer: string, middle: string) => Promise<Reply>][] = [
    ['is taken out', (outer) => patch(outer, { op: 'remove', path: 'members' })],
    ['is deleted', (_outer, middle) => tenant.scim('DELETE', `/Groups/${middle}`)],
    ['is emptied', (_outer, middle) => patch(middle, { op: 'remove', path: 'members' })],
  ];
  for (const [title, take] of nestings)
    it(`count everybody below a nested group when it ${title}`, async () => {
      await populated(5);
      const middle = await group('Middle', [await group('Inner', people)]);
      const outer = await group('Outer', [middle]);
      await linked('Outer');
      expect(await inDev()).to.equal(5);
      expect((await take(outer, middle)).status).to.equal(503);
      expect(await inDev()).to.equal(5);
      expect((await tenant.scim('GET', `/Groups/${outer}`)).body.members).to.have.length(1);
    });

  it('are counted before anything is taken, for more people than one transaction processes', async () => {
    const count = limits.recalculatedAtOnce + 1;
    await populated(count, { removalPeople: limits.recalculatedAtOnce });
    const [one, other] = [await group('One', people), await group('Other', people)];
    await linked('One');
    await linked('Other', 'reporter');
    const all = { op: 'remove', path: 'members' };
    expect((await patch(one, all)).status).to.equal(204);
    expect((await patch(other, all)).status).to.equal(503);
    expect(await inDev()).to.equal(count);
    await run('integration resume');
    expect((await patch(other, all)).status).to.equal(204);
    expect(await inDev()).to.equal(0);
  }).timeout(LONG);

  it('count several requests together, and deactivated users too', async () => {
    await populated(5);
    const id = await group('All', people);
    await linked('All');
    const [first = '', second = '', third = '', fourth = ''] = people;
    const leave = (who: string) => patch(id, { op: 'remove', path: `members[value eq "${who}"]` });
    expect((await leave(first)).status).to.equal(204);
    expect((await tenant.scim('PATCH', `/Users/${second}`, deactivation)).status).to.equal(200);
    expect((await leave(third)).status).to.equal(204);
    expect((await tenant.scim('PATCH', `/Users/${first}`, deactivation)).status).to.equal(200);
    expect((await leave(fourth)).status).to.equal(503);
    expect(await inDev()).to.equal(2);
  });

  it('that are concurrent never exceed the limit together', async () => {
    await populated(12, { removalPeople: 5 });
    const ids = await Promise.all(people.map((one, at) => group(`G${at}`, [one])));
    for (const at of ids.keys())
      await run('link add', { directoryGroup: `G${at}`, target: `${name}/dev`, role: 'guest' });
    await aged(app.services, tenant.groupId);
    const replies = await Promise.all(ids.map((id) => tenant.scim('DELETE', `/Groups/${id}`)));
    expect(replies.filter(({ status }) => status === 204)).to.have.length(5);
    expect(replies.filter(({ status }) => status === 503)).to.have.length(7);
    expect(await inDev()).to.equal(7);
  });

  it('do not count a membership that stays in another role, or a person who got access just now', async () => {
    await populated(5);
    const id = await group('All', people);
    await group('Some', people);
    await linked('All');
    await linked('Some', 'reporter');
    expect((await patch(id, { op: 'remove', path: 'members' })).status).to.equal(204);
    expect(await inDev()).to.equal(5);

    await populated(5);
    const fresh = await group('All', people);
    await run('link add', { directoryGroup: 'All', target: `${name}/dev`, role: 'guest' });
    expect((await tenant.scim('DELETE', `/Groups/${fresh}`)).status).to.equal(204);
    expect(await isPaused()).to.equal(false);
  });

  it('are refused when user attributes take roles away', async () => {
    await populated(5);
    await run('integration role-attribute set', { attribute: 'roles', target: `${name}/dev` });
    const say = (id: string, value: object[]) =>
      tenant.scim('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', path: 'roles', value }] });
    const statuses: number[] = [];
    for (const id of people) expect((await say(id, [{ value: 'developer' }])).status).to.equal(200);
    await aged(app.services, tenant.groupId);
    for (const id of people) expect((await say(id, [{ value: 'reporter' }])).status).to.equal(200);
    for (const id of people) statuses.push((await say(id, [{ value: 'nothing' }])).status);
    expect(statuses).to.deep.equal([200, 200, 200, 503, 503]);
    expect(await inDev()).to.equal(2);
  });

  it('are refused when people lose what their other integration does not give', async () => {
    await populated(5);
    await group('All', people);
    await linked('All');
    const other = await connected(app.services, tenant, { name: 'second' });
    for (const at of people.keys()) await other.scim('POST', '/Users', user(`p${at}@${name}.test`));
    const statuses: number[] = [];
    for (const id of people) statuses.push((await tenant.scim('PATCH', `/Users/${id}`, deactivation)).status);
    expect(statuses).to.deep.equal([200, 200, 200, 503, 503]);
  });

  const commands: [what: string, act: () => Promise<unknown>][] = [
    ['removing a link', () => run('link remove', { directoryGroup: 'All', target: `${name}/dev` })],
    ['removing the integration', () => run('integration remove', { integration: 'SCIM', members: 'revoke' })],
  ];
  for (const [what, act] of commands)
    it(`are not counted for changes by hand: ${what}`, async () => {
      await populated(5);
      await group('All', people);
      await linked('All');
      await act();
      expect(await inDev()).to.equal(0);
      expect(await isPaused()).to.equal(false);
    });

  it('are not counted when going live with removals of a preview', async () => {
    await populated(5);
    await aged(app.services, tenant.groupId);
    const { store, previews } = app.services;
    const present = await integrationIn(app.services, tenant, 'SCIM');
    const live = await store.transaction(async (unit) => previews.begin(unit, present, { kind: 'operator' }));
    for (const id of people) expect((await tenant.scim('DELETE', `/Users/${id}`)).status).to.equal(204);
    const { items } = await previews.plan(live, { limit: 10 });
    expect(items.map(({ outcome }) => outcome)).to.deep.equal(['leave', 'leave', 'leave', 'leave', 'leave']);
    await run('integration go-live');
    expect(await isPaused()).to.equal(false);
    expect(
      await all(store, members, tenant.groupId, { index: 'group', equal: [tenant.groupId] }),
    ).to.have.length(1);
  });

  it('take nothing when discarded, and the integration is disabled', async () => {
    await populated(5);
    const id = await group('All', people);
    await linked('All');
    expect((await tenant.scim('DELETE', `/Groups/${id}`)).status).to.equal(503);
    const shown = (await run('integration show')) as { paused?: { reason: string; concerned: object[] } };
    expect(shown.paused?.concerned).to.deep.equal([]);
    expect(shown.paused?.reason).to.match(/^0 people have lost access .* those of the next request would/);
    expect(await run('integration discard')).to.deep.include({ restored: [] });
    expect(await inDev()).to.equal(5);
    expect((await tenant.scim('GET', '/Users')).status).to.equal(403);
  });
});
