import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { emailHolder } from '../../lib/accounts/accounts.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, deactivation, type Reply, type Rollcall, reactivation, type Tenant, user } from '../helper.ts';
import { accountOf, registered } from './people.ts';
import { connected } from './second.ts';

/** Chance that a seed decides (a linear congruential generator). */
function chance(seed: number) {
  let state = seed;
  const below = (end: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * end);
  };
  const shuffled = (items: readonly string[]) => {
    const rest = [...items];
    return items.flatMap(() => rest.splice(below(rest.length), 1));
  };
  return { below, shuffled };
}

describe('addresses that move between accounts', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let slug: string;
  let ids: Map<string, string>;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    slug = tenant.slug;
    ids = new Map();
  });

  const mail = (name: string) => `${name}@${slug}.test`;
  const emails = (name: string) => [{ value: mail(name), type: 'work', primary: true }];
  const usernameOf = (name: string) => `${name}-${slug}`;
  const resource = (name: string, email = name, more: Resource = {}) =>
    user(usernameOf(name), { emails: emails(email), ...more });
  const path = (name: string) => `/Users/${ids.get(name)}`;

  const people = async (...names: string[]) => {
    for (const name of names) {
      const { status, body } = await tenant.scim('POST', '/Users', resource(name));
      expect(status).to.equal(201);
      ids.set(name, String(body.id));
    }
  };
  const patch = (name: string, email: string, more: Resource = {}): Promise<Reply> =>
    tenant.scim('PATCH', path(name), {
      Operations: [{ op: 'replace', value: { emails: emails(email), ...more } }],
    });
  const put = (name: string, email: string, more: Resource = {}): Promise<Reply> =>
    tenant.scim('PUT', path(name), resource(name, email, more));
  const bulk = (name: string, email: string): Promise<Reply> =>
    tenant.scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [{ method: 'PUT', path: path(name), data: resource(name, email) }],
    });
  /** `ann: bob` where the account of Ann has the address of Bob. */
  const held = async (...names: string[]) => {
    const found = await Promise.all(names.map((name) => accountOf(app.services, usernameOf(name))));
    for (const { id, email = '' } of found) {
      const holder = await emailHolder(app.services.store, email);
      expect([holder?.accountId, holder?.email, holder?.primary]).to.deep.equal([id, email, true]);
    }
    return found.map(({ email = 'nothing' }, at) => `${names[at]}: ${email.replace(/@.*/, '')}`);
  };
  const waiting = async () => {
    const listed = await operate(app.services, 'integration attention', { group: slug });
    return (listed.conflicts as Plain[]).map(({ userName }) => userName);
  };

  const verbs = { PATCH: patch, PUT: put, Bulk: bulk };
  for (const [verb, write] of Object.entries(verbs)) {
    it(`two users swap by ${verb}, and both accounts change with the second write`, async () => {
      await people('ann', 'bob');
      const first = await write('ann', 'bob');
      expect(first.status).to.equal(200);
      expect(await held('ann', 'bob')).to.deep.equal(['ann: ann', 'bob: bob']);
      expect(await waiting()).to.deep.equal([usernameOf('ann')]);
      expect((await write('bob', 'ann')).status).to.equal(200);
      expect(await held('ann', 'bob')).to.deep.equal(['ann: bob', 'bob: ann']);
      expect(await waiting()).to.deep.equal([]);
    });

    it(`a chain moves by ${verb} from its end, in any order`, async () => {
      await people('ann', 'bob', 'cid');
      for (const [name, email] of [
        ['ann', 'bob'],
        ['bob', 'cid'],
        ['cid', 'new'],
      ] as const)
        expect((await write(name, email)).status).to.equal(200);
      expect(await held('ann', 'bob', 'cid')).to.deep.equal(['ann: bob', 'bob: cid', 'cid: new']);
      expect(await waiting()).to.deep.equal([]);
      expect((await tenant.scim('POST', '/Users', resource('dan', 'ann'))).status).to.equal(201);
    });
  }

  it('every order of the writes in a circle of three gives the same result', async () => {
    const round = { ann: 'bob', bob: 'cid', cid: 'ann' } as const;
    const orders = ['ann bob cid', 'ann cid bob', 'bob ann cid', 'bob cid ann', 'cid ann bob', 'cid bob ann'];
    for (const order of orders) {
      tenant = await app.bootstrap();
      slug = tenant.slug;
      await people('ann', 'bob', 'cid');
      for (const name of order.split(' ') as (keyof typeof round)[]) await patch(name, round[name]);
      expect(await held('ann', 'bob', 'cid'), order).to.deep.equal(['ann: bob', 'bob: cid', 'cid: ann']);
    }
  });

  it('a circle of concurrent writes gives the addresses of the resources', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await people(...names);
    const next = (at: number) => names[(at + 1) % names.length] ?? '';
    const replies = await Promise.all(names.map((name, at) => patch(name, next(at))));
    expect(replies.map(({ status }) => status)).to.deep.equal(names.map(() => 200));
    expect(await held(...names)).to.deep.equal(names.map((name, at) => `${name}: ${next(at)}`));
    expect(await waiting()).to.deep.equal([]);
  });

  it('pairs that swap concurrently all end swapped', async () => {
    const pairs = ['p', 'q', 'r', 's'].map((name) => [`${name}1`, `${name}2`] as const);
    await people(...pairs.flat());
    await Promise.all(pairs.flatMap(([one, two]) => [patch(one, two), patch(two, one)]));
    const swapped = pairs.flatMap(([one, two]) => [`${one}: ${two}`, `${two}: ${one}`]);
    expect(await held(...pairs.flat())).to.deep.equal(swapped);
  });

  it('an address freed concurrently with a request for it is used', async () => {
    const names = ['g', 'h', 'i', 'j'];
    await people(...names, ...names.map((name) => `${name}2`));
    await Promise.all(names.flatMap((name) => [patch(name, `${name}-new`), patch(`${name}2`, name)]));
    expect(await held(...names.map((name) => `${name}2`))).to.deep.equal(
      names.map((name) => `${name}2: ${name}`),
    );
  });

  for (const seed of [1, 2, 3, 4, 5])
    it(`one more write of each user gives the addresses of the resources after any earlier writes (${seed})`, async () => {
      const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
      const addresses = [...names, 'x', 'y'];
      const { below, shuffled } = chance(seed);
      await people(...names);
      for (let write = 0; write < 25; write++)
        await patch(names[below(names.length)] ?? '', addresses[below(addresses.length)] ?? '');
      const wishes = shuffled(addresses);
      const wished = names.map((name, at) => `${name}: ${wishes[at]}`);
      for (const name of shuffled(names)) await put(name, wishes[names.indexOf(name)] ?? '');
      expect(await held(...names)).to.deep.equal(wished);
      expect(await waiting()).to.deep.equal([]);
    });

  it('the first to ask gets a freed address, and the other one the next time', async () => {
    await people('ann', 'bob', 'cid');
    await patch('bob', 'ann');
    await patch('cid', 'ann');
    await patch('ann', 'new');
    expect(await held('bob', 'cid')).to.deep.equal(['bob: ann', 'cid: cid']);
    expect(await waiting()).to.deep.equal([usernameOf('cid')]);
    await patch('bob', 'bob');
    expect(await held('bob', 'cid')).to.deep.equal(['bob: bob', 'cid: ann']);
    expect(await waiting()).to.deep.equal([]);
  });

  it('users whose only address is the userName swap through a temporary name', async () => {
    for (const name of ['ann', 'bob']) {
      const { body } = await tenant.scim(
        'POST',
        '/Users',
        user(mail(name), { emails: [], displayName: name }),
      );
      ids.set(name, String(body.id));
    }
    const [ann, bob] = await Promise.all(['ann', 'bob'].map((name) => accountOf(app.services, mail(name))));
    const rename = (name: string, to: string) =>
      tenant.scim('PATCH', path(name), {
        Operations: [{ op: 'replace', path: 'userName', value: mail(to) }],
      });
    expect((await rename('ann', 'bob')).status).to.equal(409);
    for (const [name, to] of [
      ['ann', 'between'],
      ['bob', 'ann'],
      ['ann', 'bob'],
    ] as const)
      expect((await rename(name, to)).status).to.equal(200);
    expect((await accountOf(app.services, mail('bob'))).id).to.equal(ann?.id);
    expect((await accountOf(app.services, mail('ann'))).id).to.equal(bob?.id);
  });

  for (const [verb, write] of Object.entries({ PATCH: patch, PUT: put }))
    it(`an identical ${verb} takes the address once it is free outside the group`, async () => {
      const other = await app.bootstrap();
      const { body } = await other.scim('POST', '/Users', user('taker', { emails: emails('wanted') }));
      await people('ann');
      const { headers } = await write('ann', 'wanted');
      expect((await write('ann', 'wanted')).headers.get('etag')).to.equal(headers.get('etag'));
      expect(await held('ann')).to.deep.equal(['ann: ann']);
      await other.scim('PUT', `/Users/${String(body.id)}`, user('taker', { emails: emails('elsewhere') }));
      await operate(app.services, 'integration dismiss', { group: slug, user: usernameOf('ann') });
      const again = await write('ann', 'wanted');
      expect([again.status, again.headers.get('etag')]).to.deep.equal([200, headers.get('etag')]);
      expect(await held('ann')).to.deep.equal(['ann: wanted']);
      expect(await waiting()).to.deep.equal([]);
    });

  it('identical writes let accounts move whose conflict is older than the waiting mark', async () => {
    await people('ann', 'bob');
    const { store } = app.services;
    await patch('ann', 'bob');
    const unmarked = async (name: string) =>
      store.transaction(async (unit) => {
        const present = await unit.get(identities, tenant.integrationId, ids.get(name) ?? '');
        if (!present) throw new Error(`there is no ${name}`);
        const { waitsFor: _before, ...rest } = present;
        unit.update(identities, rest);
      });
    await unmarked('ann');
    await patch('bob', 'ann');
    await unmarked('bob');
    expect(await held('ann', 'bob')).to.deep.equal(['ann: ann', 'bob: bob']);
    await put('ann', 'bob');
    await put('bob', 'ann');
    expect(await held('ann', 'bob')).to.deep.equal(['ann: bob', 'bob: ann']);
  });

  it('an identical write keeps what another actor has given the account', async () => {
    await people('ann');
    const { store } = app.services;
    const { v } = await accountOf(app.services, usernameOf('ann'));
    await put('ann', 'ann');
    expect((await accountOf(app.services, usernameOf('ann'))).v).to.equal(v);
    expect((await store.get(identities, tenant.integrationId, ids.get('ann') ?? ''))?.v).to.equal(1);
  });

  it('users of two integrations of the group swap', async () => {
    await people('ann');
    const second = await connected(app.services, tenant, { name: 'second' });
    const { body } = await second.scim('POST', '/Users', resource('bob'));
    await patch('ann', 'bob');
    const write = { Operations: [{ op: 'replace', value: { emails: emails('ann') } }] };
    expect((await second.scim('PATCH', `/Users/${String(body.id)}`, write)).status).to.equal(200);
    expect(await held('ann', 'bob')).to.deep.equal(['ann: bob', 'bob: ann']);
  });

  const endings: Record<string, (path: string) => readonly [method: string, path: string, body?: Resource]> =
    {
      'is deleted': (at) => ['DELETE', at],
      'is deactivated': (at) => ['PATCH', at, deactivation],
      'has no e-mail any more': (at) => ['PATCH', at, { Operations: [{ op: 'remove', path: 'emails' }] }],
    };
  for (const [what, request] of Object.entries(endings))
    it(`an account returns to the e-mail of its user when the one of another integration ${what}`, async () => {
      await people('ann');
      const second = await connected(app.services, tenant, { name: 'second' });
      const { body } = await second.scim('POST', '/Users', resource('ann'));
      const at = `/Users/${String(body.id)}`;
      await second.scim('PUT', at, resource('ann', 'new'));
      expect((await put('ann', 'ann')).status).to.equal(200);
      expect(await held('ann')).to.deep.equal(['ann: new']);
      expect((await second.scim(...request(at))).status).to.be.oneOf([200, 204]);
      expect((await put('ann', 'ann')).status).to.equal(200);
      expect(await held('ann')).to.deep.equal(['ann: ann']);
    });

  it('no user takes an address from an account that the group does not manage', async () => {
    await registered(app.services, mail('own'));
    await people('ann');
    await patch('ann', 'own');
    expect(await held('ann')).to.deep.equal(['ann: ann']);
    expect((await accountOf(app.services, mail('own'))).managedBy).to.equal(undefined);
  });

  it('no user takes an address from an inactive user, until that one is active again and gives it up', async () => {
    await people('ann', 'bob');
    await tenant.scim('PATCH', path('bob'), deactivation);
    await patch('bob', 'new');
    await patch('ann', 'bob');
    expect(await held('ann', 'bob')).to.deep.equal(['ann: ann', 'bob: bob']);
    await tenant.scim('PATCH', path('bob'), reactivation);
    expect(await held('ann', 'bob')).to.deep.equal(['ann: bob', 'bob: new']);
  });

  it('no user takes a secondary address of another account', async () => {
    await people('ann', 'bob');
    await operate(app.services, 'account email add', { account: usernameOf('bob'), email: mail('second') });
    await patch('ann', 'second');
    await patch('bob', 'ann');
    expect(await held('ann', 'bob')).to.deep.equal(['ann: ann', 'bob: bob']);
  });

  it('each account that moves is in the audit log', async () => {
    await people('ann', 'bob');
    await patch('ann', 'bob');
    await patch('bob', 'ann');
    const { id } = await accountOf(app.services, usernameOf('ann'));
    const { entries } = (await operate(app.services, 'audit list', { group: slug, limit: 5 })) as {
      entries: Plain[];
    };
    const followed = entries.filter(({ action }) => action === 'account.email_changed');
    expect(followed.map(({ target }) => target)).to.deep.equal([id]);
  });

  it(`a chain longer than ${limits.emailsFollowing} continues with the next write`, async () => {
    const names = Array.from({ length: limits.emailsFollowing + 3 }, (_one, at) => `n${at}`);
    await people(...names);
    for (const [at, name] of names.entries()) if (at > 0) await patch(name, `n${at - 1}`);
    await patch('n0', 'new');
    const last = names.length - 1;
    expect(await held(`n${limits.emailsFollowing}`, `n${last}`)).to.deep.equal([
      `n${limits.emailsFollowing}: n${limits.emailsFollowing - 1}`,
      `n${last}: n${last}`,
    ]);
    await put(`n${limits.emailsFollowing + 1}`, `n${limits.emailsFollowing}`);
    expect(await held(`n${last}`)).to.deep.equal([`n${last}: n${last - 1}`]);
  });
});
