import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

type List = { totalResults: number; itemsPerPage: number; Resources: Resource[]; nextCursor?: string };

describe('memberships of directory groups', () => {
  let app: Rollcall;
  let tenant: Tenant;
  const ids: string[] = [];
  let team: string;
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
    const group = { value: club, display: 'Club' };
    expect(shown).to.have.deep.members([
      { id: `${club}:${ids[0]}`, group, member: { value: ids[0], display: 'P0', type: 'User' }, schemas },
      { id: `${club}:${team}`, group, member: { value: team, display: 'Team', type: 'Group' }, schemas },
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

  it('answer 400 to other filters and to a sort, and 405 to a change', async () => {
    for (const filter of [
      'group.value sw "a"',
      'member.display eq "P0"',
      'group.value eq "a" or member.value eq "b"',
    ])
      expect((await tenant.scim('GET', `/GroupMemberships?${by(filter)}`)).body.scimType, filter).to.equal(
        'invalidFilter',
      );
    const sorted = await tenant.scim('GET', '/GroupMemberships?sortBy=id');
    expect([sorted.status, sorted.body.scimType]).to.deep.equal([400, 'invalidPath']);
    expect((await tenant.scim('POST', '/GroupMemberships', {})).status).to.equal(405);
    expect((await tenant.scim('DELETE', `/GroupMemberships/${club}:${team}`)).status).to.equal(405);
  });

  it('are declared in /ResourceTypes and /Schemas, read-only', async () => {
    const type = (await tenant.scim('GET', '/ResourceTypes/GroupMembership')).body;
    expect(type.endpoint).to.equal('/GroupMemberships');
    const { attributes } = (await tenant.scim('GET', `/Schemas/${String(type.schema)}`)).body;
    expect((attributes as Resource[]).map(({ mutability }) => mutability)).to.deep.equal([
      'readOnly',
      'readOnly',
    ]);
  });

  it('of another group are not found', async () => {
    const other = await app.bootstrap();
    expect((await other.scim('GET', '/GroupMemberships')).body.totalResults).to.equal(0);
    expect((await other.scim('GET', `/GroupMemberships/${club}:${team}`)).status).to.equal(404);
  });
});
