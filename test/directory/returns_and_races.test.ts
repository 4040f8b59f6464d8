import { expect } from 'chai';
import { boot, type Rollcall } from '../helper.ts';
import { Model, runs, type Step } from './model.ts';
import { World } from './model_world.ts';

describe('memberships after a return or a race', function () {
  this.timeout(600_000);
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  const link: Step = { do: 'link', group: 0, target: 1, role: 'developer' };
  const join = (group: number): Step => ({ do: 'join', group, person: 0 });
  const leave = (group: number): Step => ({ do: 'leave', group, person: 0 });
  const nest = (inner: number): Step => ({ do: 'nest', group: 0, inner });
  const unnest = (inner: number): Step => ({ do: 'unnest', group: 0, inner });
  const races: readonly (readonly [what: string, before: readonly Step[], atOnce: readonly Step[]])[] = [
    ['leaves both of two nested groups', [link, nest(1), nest(2), join(1), join(2)], [leave(1), leave(2)]],
    ['joins a nested group as the outer one is linked', [nest(1)], [join(1), link]],
    ['joins a group as it is nested', [link], [join(1), nest(1)]],
    ['leaves a group as a nested one is taken out', [link, nest(1), join(0), join(1)], [leave(0), unnest(1)]],
    [
      'joins a group while coming back',
      [link, { do: 'deactivate', person: 0 }],
      [join(0), { do: 'reactivate', person: 0 }],
    ],
    [
      'comes back as the last link ends',
      [link, join(0), { do: 'deactivate', person: 0 }],
      [
        { do: 'reactivate', person: 0 },
        { do: 'unlink', group: 0, target: 1 },
      ],
    ],
    [
      'is made anew as the last link ends',
      [link, join(0), { do: 'deactivate', person: 0 }],
      [
        { do: 'create', person: 0 },
        { do: 'unlink', group: 0, target: 1 },
      ],
    ],
    ['joins a group while going', [link], [join(0), { do: 'deactivate', person: 0 }]],
    [
      'joins a group as the nesting gets a level more',
      [link, nest(1)],
      [join(2), { do: 'nest', group: 1, inner: 2 }],
    ],
  ];

  const going: Step = { do: 'forget', person: 0 };
  const back: Step = { do: 'create', person: 0 };
  const unlink: Step = { do: 'unlink', group: 0, target: 1 };
  const say: Step = { do: 'say', person: 0, role: 'maintainer' };
  const returns: readonly (readonly [what: string, steps: readonly Step[]])[] = [
    ['is deleted and made anew', [link, join(0), going, back]],
    ['is deleted and made anew after the link has ended', [link, join(0), going, unlink, back]],
    [
      'is deleted and made anew after the group is deleted',
      [link, join(0), going, { do: 'delete', group: 0 }, back],
    ],
    ['is deactivated, deleted and made anew', [link, join(0), { do: 'deactivate', person: 0 }, going, back]],
    ['is deactivated and made anew', [link, join(0), { do: 'deactivate', person: 0 }, back]],
    [
      'is deactivated, and the link ends meanwhile',
      [link, join(0), { do: 'deactivate', person: 0 }, unlink, back],
    ],
    ...[0, 1].map((target): [string, Step[]] => [
      `is deleted, and an attribute gives no role in ${target === 0 ? 'the top-level group' : 'a subgroup'} meanwhile`,
      [{ do: 'listen', target }, say, going, { do: 'ignore', target }, back],
    ]),
  ];

  for (const [what, steps] of returns)
    it(`are right when a user ${what}`, async () => {
      const [world, model] = [await World.make(app), new Model()];
      for (const step of steps) {
        await world.take(step);
        model.take(step);
        expect(await world.rolesOf(0), step.do).to.deep.equal(model.rolesOf(0));
      }
    });

  for (const [what, before, atOnce] of races) {
    it(`are right when a user ${what}`, async () => {
      for (let run = 0; run < runs(2); run++) {
        const [world, model] = [await World.make(app), new Model()];
        for (const step of before) await world.take(step);
        const turns = run % 2 === 0 ? atOnce : atOnce.toReversed();
        await Promise.all(turns.map((step) => world.take(step)));
        for (const step of [...before, ...atOnce]) model.take(step);
        expect(await world.rolesOf(0)).to.deep.equal(model.rolesOf(0));
      }
    });
  }
});
