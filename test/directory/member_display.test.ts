import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { directoryGroups, identities } from '../../lib/provisioning/collections.ts';
import { directoryMembers } from '../../lib/provisioning/directory/collections.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';

describe('the display of the members of a group', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let ids: Record<'named' | 'parts' | 'bare' | 'inner', string>;
  let team: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    ids = {
      named: await made('/Users', { userName: 'ann', displayName: 'Ann Ames' }),
      parts: await made('/Users', { userName: 'bob', name: { givenName: 'Bob', familyName: 'Bell' } }),
      bare: await made('/Users', { userName: 'cy' }),
      inner: await made('/Groups', { displayName: 'Inner' }),
    };
    team = await made('/Groups', { displayName: 'Team', members: sent() });
  });

  async function made(path: string, body: Resource): Promise<string> {
    const { status, body: stored } = await tenant.scim('POST', path, body);
    expect(status).to.equal(201);
    return String(stored.id);
  }

  const sent = () => Object.values(ids).map((value) => ({ value, display: 'As the client has it' }));
  const shown = ({ members = [] }: Resource) =>
    Object.fromEntries((members as Resource[]).map(({ value, display }) => [value, display]));
  const wanted = (changes: Readonly<Record<string, string>> = {}) => ({
    [ids.named]: 'Ann Ames',
    [ids.parts]: 'Bob Bell',
    [ids.bare]: 'cy',
    [ids.inner]: 'Inner',
    ...changes,
  });
  const read = (query = '', headers: Record<string, string> = {}) =>
    tenant.scim('GET', `/Groups/${team}${query}`, undefined, headers);
  const rename = (path: string, displayName: string) =>
    tenant.scim('PATCH', path, { Operations: [{ op: 'replace', value: { displayName } }] });

  it('is the present name of the user or group, whatever the client sent', async () => {
    const put = { displayName: 'Team', members: sent() };
    const add = { Operations: [{ op: 'add', path: 'members', value: sent() }] };
    for (const { status, body } of [
      await tenant.scim('POST', '/Groups', { displayName: 'New', members: sent() }),
      await read(),
      await tenant.scim('PUT', `/Groups/${team}`, put),
      await tenant.scim('PATCH', `/Groups/${team}?attributes=members`, add),
    ]) {
      expect(status).to.be.oneOf([200, 201]);
      expect(shown(body)).to.deep.equal(wanted());
    }
  });

  it('is in lists and searches as in a GET of the group', async () => {
    const { body } = await read();
    for (const list of [
      await tenant.scim('GET', '/Groups?filter=displayName%20eq%20"team"'),
      await tenant.scim('POST', '/.search', { filter: 'displayName eq "team"' }),
    ])
      expect(list.body.Resources).to.deep.equal([body]);
  });

  it('is shown alone when requested alone, and not when excluded', async () => {
    const alone = (await read('?attributes=members.display')).body.members as Resource[];
    expect(alone.map(({ display }) => display).sort()).to.deep.equal(Object.values(wanted()).sort());
    expect(alone[0]).to.have.all.keys('display');
    for (const member of (await read('?excludedAttributes=members.display')).body.members as Resource[])
      expect(member).to.have.all.keys('value', 'type', '$ref');
  });

  it('is published as read-only', async () => {
    const { body } = await tenant.scim('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group');
    const members = (body.attributes as Resource[]).find(({ name }) => name === 'members');
    const display = ((members?.subAttributes ?? []) as Resource[]).find(({ name }) => name === 'display');
    expect(display).to.include({ type: 'string', mutability: 'readOnly', returned: 'default' });
  });

  it('is not changed by a PATCH of the group', async () => {
    const path = `members[value eq "${ids.named}"].display`;
    const { status, body } = await tenant.scim('PATCH', `/Groups/${team}`, {
      Operations: [{ op: 'replace', path, value: 'Mine' }],
    });
    expect([status, body.scimType]).to.deep.equal([400, 'mutability']);
  });

  for (const [what, path, id] of [
    ['a user', () => `/Users/${ids.named}`, () => ids.named],
    ['a nested group', () => `/Groups/${ids.inner}`, () => ids.inner],
  ] as const) {
    it(`follows a new name of ${what}, and If-None-Match detects it`, async () => {
      const etag = String((await read()).headers.get('etag'));
      expect((await read('', { 'if-none-match': etag })).status).to.equal(304);
      await rename(path(), 'Renamed');
      const now = await read('', { 'if-none-match': etag });
      expect([now.status, shown(now.body)]).to.deep.equal([200, wanted({ [id()]: 'Renamed' })]);
      expect((now.body.meta as Resource).version).to.equal(now.headers.get('etag'));
    });

    it(`does not affect a write with If-Match after a new name of ${what}`, async () => {
      const etag = String((await read()).headers.get('etag'));
      await rename(path(), 'Renamed');
      const change = { Operations: [{ op: 'replace', value: { displayName: 'Crew' } }] };
      const write = () => tenant.scim('PATCH', `/Groups/${team}`, change, { 'if-match': etag });
      expect((await write()).status).to.equal(204);
      expect((await write()).status).to.equal(412);
    });
  }

  it('is omitted for a group with too many members', async () => {
    const { store } = app.services;
    const { integrationId } = tenant;
    await store.transaction(async (unit) => {
      const group = await unit.get(directoryGroups, integrationId, team);
      const person = await unit.get(identities, integrationId, ids.bare);
      if (!group || !person) throw new Error('the group or the user is gone');
      for (let at = 4; at <= limits.displayedMembers; at++) {
        const memberId = `more-${at}`;
        const id = `${team}:${memberId}`;
        unit.insert(directoryMembers, { id, integrationId, groupId: team, memberId, kind: 'User' });
      }
      unit.update(directoryGroups, { ...group, size: limits.displayedMembers + 1 });
    });
    const { body, headers } = await read();
    expect(body.members).to.have.length(limits.displayedMembers + 1);
    expect((body.members as Resource[])[0]).to.have.all.keys('value', 'type', '$ref');
    expect(headers.get('etag')).to.equal('W/"2"');
    expect((await read('', { 'if-none-match': 'W/"2"' })).status).to.equal(304);
    for (const query of ['?attributes=members.display', '?attributes=members.display,displayName'])
      expect((await read(query)).body).to.not.have.property('members');
  });
});
