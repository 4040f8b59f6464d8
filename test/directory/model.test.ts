import { expect } from 'chai';
import fc from 'fast-check';
import { boot, type Rollcall } from '../helper.ts';
import { GROUPS, linkRoles, Model, PEOPLE, runs, type Step, TARGETS } from './model.ts';
import { World } from './model_world.ts';

describe('memberships by group links', function () {
  this.timeout(600_000);
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  it('equal a calculation from scratch after every change', async () => {
    await fc.assert(
      fc.asyncProperty(sequences({ minLength: 1, maxLength: 20 }), async (sequence) => {
        const [world, model] = [await World.make(app), new Model()];
        for (const step of sequence) {
          await world.take(step);
          model.take(step);
          for (const person of PEOPLE)
            expect(await world.rolesOf(person), JSON.stringify(step)).to.deep.equal(model.rolesOf(person));
        }
      }),
      { numRuns: runs(6) },
    );
  });

  it('are the same for concurrent changes', async () => {
    await fc.assert(
      fc.asyncProperty(sequences({ minLength: 6, maxLength: 12 }), async (sequence) => {
        const world = await World.make(app);
        await Promise.all(sequence.map((step) => world.take(step)));
        const before = await Promise.all(PEOPLE.map((person) => world.rolesOf(person)));
        await world.recalculate();
        const after = await Promise.all(PEOPLE.map((person) => world.rolesOf(person)));
        expect(before).to.deep.equal(after);
      }),
      { numRuns: runs(4) },
    );
  });
});

/** Steps, and at times the absence of a person with the steps meanwhile. */
function sequences(length: { readonly minLength: number; readonly maxLength: number }): fc.Arbitrary<Step[]> {
  const step = steps();
  const absence = fc
    .record({
      person: fc.constantFrom(...PEOPLE),
      going: fc.constantFrom('deactivate' as const, 'forget' as const),
      meanwhile: fc.array(step, { maxLength: 2 }),
      back: fc.constantFrom('reactivate' as const, 'create' as const),
    })
    .map(({ person, going, meanwhile, back }): Step[] => [
      { do: going, person },
      ...meanwhile,
      { do: back, person },
    ]);
  const alone = step.map((one) => [one]);
  const parts = fc.oneof({ weight: 5, arbitrary: alone }, { weight: 1, arbitrary: absence });
  return fc.array(parts, { ...length, size: 'max' }).map((all) => all.flat());
}

function steps(): fc.Arbitrary<Step> {
  const [group, person, target] = [GROUPS, PEOPLE, TARGETS].map((all) => fc.constantFrom(...all)) as [
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
  ];
  const role = fc.constantFrom(...linkRoles);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('join' as const), group, person }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), group, person }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('nest' as const), group, inner: group }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('unnest' as const), group, inner: group }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('link' as const), group, target, role }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('unlink' as const), group, target }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('deactivate' as const), person }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reactivate' as const), person }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), person }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('create' as const), person }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('say' as const), person, role }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constantFrom('listen' as const, 'ignore' as const), target }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('replace' as const), group, people: fc.subarray(PEOPLE) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), group }) },
  );
}
