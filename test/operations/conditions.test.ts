import { expect } from 'chai';
import { directoryGroupCreate, directoryGroupList } from '../../lib/operations/directory_groups.ts';
import { groupMove, groupRename, groupTree, subgroupCreate } from '../../lib/operations/groups.ts';
import type { Around, Operation } from '../../lib/operations/operation.ts';
import { webhookCreate, webhookList } from '../../lib/operations/webhooks.ts';
import { boot, type Rollcall } from '../helper.ts';
import { refusal } from '../store/contract/fixture.ts';

const operator = { actor: { kind: 'operator' }, sessions: [] } as const;

type Input = Readonly<Record<string, unknown>>;

interface Case {
  readonly change: Operation;
  readonly shown: Operation;
  readonly input: (group: string, n: number) => Input;
}

const cases: readonly Case[] = [
  {
    change: webhookCreate as unknown as Operation,
    shown: webhookList as unknown as Operation,
    input: (group, n) => ({ group, url: `https://hooks${n}.test/` }),
  },
  {
    change: directoryGroupCreate as unknown as Operation,
    shown: directoryGroupList as unknown as Operation,
    input: (group, n) => ({ group, name: `Crew ${n}` }),
  },
  {
    change: subgroupCreate as unknown as Operation,
    shown: groupTree as unknown as Operation,
    input: (group, n) => ({ group: `${group}/team`, slug: `part${n}` }),
  },
];

describe('a change with a condition that another one overtakes', () => {
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  for (const { change, shown, input } of cases)
    it(`of ${change.name} is decided again`, async () => {
      const { slug } = await app.bootstrap();
      await subgroupCreate.perform(house(), operator, { group: slug, slug: 'team' });
      const { group } = input(slug, 0);
      const first = JSON.stringify(await shown.perform(house(), operator, { group }));
      const asBefore: Required<Pick<Around, 'condition'>> = {
        async condition(view) {
          const present = JSON.stringify(await shown.readIn?.(view, house(), operator, { group }));
          if (present !== first) throw new Error('overtaken');
        },
      };
      let rivals = 0;
      const overtaken: Around = {
        async condition(view) {
          await asBefore.condition(view);
          // The procedure looks once before it begins.
          if (++rivals === (change.kind === 'procedure' ? 2 : 1))
            await change.perform(house(asBefore), operator, input(slug, 1));
        },
      };
      const tried = refusal(change.perform(house(overtaken), operator, input(slug, 2)));
      expect(String(await tried)).to.contain('overtaken');
    });

  it('changes the group itself', async () => {
    const { slug } = await app.bootstrap();
    for (const part of ['a', 'b'])
      await subgroupCreate.perform(house(), operator, { group: slug, slug: part });
    const around: Around = { condition: async () => undefined };
    await groupRename.perform(house(around), operator, { group: `${slug}/a`, name: 'Another' });
    await groupMove.perform(house(around), operator, { group: `${slug}/a`, to: `${slug}/b` });
    await groupRename.perform(house(around), operator, { group: slug, slug: `${slug}-renamed` });
    const tree = await groupTree.perform(house(), operator, { group: `${slug}-renamed` });
    expect(JSON.stringify(tree)).to.contain(`${slug}-renamed/b/a`).and.to.contain('Another');
  });

  function house(around?: Around) {
    const { services, url } = app;
    return { services, publicUrl: url, samlUrl: url, ...(around ? { around } : {}) };
  }
});
