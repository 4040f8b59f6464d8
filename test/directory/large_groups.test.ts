import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import { directoryMembers } from '../../lib/provisioning/directory/collections.ts';
import { identityOf } from '../../lib/provisioning/users/identity.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { breathsOf } from '../breaths.ts';
import { boot, type Reply, type Rollcall, type Tenant } from '../helper.ts';

describe('large directory groups', function () {
  this.timeout(600_000);
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  /** Users without an account; one transaction creates them all. */
  async function users(count: number): Promise<string[]> {
    const { store, runtime } = app.services;
    const { integrationId, groupId: rootId } = tenant;
    return store.transaction(async (unit) =>
      Array.from({ length: count }, () => {
        const id = runtime.id();
        const resource = { schemas: [], userName: `${id}@example.test` };
        unit.insert(identities, identityOf(resource, { id, integrationId, rootId }, runtime.now()));
        return id;
      }),
    );
  }

  function valuesIn({ body }: Reply): string[] {
    return ((body.members ?? []) as Resource[]).map(({ value }) => String(value)).sort();
  }

  it('are shown without members when the client excludes all of them', async () => {
    const members = (await users(limits.memberPage + 1)).map((value) => ({ value }));
    const made = await tenant.scim('POST', '/Groups', { displayName: 'Bare', members });
    const spared = 'excludedAttributes=members.value,members.type,members.$ref';
    const { status, body } = await tenant.scim('GET', `/Groups/${made.body.id}?${spared}`);
    expect(status).to.equal(200);
    expect(body).to.include({ displayName: 'Bare' }).and.not.have.property('members');
  });

  it('are shown from one moment, with the ETag of that moment', async () => {
    const [here, there] = [(await users(540)).sort(), (await users(580)).sort()];
    const wholeOf = (ids: readonly string[]) => ({
      displayName: 'Flip',
      members: ids.map((value) => ({ value })),
    });
    const made = await tenant.scim('POST', '/Groups', wholeOf(here));
    const target = `/Groups/${made.body.id}`;
    const sizes = new Map([[made.headers.get('etag'), here.length]]);
    let isGoing = true;
    const seen: Reply[] = [made];
    const look = async (path: string, pick: (reply: Reply) => Reply) => {
      while (isGoing) seen.push(pick(await tenant.scim('GET', path)));
    };
    const listed = ({ body, ...reply }: Reply) => {
      const [first = {}] = body.Resources as Resource[];
      const etag = String((first.meta as Resource).version);
      return { ...reply, headers: new Headers({ etag }), body: first };
    };
    const looking = [look(target, (reply) => reply), look(target, (reply) => reply), look('/Groups', listed)];
    try {
      for (let turn = 0; turn < 4; turn++) {
        const wanted = turn % 2 === 0 ? there : here;
        const changed = await tenant.scim('PUT', target, wholeOf(wanted));
        sizes.set(changed.headers.get('etag'), wanted.length);
        seen.push(changed);
      }
    } finally {
      isGoing = false;
    }
    await Promise.all(looking);
    for (const reply of seen) {
      const values = valuesIn(reply);
      expect(values.length).to.equal(sizes.get(reply.headers.get('etag')));
      expect(values).to.deep.equal(values.length === here.length ? here : there);
      expect((reply.body.meta as Resource).version).to.equal(reply.headers.get('etag'));
    }
  });

  it('take turns, and smaller changes run beside them', async () => {
    const { store } = app.services;
    const original = store.transaction;
    const lanes: (string | undefined)[] = [];
    store.transaction = (work, lane) => {
      lanes.push(lane);
      return original.call(store, work, lane) as never;
    };
    const most = limits.membersBesideOthers;
    const naming = (count: number) => ({
      displayName: `Of ${count}`,
      members: Array.from({ length: count }, (_, at) => ({ value: `nobody${at}` })),
    });
    try {
      const replies = await Promise.all(
        [most + 1, most + 2, most].map((count) => tenant.scim('POST', '/Groups', naming(count))),
      );
      expect(replies.map(({ status }) => status)).to.deep.equal([400, 400, 400]);
    } finally {
      store.transaction = original;
    }
    expect(lanes.filter((lane) => lane === 'large changes of members')).to.have.length(2);
  });

  it('let other requests run while they are created, changed and deleted', async () => {
    const count = 1_100;
    const ids = await users(count);
    const members = ids.map((value) => ({ value }));
    const whole = { displayName: 'Slow', members };
    const removal = { Operations: [{ op: 'remove', path: 'members' }] };
    const addition = { Operations: [{ op: 'add', path: 'members', value: members }] };
    const { body } = await tenant.scim('POST', '/Groups?attributes=displayName', { displayName: 'Slow' });
    const target = `/Groups/${body.id}?attributes=displayName`;
    for (const [method, path, sent] of [
      ['POST', '/Groups?attributes=displayName', { ...whole, displayName: 'Other' }],
      ['PUT', target, whole],
      ['PUT', target, whole],
      ['PATCH', target, removal],
      ['PATCH', target, addition],
      ['DELETE', `/Groups/${body.id}`, undefined],
    ] as const) {
      const breaths = await breathsOf(app.services, async () => {
        expect((await tenant.scim(method, path, sent)).status, method).to.be.below(300);
      });
      expect(breaths, method).to.be.at.least(count / 500);
    }
  });

  it('let other requests run while unknown members are looked up', async () => {
    const count = 1_100;
    const members = Array.from({ length: count }, (_, at) => ({ value: `nobody${at}` }));
    const { body } = await tenant.scim('POST', '/Groups', { displayName: 'Known' });
    const target = `/Groups/${body.id}`;
    const patch = (...Operations: Resource[]) => ({ Operations });
    for (const [what, method, path, sent, status] of [
      ['POST', 'POST', '/Groups', { displayName: 'Unknown', members }, 400],
      ['PUT', 'PUT', target, { displayName: 'Known', members }, 400],
      ['add', 'PATCH', target, patch({ op: 'add', path: 'members', value: members }), 400],
      ['add without a path', 'PATCH', target, patch({ op: 'add', value: { members } }), 400],
      ['replace', 'PATCH', target, patch({ op: 'replace', path: 'members', value: members }), 400],
      ['remove', 'PATCH', target, patch({ op: 'remove', path: 'members', value: members }), 204],
    ] as const) {
      const breaths = await breathsOf(app.services, async () => {
        expect((await tenant.scim(method, path, sent)).status, what).to.equal(status);
      });
      expect(breaths, what).to.be.at.least(count / 500);
    }
  });

  it('are changed completely or not at all', async () => {
    const ids = await users(1_200);
    const members = [...ids, 'nobody'].map((value) => ({ value }));
    const { status, body } = await tenant.scim('POST', '/Groups', { displayName: 'Half', members });
    expect([status, body.scimType]).to.deep.equal([400, 'invalidValue']);
    const { store } = app.services;
    expect(await store.count(directoryMembers, tenant.integrationId)).to.equal(0);
  });

  it('are closed when the client disconnects', async () => {
    const members = (await users(1_100)).map((value) => ({ value }));
    const { body } = await tenant.scim('POST', '/Groups?attributes=displayName', {
      displayName: 'Big',
      members,
    });
    const { store } = app.services;
    let open = 0;
    const original = store.snapshot.bind(store);
    const closed: Promise<void>[] = [];
    store.snapshot = async () => {
      const snapshot = await original();
      open += 1;
      closed.push(
        new Promise((resolve) => {
          const close = snapshot.close.bind(snapshot);
          snapshot.close = async () => {
            open -= 1;
            await close();
            resolve();
          };
        }),
      );
      return snapshot;
    };
    const target = `${tenant.scimUrl}/Groups/${body.id}`;
    const headers = { authorization: `Bearer ${tenant.scimToken}` };
    for (const method of ['GET', 'HEAD']) {
      const stop = new AbortController();
      const reply = await fetch(target, { method, headers, signal: stop.signal });
      expect(reply.status).to.equal(200);
      stop.abort();
    }
    await Promise.all(closed);
    expect([closed.length, open]).to.deep.equal([2, 0]);
  });
});
