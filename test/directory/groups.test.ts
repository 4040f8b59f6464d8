import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { HOUR } from '../../lib/kernel/runtime.ts';
import { directoryMembers } from '../../lib/provisioning/directory/collections.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { movableClock } from '../clock.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';

describe('directory groups', () => {
  const clock = movableClock();
  let app: Rollcall;
  let tenant: Tenant;
  let ann: string;
  let bob: string;

  before(async () => {
    app = await boot({ runtime: clock.runtime });
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    [ann, bob] = [await person('ann'), await person('bob')];
  });

  async function person(name: string): Promise<string> {
    const email = `${name}@${tenant.groupId}.test`;
    return String((await tenant.scim('POST', '/Users', user(email))).body.id);
  }

  async function group(displayName: string, ...members: string[]): Promise<string> {
    const body = {
      displayName,
      ...(members.length > 0 ? { members: members.map((value) => ({ value })) } : {}),
    };
    const { status, body: made } = await tenant.scim('POST', '/Groups', body);
    expect(status, JSON.stringify(made)).to.equal(201);
    return String(made.id);
  }

  async function membersOf(id: string): Promise<string[]> {
    const { body } = await tenant.scim('GET', `/Groups/${id}`);
    return ((body.members ?? []) as Resource[]).map(({ value }) => String(value)).sort();
  }

  async function patch(id: string, ...operations: Resource[]) {
    return tenant.scim('PATCH', `/Groups/${id}`, { Operations: operations });
  }

  it('are created with their members, shown with kind and address', async () => {
    const inner = await group('Inner');
    const { body, headers } = await tenant.scim('POST', '/Groups', {
      displayName: 'Outer',
      externalId: 'o-1',
      members: [{ value: ann, display: 'Ann' }, { value: inner }],
    });
    expect(body).to.include({ displayName: 'Outer', externalId: 'o-1' });
    expect(headers.get('location')).to.equal(
      `${tenant.scimUrl}/Groups/${body.id}`.replace(app.url, 'http://localhost:8080'),
    );
    const members = (body.members as Resource[]).toSorted((a, b) =>
      String(a.type).localeCompare(String(b.type)),
    );
    expect(members.map(({ value, type }) => [value, type])).to.deep.equal([
      [inner, 'Group'],
      [ann, 'User'],
    ]);
    expect(String(members[1]?.$ref)).to.match(new RegExp(`/Users/${ann}$`));
  });

  it('show no members when they have none', async () => {
    const id = await group('Empty');
    expect((await tenant.scim('GET', `/Groups/${id}`)).body).to.not.have.property('members');
  });

  const edits: readonly (readonly [
    what: string,
    (a: string, b: string) => Resource[],
    (a: string, b: string) => string[],
  ])[] = [
    ['add', (_a, b) => [{ op: 'add', path: 'members', value: [{ value: b }] }], (a, b) => [a, b]],
    ['add who is there', (a) => [{ op: 'Add', path: 'members', value: [{ value: a }] }], (a) => [a]],
    ['add without a path', (_a, b) => [{ op: 'add', value: { members: [{ value: b }] } }], (a, b) => [a, b]],
    ['remove by value path', (a) => [{ op: 'remove', path: `members[value eq "${a}"]` }], () => []],
    ['remove by list', (a) => [{ op: 'Remove', path: 'members', value: [{ value: a }] }], () => []],
    ['remove all', () => [{ op: 'remove', path: 'members' }], () => []],
    [
      'remove a member that does not exist',
      (_a, b) => [{ op: 'remove', path: `members[value eq "${b}"]` }],
      (a) => [a],
    ],
    ['replace all', (_a, b) => [{ op: 'replace', path: 'members', value: [{ value: b }] }], (_a, b) => [b]],
    ['replace by nobody', () => [{ op: 'replace', path: 'members', value: [] }], () => []],
    [
      'swap',
      (a, b) => [
        { op: 'remove', path: `members[value eq "${a}"]` },
        { op: 'add', path: 'members', value: [{ value: b }] },
      ],
      (_a, b) => [b],
    ],
    [
      'take and give back',
      (a) => [
        { op: 'remove', path: 'members' },
        { op: 'add', path: 'members', value: [{ value: a }] },
      ],
      (a) => [a],
    ],
    ['nothing', () => [], (a) => [a]],
  ];

  for (const [what, operations, wanted] of edits) {
    it(`are changed by a PATCH: ${what}`, async () => {
      const id = await group('Team', ann);
      const { status } = await patch(id, ...operations(ann, bob));
      expect(status).to.equal(204);
      expect(await membersOf(id)).to.deep.equal(wanted(ann, bob).sort());
    });
  }

  it('answer a PATCH with the resource when attributes are asked for', async () => {
    const id = await group('Team', ann);
    const body = { Operations: [{ op: 'add', path: 'members', value: [{ value: bob }] }] };
    const reply = await tenant.scim('PATCH', `/Groups/${id}?attributes=members`, body);
    expect(reply.status).to.equal(200);
    expect(reply.body.members).to.have.length(2);
    expect(reply.body).to.not.have.property('displayName');
  });

  it('refuse an unknown member id by name, and change nothing', async () => {
    const id = await group('Team', ann);
    const operations = [
      { op: 'replace', path: 'displayName', value: 'Renamed' },
      { op: 'add', path: 'members', value: [{ value: bob }, { value: 'nobody' }] },
    ];
    const { status, body } = await patch(id, ...operations);
    expect([status, body.scimType]).to.deep.equal([400, 'invalidValue']);
    expect(String(body.detail)).to.include('nobody');
    expect(await membersOf(id)).to.deep.equal([ann]);
    expect((await tenant.scim('GET', `/Groups/${id}`)).body.displayName).to.equal('Team');
  });

  it('cut a long unknown id in the refusal', async () => {
    const value = 'n'.repeat(5_000);
    const { status, body } = await patch(await group('Team'), {
      op: 'add',
      path: 'members',
      value: [{ value }],
    });
    expect(status).to.equal(400);
    expect(String(body.detail)).to.have.length.below(2 * limits.loggedValueChars);
  });

  it('keep their members in a PUT without members, and lose them with an empty list', async () => {
    const id = await group('Team', ann, bob);
    const kept = await tenant.scim('PUT', `/Groups/${id}`, { displayName: 'Renamed' });
    expect(kept.body.members).to.have.length(2);
    const cleared = await tenant.scim('PUT', `/Groups/${id}`, { displayName: 'Renamed', members: [] });
    expect(cleared.body).to.not.have.property('members');
    expect(await membersOf(id)).to.deep.equal([]);
  });

  it('have unique names, in any letter case', async () => {
    const id = await group('Team');
    const taken = await tenant.scim('POST', '/Groups', { displayName: 'TEAM' });
    expect([taken.status, taken.body.scimType]).to.deep.equal([409, 'uniqueness']);
    const other = await group('Other');
    expect((await patch(other, { op: 'replace', value: { displayName: 'team' } })).status).to.equal(409);
    expect((await patch(id, { op: 'replace', value: { displayName: 'team' } })).status).to.equal(204);
  });

  it('cannot contain themselves', async () => {
    const inner = await group('Inner');
    const middle = await group('Middle', inner);
    const outer = await group('Outer', middle);
    for (const member of [inner, outer]) {
      const { status, body } = await patch(inner, { op: 'add', path: 'members', value: [{ value: member }] });
      expect([status, body.scimType], String(body.detail)).to.deep.equal([400, 'invalidValue']);
    }
  });

  it('cannot contain themselves by two concurrent changes', async () => {
    for (let run = 0; run < 5; run++) {
      const [a, b, c, d] = await Promise.all(['a', 'b', 'c', 'd'].map((name) => group(`${name} ${run}`)));
      const nest = (outer = '', inner = '') =>
        patch(outer, { op: 'add', path: 'members', value: [{ value: inner }] });
      await nest(b, c);
      await nest(d, a);
      const replies = await Promise.all([nest(a, b), nest(c, d)]);
      expect(replies.map(({ status }) => status).sort()).to.deep.equal([204, 400]);
    }
  });

  it('change their version and date only with their members', async () => {
    const id = await group('Team', ann);
    const meta = async () => (await tenant.scim('GET', `/Groups/${id}`)).body.meta as Resource;
    const before = await meta();
    clock.forward(HOUR);
    await patch(id, { op: 'add', path: 'members', value: [{ value: ann }] });
    expect(await meta()).to.deep.equal(before);
    const { headers } = await patch(id, { op: 'add', path: 'members', value: [{ value: bob }] });
    const after = await meta();
    // An empty answer shows no members, for whose names the ETag of a whole group speaks too.
    const own = (version: unknown) => String(version).replace(/\..*"$/, '"');
    expect(headers.get('etag')).to.equal(own(after.version)).and.not.equal(own(before.version));
    expect(Date.parse(String(after.lastModified))).to.be.at.least(
      Date.parse(String(before.lastModified)) + HOUR,
    );
    const stale = await tenant.scim(
      'PATCH',
      `/Groups/${id}`,
      { Operations: [] },
      { 'if-match': String(before.version) },
    );
    expect(stale.status).to.equal(412);
  });

  it('lose a user that is deleted and keep one that is deactivated', async () => {
    const id = await group('Team', ann, bob);
    await tenant.scim('PATCH', `/Users/${ann}`, deactivation);
    await tenant.scim('DELETE', `/Users/${bob}`);
    expect(await membersOf(id)).to.deep.equal([ann]);
  });

  it('disappear from the groups that contained them', async () => {
    const inner = await group('Inner');
    const outer = await group('Outer', inner, ann);
    expect((await tenant.scim('DELETE', `/Groups/${inner}`)).status).to.equal(204);
    expect((await tenant.scim('GET', `/Groups/${inner}`)).status).to.equal(404);
    expect(await membersOf(outer)).to.deep.equal([ann]);
  });

  const filters: readonly (readonly [filter: (a: string, b: string) => string, names: readonly string[]])[] =
    [
      [() => 'displayName eq "one"', ['One']],
      [() => 'externalId eq "x-2"', ['Two']],
      [(a) => `members.value eq "${a}"`, ['One', 'Two']],
      [(a) => `members eq "${a}"`, ['One', 'Two']],
      [(_a, b) => `members[value eq "${b}"]`, ['Two']],
      [(_a, b) => `displayName sw "t" and members.value eq "${b}"`, ['Two']],
      [(_a, b) => `not (members.value eq "${b}")`, ['None', 'One']],
      [() => 'members.value eq "nobody"', []],
      [(a, b) => `members[value eq "${a}" or value eq "${b}"]`, ['One', 'Two']],
    ];

  for (const [filter, names] of filters) {
    it(`are found by ${filter('ANN', 'BOB')}`, async () => {
      await group('None');
      await group('One', ann);
      const two = { displayName: 'Two', externalId: 'x-2', members: [{ value: ann }, { value: bob }] };
      await tenant.scim('POST', '/Groups', two);
      const query = `filter=${encodeURIComponent(filter(ann, bob))}&excludedAttributes=members&sortBy=displayName`;
      const { status, body } = await tenant.scim('GET', `/Groups?${query}`);
      expect(status, String(body.detail)).to.equal(200);
      const found = body.Resources as Resource[];
      expect(found.map(({ displayName }) => displayName)).to.deep.equal(names);
      for (const one of found) expect(one).to.not.have.property('members');
    });
  }

  it('refuse a filter on members that no index can answer', async () => {
    const { status, body } = await tenant.scim('GET', '/Groups?filter=members.type%20eq%20%22User%22');
    expect([status, body.scimType]).to.deep.equal([400, 'invalidFilter']);
  });

  it('apply a hundred concurrent changes and lose none', async () => {
    const id = await group('Team');
    const people = await Promise.all(Array.from({ length: 100 }, (_, at) => person(`p${at}`)));
    const replies = await Promise.all(
      people.map((value) => patch(id, { op: 'Add', path: 'members', value: [{ value }] })),
    );
    expect(new Set(replies.map(({ status }) => status))).to.deep.equal(new Set([204]));
    expect(await membersOf(id)).to.deep.equal(people.toSorted());
    await Promise.all(
      people.slice(50).map((value) => patch(id, { op: 'remove', path: `members[value eq "${value}"]` })),
    );
    expect(await membersOf(id)).to.deep.equal(people.slice(0, 50).sort());
  });

  it('with many members are streamed', async function () {
    this.timeout(600_000);
    const id = await group('Large', ann);
    const { store } = app.services;
    const { integrationId } = tenant;
    const many = Array.from({ length: 2_600 }, (_, at) => `m${String(at).padStart(5, '0')}`);
    await store.transaction(async (unit) => {
      for (const memberId of many)
        unit.insert(directoryMembers, {
          id: `${id}:${memberId}`,
          integrationId,
          groupId: id,
          memberId,
          kind: 'User',
        });
    });
    const whole = await tenant.scim('GET', `/Groups/${id}`);
    expect(whole.headers.get('content-length')).to.equal(null);
    const listed = (await tenant.scim('GET', '/Groups')).body.Resources as Resource[];
    for (const { members } of [whole.body, listed[0] ?? {}])
      expect((members as Resource[]).map(({ value }) => value)).to.have.members([ann, ...many]);
    const values = (await tenant.scim('GET', `/Groups/${id}?attributes=members.value`)).body;
    expect((values.members as Resource[])[0]).to.have.keys(['value']);
    expect(values).to.not.have.property('displayName');
    const spared = await tenant.scim('GET', `/Groups/${id}?excludedAttributes=members`);
    expect(spared.body).to.include({ displayName: 'Large' }).and.not.have.property('members');
  });
});
