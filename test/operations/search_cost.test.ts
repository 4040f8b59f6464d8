import { expect } from 'chai';
import { accounts, createAccount } from '../../lib/accounts/index.ts';
import type { Unit, UnitStore } from '../../lib/audit/unit.ts';
import { emptyMember, grant, type Member, memberOf, members, saveMember } from '../../lib/groups/index.ts';
import { DAY } from '../../lib/kernel/index.ts';
import { completeSearch } from '../../lib/operations/former_words.ts';
import { identityList, memberList, profileSearch } from '../../lib/operations/index.ts';
import type { Operation } from '../../lib/operations/operation.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import type { Identity } from '../../lib/provisioning/types.ts';
import { type Collection, PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { wrapped } from '../store/wrapped.ts';

describe('a search for people by name', () => {
  let app: Rollcall;
  let acme: Tenant;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap();
  });

  /** Adds members whose names the search does not ask for. */
  async function crowd(size: number): Promise<void> {
    const { groupId: rootId } = acme;
    await app.services.store.transaction(async (unit) => {
      for (let at = 0; at < size; at++) {
        const id = unit.id();
        const account = createAccount(unit, { username: `u${id}`, name: `Lots Of ${id}` });
        const member = { ...emptyMember(rootId, account.id), v: 0 };
        const origin = { kind: 'manual', role: 'guest', since: unit.now() } as const;
        await saveMember(unit, undefined, grant(member, rootId, origin));
      }
    });
  }

  /** The number of documents that an operation reads by lists and by ids. */
  async function read(operation: Pick<Operation, 'perform'>, input: object): Promise<number> {
    let count = 0;
    const store: UnitStore = wrapped(app.services.store, (name, answer) => {
      if (name !== 'list' && name !== 'getMany') return answer;
      return (answer as Promise<{ readonly items?: readonly unknown[]; readonly length?: number }>).then(
        (found) => {
          count += found.items?.length ?? found.length ?? 0;
          return found;
        },
      );
    });
    const house = { services: { ...app.services, store }, publicUrl: app.url, samlUrl: app.url };
    const account = await operate(app.services, 'account show', { account: `owner@${acme.slug}.test` });
    const caller = { actor: { kind: 'account', accountId: String(account.id) } as const, sessions: [] };
    await operation.perform(house, caller, input);
    return count;
  }

  const found = async (search: string): Promise<string[]> => {
    const { members: rows } = (await operate(app.services, 'member list', {
      group: acme.slug,
      search,
    })) as Found;
    return (rows ?? []).map(nameOf);
  };

  it('reads as many documents in a group of 20 as in a group of 400', async () => {
    await acme.scim('POST', '/Users', user('zelda@acme.test', { displayName: 'Zelda Zuse' }));
    const searches = async () => [
      await read(memberList, { group: acme.slug, search: 'zus' }),
      await read(identityList, { group: acme.slug, search: 'zus' }),
      await read(profileSearch, { text: 'zuse' }),
    ];
    await crowd(20);
    const few = await searches();
    await crowd(380);
    expect(await searches()).to.deep.equal(few);
    expect(await found('zus')).to.deep.equal(['Zelda Zuse']);
  });

  it('finds a member by the new name after a change, and no more by the former one', async () => {
    const { body } = await acme.scim(
      'POST',
      '/Users',
      user('amelie@acme.test', { displayName: 'Amelie Old' }),
    );
    expect(await found('old')).to.deep.equal(['Amelie Old']);
    await acme.scim('PATCH', `/Users/${String(body.id)}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'displayName', value: 'Amelie New' }],
    });
    expect(await found('new')).to.deep.equal(['Amelie New']);
    expect(await found('old')).to.deep.equal([]);
  });

  it('shows each match once, page by page, also a person with several matching words', async () => {
    const names = ['Dan Dane', 'Dana Danner', 'Daniel Dans', 'Dante Dandy', 'Danuta Danish'];
    for (const [at, displayName] of names.entries())
      await acme.scim('POST', '/Users', user(`p${at}@acme.test`, { displayName }));
    for (const list of ['member list', 'identity list'] as const) {
      const shown: string[] = [];
      for (let after: string | undefined; ; ) {
        const page = (await operate(app.services, list, {
          ...{ group: acme.slug, search: 'dan', limit: 2 },
          ...(after === undefined ? {} : { after }),
        })) as Found;
        shown.push(...(page.members ?? page.identities ?? []).map(nameOf));
        after = page.next;
        if (after === undefined) break;
      }
      expect(shown.toSorted(), list).to.deep.equal(names);
    }
  });

  describe('of an older version', () => {
    let own: Rollcall;
    const clock = movableClock();

    before(async () => {
      own = await boot({ runtime: clock.runtime });
    });
    after(() => own.close());

    /** Stores a user and a member as a version without the search does. */
    async function stored(name: string, { scim, integrationId, slug }: Tenant): Promise<void> {
      const { body } = await scim('POST', '/Users', user(`${name}@${slug}.test`, { displayName: name }));
      await own.services.store.transaction(async (unit) => {
        const identity = await unit.get(identities, integrationId, String(body.id));
        const member = identity && (await memberOf(unit, identity.rootId, String(identity.accountId)));
        if (!member) throw new Error('The user is not a member.');
        forget(unit, identities, identity);
        forget(unit, members, member);
      });
    }

    function forget<D extends Identity | Member>(unit: Unit, collection: Collection<D>, doc: D): void {
      const { words: _words, ...bare } = doc;
      unit.remove(collection, doc);
      unit.restore(collection, bare as D);
    }

    const known = async (name: string, { slug }: Tenant) => {
      const asked = { group: slug, search: name };
      const { identities: users } = await operate(own.services, 'identity list', asked);
      const { members: people } = await operate(own.services, 'member list', asked);
      return [users, people].map((rows) => (rows as unknown[]).length);
    };

    it('finds users and members after the upgrade, and a day later those of a process that the upgrade left', async () => {
      const tenant = await own.bootstrap();
      const { store } = own.services;
      await stored('ancient', tenant);
      expect(await known('ancient', tenant)).to.deep.equal([0, 0]);
      await completeSearch(store);
      expect(await known('ancient', tenant)).to.deep.equal([1, 1]);

      await stored('belated', tenant);
      await completeSearch(store);
      expect(await known('belated', tenant)).to.deep.equal([0, 0]);
      clock.forward(DAY);
      await completeSearch(store);
      expect(await known('belated', tenant)).to.deep.equal([1, 1]);
    });
  });

  it('finds a member whose account is renamed while the membership begins', async () => {
    const { store } = app.services;
    const account = await store.transaction(async (unit) =>
      createAccount(unit, { username: unit.id(), name: 'Before Rename' }),
    );
    let begun = 0;
    await store.transaction(async (unit) => {
      const member = { ...emptyMember(acme.groupId, account.id), v: 0 };
      const origin = { kind: 'manual', role: 'guest', since: unit.now() } as const;
      await saveMember(unit, undefined, grant(member, acme.groupId, origin));
      begun += 1;
      if (begun === 1)
        await store.transaction(async (rival) => {
          const held = await rival.get(accounts, PLATFORM, account.id);
          if (held) rival.update(accounts, { ...held, name: 'After Rename' });
        });
    });
    expect(await found('after')).to.deep.equal(['After Rename']);
  });
});

interface Row {
  readonly name?: string;
  readonly account?: { readonly name: string };
  readonly displayName?: string;
}

interface Found {
  readonly members?: readonly Row[];
  readonly identities?: readonly Row[];
  readonly next?: string;
}

function nameOf({ account, name }: Row): string {
  return account?.name ?? name ?? '';
}
