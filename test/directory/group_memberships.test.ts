import { expect } from 'chai';
import type { UnitStore } from '../../lib/audit/unit.ts';
import { GroupMemberships } from '../../lib/provisioning/directory/group_memberships.ts';
import { parseFilter } from '../../lib/scim/filter/parse.ts';
import { createRegistry } from '../../lib/scim/schema/registry.ts';
import type { Resource, ResourceType } from '../../lib/scim/schema/types.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

type List = { totalResults: number; itemsPerPage: number; Resources: Resource[]; nextCursor?: string };

describe('memberships of directory groups', () => {
  let app: Rollcall;
  let tenant: Tenant;
  const ids: string[] = [];
  let team: string;
  let crews = 0;
  let club: string;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
    for (let at = 0; at < 7; at++) {
      const { body } = await tenant.scim(
        'POST',
        '/Users',
        user(`p${at}@page.test`, { displayName: `P${at}` }),
      );
      ids.push(String(body.id));
    }
    const made = async (displayName: string, members: readonly string[]) => {
      const sent = { displayName, members: members.map((value) => ({ value })) };
      return String((await tenant.scim('POST', '/Groups', sent)).body.id);
    };
    team = await made('Team', ids);
    club = await made('Club', [ids[0] ?? '', team]);
  });
  after(() => app.close());

  const list = async (query: string) =>
    (await tenant.scim('GET', `/GroupMemberships?${query}`)).body as unknown as List;
  const by = (filter: string) => `filter=${encodeURIComponent(filter)}`;
  const membersIn = ({ Resources }: List) => Resources.map(({ member }) => (member as Resource).value);

  it('show the group and the member of each, with their present names', async () => {
    const { Resources } = await list(by(`group.value eq "${club}"`));
    const shown = Resources.map(({ id, group, member, schemas }) => ({ id, group, member, schemas }));
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:GroupMembership'];
    const base = `http://localhost:8080/api/scim/v2/groups/${tenant.slug}`;
    const group = { value: club, display: 'Club', $ref: `${base}/Groups/${club}` };
    const person = { value: ids[0], display: 'P0', type: 'User', $ref: `${base}/Users/${ids[0]}` };
    const inner = { value: team, display: 'Team', type: 'Group', $ref: `${base}/Groups/${team}` };
    expect(shown).to.have.deep.members([
      { id: `${club}:${ids[0]}`, group, member: person, schemas },
      { id: `${club}:${team}`, group, member: inner, schemas },
    ]);
    const one = await tenant.scim('GET', `/GroupMemberships/${club}:${team}`);
    expect(one.body).to.deep.equal(Resources.find(({ id }) => id === `${club}:${team}`));
    expect(one.headers.get('etag')).to.equal((one.body.meta as Resource).version);
  });

  it('come page by page, by index and by cursor, with the size of the group', async () => {
    const filter = by(`group.value eq "${team}"`);
    const whole = await list(`${filter}&count=100`);
    expect(membersIn(whole)).to.have.members(ids);
    for (const count of [1, 3, 7]) {
      const byIndex: unknown[] = [];
      for (let at = 1; at <= ids.length; at += count) {
        const page = await list(`${filter}&startIndex=${at}&count=${count}`);
        expect(page.totalResults).to.equal(ids.length);
        byIndex.push(...membersIn(page));
      }
      expect(byIndex).to.deep.equal(membersIn(whole));
      const byCursor: unknown[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const page: List = await list(`${filter}&count=${count}&cursor=${encodeURIComponent(cursor)}`);
        byCursor.push(...membersIn(page));
        cursor = page.nextCursor;
      }
      expect(byCursor).to.deep.equal(membersIn(whole));
    }
    expect((await list(`${filter}&startIndex=99`)).itemsPerPage).to.equal(0);
    expect((await list(`${filter}&count=0`)).totalResults).to.equal(ids.length);
  });

  it('are found by member, by both, and all together', async () => {
    const first = by(`member.value eq "${ids[0]}"`);
    expect((await list(first)).Resources.map(({ group }) => (group as Resource).value)).to.have.members([
      team,
      club,
    ]);
    const both = await list(by(`group.value eq "${team}" and member.value eq "${ids[1]}"`));
    expect(membersIn(both)).to.deep.equal([ids[1]]);
    expect((await list(by(`group[value eq "${club}"]`))).totalResults).to.equal(2);
    expect((await list('')).totalResults).to.equal(9);
    expect((await list(by('group.value eq "nothing"'))).totalResults).to.equal(0);
  });

  it('are found by the type of the member, alone and with the others, page by page', async () => {
    const found = async (filter: string) => {
      const { totalResults, Resources } = await list(by(filter));
      expect(totalResults, filter).to.equal(Resources.length);
      return Resources.map(({ id }) => id);
    };
    const inClub = (member?: string) => `${club}:${member}`;
    const users = [inClub(ids[0]), ...ids.map((id) => `${team}:${id}`)];
    expect(await found('member.type eq "User"')).to.have.members(users);
    expect(await found('member.type eq "group"')).to.deep.equal([inClub(team)]);
    expect(await found('member.type eq "Device"')).to.deep.equal([]);
    expect(await found(`group.value eq "${club}" and member.type eq "User"`)).to.deep.equal([inClub(ids[0])]);
    expect(await found(`group.value eq "${club}" and member.type eq "Group"`)).to.deep.equal([inClub(team)]);
    expect(await found(`group.value eq "${team}" and member.type eq "Group"`)).to.deep.equal([]);
    expect(await found(`member[value eq "${team}" and type eq "Group"]`)).to.deep.equal([inClub(team)]);
    expect(await found(`member.value eq "${team}" and member.type eq "User"`)).to.deep.equal([]);
    const all = `group.value eq "${club}" and member.value eq "${team}"`;
    expect(await found(`${all} and member.type eq "Group"`)).to.deep.equal([inClub(team)]);
    expect(await found(`${all} and member.type eq "User"`)).to.deep.equal([]);
    const filter = by('member.type eq "User"');
    for (const count of [1, 3]) {
      const [byIndex, byCursor]: [unknown[], unknown[]] = [[], []];
      for (let at = 1; at <= users.length; at += count)
        byIndex.push(
          ...(await list(`${filter}&startIndex=${at}&count=${count}`)).Resources.map(({ id }) => id),
        );
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const page: List = await list(`${filter}&count=${count}&cursor=${encodeURIComponent(cursor)}`);
        byCursor.push(...page.Resources.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect(byIndex).to.have.members(users);
      expect(byCursor).to.deep.equal(byIndex);
    }
  });

  it('are not read for a type that no member has', async () => {
    const { store } = app.services;
    const asked: string[] = [];
    const watched: UnitStore = {
      ...store,
      list: (from, scope, range) => {
        asked.push(from.name);
        return store.list(from, scope, range);
      },
    };
    const memberships = new GroupMemberships(watched, { changeMember: async () => false });
    const sought = async (type: string) => {
      const filter = parseFilter(`member.type eq "${type}"`, membershipType());
      const wanted = { filter, from: { offset: 0 }, limit: 1 };
      const { total, count } = await memberships.query(tenant.integrationId, wanted);
      return [total, count, asked.splice(0)];
    };
    expect(await sought('Device')).to.deep.equal([0, 0, []]);
    expect(await sought('Group')).to.deep.equal([1, 1, ['directory_members']]);
  });

  it('answer 400 to other filters and to a sort, and 405 to PUT and PATCH', async () => {
    for (const filter of [
      'group.value sw "a"',
      'member.display eq "P0"',
      'group.value eq "a" or member.value eq "b"',
      'group.value eq "a" and group.value eq "b"',
      'member.type ne "User"',
    ])
      expect((await tenant.scim('GET', `/GroupMemberships?${by(filter)}`)).body.scimType, filter).to.equal(
        'invalidFilter',
      );
    const sorted = await tenant.scim('GET', '/GroupMemberships?sortBy=id');
    expect([sorted.status, sorted.body.scimType]).to.deep.equal([400, 'invalidPath']);
    for (const method of ['PUT', 'PATCH']) {
      const refused = await tenant.scim(method, `/GroupMemberships/${club}:${team}`, {});
      expect([refused.status, refused.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD, DELETE']);
    }
  });

  it('are declared in /ResourceTypes and /Schemas, immutable', async () => {
    const type = (await tenant.scim('GET', '/ResourceTypes/GroupMembership')).body;
    expect(type.endpoint).to.equal('/GroupMemberships');
    const { attributes } = (await tenant.scim('GET', `/Schemas/${String(type.schema)}`)).body;
    expect((attributes as Resource[]).map(({ mutability }) => mutability)).to.deep.equal([
      'immutable',
      'immutable',
    ]);
  });

  describe('that a client makes and deletes', () => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:GroupMembership'];
    const membership = (group: string, member: string) => ({
      schemas,
      group: { value: group },
      member: { value: member },
    });
    const add = (group: string, member: string) =>
      tenant.scim('POST', '/GroupMemberships', membership(group, member));
    let crew: string;
    let person: string;

    beforeEach(async () => {
      crew = String((await tenant.scim('POST', '/Groups', { displayName: `Crew ${++crews}` })).body.id);
      person = ids[1] ?? '';
    });
    const members = async () => {
      const { body } = await tenant.scim('GET', `/Groups/${crew}`);
      return ((body.members ?? []) as Resource[]).map(({ value }) => value);
    };

    it('answer 201 with its place, and stand in members; then 204, and are gone', async () => {
      const made = await add(crew, person);
      expect(made.status, JSON.stringify(made.body)).to.equal(201);
      expect(made.body.member).to.include({ value: person, display: 'P1', type: 'User' });
      const { created, lastModified } = made.body.meta as Resource;
      expect([created, lastModified]).to.deep.equal([created, created]);
      expect(Date.now() - Date.parse(String(created))).to.be.within(0, 60_000);
      expect(made.headers.get('location')).to.match(new RegExp(`/GroupMemberships/${crew}:${person}$`));
      expect(await members()).to.deep.equal([person]);
      const path = `/GroupMemberships/${String(made.body.id)}`;
      expect((await tenant.scim('DELETE', path)).status).to.equal(204);
      expect(await members()).to.deep.equal([]);
      expect((await tenant.scim('DELETE', path)).status).to.equal(404);
    });

    it('answer 409 to a second POST, and one 201 to simultaneous ones', async () => {
      const answers = await Promise.all([1, 2, 3, 4].map(() => add(crew, person)));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409, 409]);
      const again = await add(crew, person);
      expect([again.status, again.body.scimType]).to.deep.equal([409, 'uniqueness']);
    });

    it('answer 400 invalidValue to a group or a member that does not exist, or is not named', async () => {
      const bodies = [
        membership('no-such-group', person),
        membership(crew, 'nobody'),
        { schemas, group: { value: crew } },
        { schemas, member: { value: person } },
      ];
      for (const body of bodies) {
        const { status, body: answer } = await tenant.scim('POST', '/GroupMemberships', body);
        expect([status, answer.scimType], JSON.stringify(answer)).to.deep.equal([400, 'invalidValue']);
      }
    });

    it('give and take the role of a link', async () => {
      await operate(app.services, 'group create', { path: `${tenant.slug}/dev` });
      const link = { group: tenant.slug, directoryGroup: crew, target: `${tenant.slug}/dev` };
      await operate(app.services, 'link add', { ...link, role: 'developer' });
      await add(crew, person);
      const roles = async () =>
        JSON.stringify(
          (await operate(app.services, 'member show', { group: tenant.slug, account: 'p1' })).memberships,
        );
      expect(await roles()).to.contain('developer');
      await tenant.scim('DELETE', `/GroupMemberships/${crew}:${person}`);
      expect(await roles()).not.to.contain('developer');
    });

    it('come in a bulk request, with references to what it makes', async () => {
      const Operations = [
        { method: 'POST', path: '/Groups', bulkId: 'g', data: { displayName: `Bulk ${crew}` } },
        { method: 'POST', path: '/GroupMemberships', bulkId: 'm', data: membership('bulkId:g', person) },
        { method: 'PUT', path: `/GroupMemberships/${club}:${team}`, data: membership(club, team) },
        { method: 'DELETE', path: `/GroupMemberships/${club}:${ids[0]}` },
      ];
      const { body } = await tenant.scim('POST', '/Bulk', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations,
      });
      expect((body.Operations as Resource[]).map(({ status }) => status)).to.deep.equal([
        '201',
        '201',
        '405',
        '204',
      ]);
    });
  });

  it('of another group are not found', async () => {
    const other = await app.bootstrap();
    expect((await other.scim('GET', '/GroupMemberships')).body.totalResults).to.equal(0);
    expect((await other.scim('GET', `/GroupMemberships/${club}:${team}`)).status).to.equal(404);
  });
});

function membershipType(): ResourceType {
  const type = createRegistry().byName('GroupMembership');
  if (!type) throw new Error('no GroupMembership');
  return type;
}
