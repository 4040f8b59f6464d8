import { expect } from 'chai';
import type { Caller } from '../../lib/access/parties.ts';
import { sealTurn } from '../../lib/audit/chain.ts';
import { enforcements } from '../../lib/groups/enforcements.ts';
import { groupPlaces, settlePlaces } from '../../lib/groups/places.ts';
import { groupAt } from '../../lib/groups/tree.ts';
import { groups } from '../../lib/groups/types.ts';
import { memberAccess } from '../../lib/operations/member_access.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { type ApiCaller, withToken } from './api_caller.ts';

describe('access of the accounts of a group', () => {
  let app: Rollcall;
  let acme: Tenant;
  let product: ApiCaller;
  let ann: string;
  const ids: Record<string, string> = {};

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap();
    await operate(app.services, 'service-account create', { group: acme.slug, name: 'product' });
    const { secret } = await operate(app.services, 'service-account token create', {
      ...{ group: acme.slug, serviceAccount: 'product', name: 'first', scope: ['members:read'] },
    });
    product = withToken(app, String(secret));
    for (const path of ['dev', 'dev/api', 'ops'])
      ids[path] = String((await operate(app.services, 'group create', { path: `${acme.slug}/${path}` })).id);
    const made = await operate(app.services, 'account create', { email: `ann@${acme.slug}.test` });
    ann = String((await operate(app.services, 'account show', { account: String(made.username) })).id);
    await give('dev', 'developer');
  });

  const give = (path: string, role: string) =>
    operate(app.services, 'member add', { group: `${acme.slug}/${path}`, account: ann, role });

  const accessIn = async (group: string) => {
    const { status, body } = await product(
      'GET',
      `/groups/${encodeURIComponent(group)}/members/${ann}/access`,
    );
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };

  async function rule(path: string, mode: 'everyone' | 'domains' | 'off', domains: string[] = []) {
    await app.services.store.transaction(async (unit) => {
      const group = await groupAt(unit, path);
      unit.insert(enforcements, { id: group.id, rootId: group.rootId, mode, domains, changedAt: 1 });
      await settlePlaces(unit, group);
    });
  }

  it('is the role of a membership, in its group and below', async () => {
    for (const path of ['dev', 'dev/api'])
      expect(await accessIn(ids[path] ?? '')).to.deep.equal({
        ...{ group: ids[path], account: ann, access: 'granted', role: 'developer', from: ids.dev },
      });
    expect(await accessIn(acme.groupId)).to.include({ access: 'none' });
    expect(await accessIn(ids.ops ?? '')).to.include({ access: 'none' });
  });

  it('is the highest role of the group and those above it', async () => {
    await give('dev/api', 'guest');
    expect(await accessIn(ids['dev/api'] ?? '')).to.include({ role: 'developer', from: ids.dev });
  });

  it('is the same by path and by id, and by username', async () => {
    expect(await accessIn(`${acme.slug}/dev/api`)).to.deep.equal(await accessIn(ids['dev/api'] ?? ''));
    const { username } = await operate(app.services, 'account show', { account: ann });
    const { body } = await product('GET', `/groups/${ids.dev}/members/${String(username)}/access`);
    expect(body).to.deep.equal(await accessIn(ids.dev ?? ''));
  });

  it('follows a group that moves', async () => {
    const root = acme.slug;
    await operate(app.services, 'group move', { group: `${root}/dev/api`, to: `${root}/ops` });
    expect(await accessIn(ids['dev/api'] ?? '')).to.include({ access: 'none' });
    await operate(app.services, 'group move', { group: `${root}/ops`, to: `${root}/dev` });
    expect(await accessIn(ids['dev/api'] ?? '')).to.include({ role: 'developer' });
  });

  it('needs the sign-in that the nearest rule demands', async () => {
    await rule(`${acme.slug}`, 'everyone');
    expect(await accessIn(ids['dev/api'] ?? '')).to.deep.include({
      access: 'saml_required',
      enforcement: { from: acme.groupId, freshHours: 24 },
    });
    await rule(`${acme.slug}/dev`, 'domains', ['elsewhere.test']);
    expect(await accessIn(ids['dev/api'] ?? '')).to.include({ access: 'granted' });
    await rule(`${acme.slug}/dev/api`, 'domains', [`${acme.slug}.test`]);
    expect(await accessIn(ids['dev/api'] ?? '')).to.include({ access: 'saml_required' });
    expect(await accessIn(ids.dev ?? '')).to.include({ access: 'granted' });
  });

  it('gives a new group the rule above it', async () => {
    await rule(`${acme.slug}/dev`, 'everyone');
    const { id } = await operate(app.services, 'group create', { path: `${acme.slug}/dev/new` });
    expect(await accessIn(String(id))).to.include({ access: 'saml_required' });
  });

  it('is computed for a group of a former version, which has no place yet', async () => {
    await rule(`${acme.slug}/dev`, 'everyone');
    const before = await accessIn(ids['dev/api'] ?? '');
    await app.services.store.transaction(async (unit) => {
      for (const id of [acme.groupId, ...Object.values(ids)]) {
        const place = await unit.get(groupPlaces, PLATFORM, id);
        if (place) unit.remove(groupPlaces, place);
      }
    });
    expect(await accessIn(`${acme.slug}/dev/api`)).to.deep.equal(before);
    await operate(app.services, 'group move', { group: `${acme.slug}/dev`, to: `${acme.slug}/ops` });
    expect(await accessIn(ids['dev/api'] ?? '')).to.deep.equal(before);
  });

  it('ends with deprovisioning', async () => {
    const email = `bob@${acme.slug}.test`;
    const { body } = await acme.scim('POST', '/Users', user(email));
    await acme.scim('PATCH', `/Users/${String(body.id)}`, deactivation);
    const { account } = await operate(app.services, 'member show', { group: acme.slug, account: email });
    const { id } = account as { id: string };
    const answer = await product('GET', `/groups/${acme.groupId}/members/${id}/access`);
    expect(answer.body).to.include({ access: 'none' }).and.have.property('deprovisionedAt');
  });

  it('takes two reads besides those of the token, however deep the group is', async () => {
    await rule(acme.slug, 'everyone');
    let deepest = `${acme.slug}/dev/api`;
    for (let depth = 0; depth < 10; depth++) {
      deepest = `${deepest}/level`;
      await operate(app.services, 'group create', { path: deepest });
    }
    const { store } = app.services;
    const { id: group } = await groupAt(store, deepest);
    const reads: string[] = [];
    const counting = new Proxy(store, {
      get(target, name, self) {
        const value: unknown = Reflect.get(target, name, self);
        if (
          typeof value !== 'function' ||
          !/^(?:get|getMany|find|locate|list|query|count|sweep|scan|snapshot)$/.test(String(name))
        )
          return value;
        return (...args: unknown[]): unknown => {
          reads.push(`${String(name)} ${(args[0] as { name: string }).name}`);
          return Reflect.apply(value, target, args);
        };
      },
    });
    const house = { services: { ...app.services, store: counting }, publicUrl: app.url, samlUrl: app.url };
    const caller: Caller = {
      actor: { kind: 'account', accountId: 'service', tokenId: 'token' },
      sessions: [],
      scopes: ['members:read'],
      serviceOf: acme.groupId,
    };
    const { role } = await memberAccess.perform(house, caller, { group, account: ann });
    expect(role).to.equal('developer');
    expect(reads).to.deep.equal([`get ${groupPlaces.name}`, 'get members']);
  });

  describe('that changes', () => {
    const changesSince = async (since?: string, more = '') => {
      await sealTurn(app.services.store, app.services.secrets.auditKey);
      const query = since === undefined ? '' : `&since=${since}`;
      const { status, body } = await product('GET', `/groups/${acme.slug}/changes?limit=200${query}${more}`);
      expect(status, JSON.stringify(body)).to.equal(200);
      return body as { changes: Record<string, unknown>[]; cursor: string; isMore: boolean };
    };

    it('is listed once after a cursor, oldest first', async () => {
      const { cursor } = await changesSince();
      expect((await changesSince(cursor)).changes).to.deep.equal([]);
      await give('ops', 'guest');
      await operate(app.services, 'group move', { group: `${acme.slug}/ops`, to: `${acme.slug}/dev` });
      const { changes, cursor: next } = await changesSince(cursor);
      expect(changes.map(({ event, account, group }) => [event, account ?? group])).to.deep.equal([
        ['member.added', ann],
        ['group.moved', ids.ops],
      ]);
      expect((await changesSince(next)).changes).to.deep.equal([]);
    });

    it('is listed page by page without a gap', async () => {
      const all = (await changesSince()).changes;
      const paged: unknown[] = [];
      for (let since: string | undefined, isMore = true; isMore; ) {
        const { body } = await product(
          'GET',
          `/groups/${acme.slug}/changes?limit=1${since === undefined ? '' : `&since=${since}`}`,
        );
        paged.push(...(body.changes as unknown[]));
        since = String(body.cursor);
        isMore = body.isMore === true;
      }
      expect(paged).to.deep.equal(all);
    });

    it('is listed for a directory group that gains and loses a member', async () => {
      const { body: made } = await acme.scim('POST', '/Users', user(`eve@${acme.slug}.test`));
      const { body: crew } = await acme.scim('POST', '/Groups', { displayName: 'Crew', members: [] });
      await operate(app.services, 'link add', {
        ...{ group: acme.slug, directoryGroup: 'Crew', target: `${acme.slug}/dev`, role: 'developer' },
      });
      const change = (op: string, more: object) =>
        acme.scim('PATCH', `/Groups/${String(crew.id)}`, {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op, ...more }],
        });
      const { cursor } = await changesSince();
      await change('add', { path: 'members', value: [{ value: made.id }] });
      await change('remove', { path: `members[value eq "${String(made.id)}"]` });
      const { changes } = await changesSince(cursor);
      const { account } = await operate(app.services, 'member show', {
        ...{ group: acme.slug, account: `eve@${acme.slug}.test` },
      });
      const eve = changes.filter((change) => change.account === (account as { id: string }).id);
      expect(eve.length).to.be.at.least(2);
    });

    it('answers 400 to a cursor that it did not give', async () => {
      for (const since of ['x', '!', 'bm8ubm8'])
        expect((await product('GET', `/groups/${acme.slug}/changes?since=${since}`)).status).to.equal(400);
    });
  });

  it('stands in a place for every group', async () => {
    for await (const group of app.services.store.scan(groups)) {
      const place = await app.services.store.get(groupPlaces, PLATFORM, group.id);
      if (group.rootId === acme.groupId) expect(place, group.slug).to.have.property('rootId', group.rootId);
    }
  });
});
