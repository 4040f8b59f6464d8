import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { createAccount } from '../../lib/accounts/index.ts';
import type { UnitStore } from '../../lib/audit/unit.ts';
import { emptyMember, grant, MemberCounts, saveMember } from '../../lib/groups/index.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { wrapped } from '../store/wrapped.ts';

describe('the chart of members by origin in a large group', () => {
  const more = 100;
  let app: Rollcall;
  let acme: Tenant;
  let now: number;
  let looked = 0;
  let counts: MemberCounts;
  let store: UnitStore;

  before(async () => {
    app = await boot();
    acme = await app.bootstrap();
    await crowd(limits.chartedMembers + more);
    store = wrapped(app.services.store, (name, answer) => {
      if (name === 'now') return now;
      if (name !== 'list') return answer;
      return (answer as Promise<{ readonly items: readonly unknown[] }>).then((page) => {
        looked += page.items.length;
        return page;
      });
    });
  });
  after(() => app.close());
  beforeEach(() => {
    now = app.services.store.now();
    counts = new MemberCounts(store);
  });

  async function crowd(size: number): Promise<void> {
    const { groupId: rootId } = acme;
    await app.services.store.transaction(async (unit) => {
      for (let at = 0; at < size; at++) {
        const id = unit.id();
        const account = createAccount(unit, { username: `u${id}`, name: id });
        const member = { ...emptyMember(rootId, account.id), v: 0 };
        const origin = { kind: 'manual', role: 'guest', since: unit.now() } as const;
        await saveMember(unit, undefined, grant(member, rootId, origin));
      }
    });
  }

  const view = async () => {
    looked = 0;
    const group = { id: acme.groupId, rootId: acme.groupId };
    const { origins, ...rest } = await counts.of(store, group);
    return { manual: origins.find(({ origin }) => origin === 'manual')?.count, ...rest };
  };

  it('counts a part at first, then shows a whole count with its time and looks at few members', async () => {
    expect(await view()).to.include({ manual: limits.chartedMembers, isPartial: true });
    await counts.refresh();
    const counted = now;
    now += limits.memberCountsMs - 1;
    const shown = await view();
    expect(shown).to.include({ isPartial: false, at: counted });
    expect(shown.manual).to.be.at.least(limits.chartedMembers + more);
    expect(looked).to.equal(limits.countedAtOnce);
  });

  it('asks for a new count when it is ten minutes old, and shows the former one until then', async () => {
    await view();
    await counts.refresh();
    const first = await view();
    await crowd(3);
    now += limits.memberCountsMs;
    expect(await view()).to.deep.equal(first);
    await counts.refresh();
    expect((await view()).manual).to.equal(Number(first.manual) + 3);
  });
});
