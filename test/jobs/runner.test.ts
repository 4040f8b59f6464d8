import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { type Kind, Runner } from '../../lib/jobs/runner.ts';
import { begin, beginOnce, type Work, works } from '../../lib/jobs/work.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall } from '../helper.ts';

interface Counted {
  readonly steps: number;
}

const STEPS = 5;

describe('long work', () => {
  const clock = movableClock();
  let app: Rollcall;
  let work: Work<Counted>;
  /** Throws what a step throws. */
  let onStep: () => void;
  /** Each step waits for it. */
  let gate: Promise<unknown> = Promise.resolve();

  const kind: Kind<Counted> = {
    name: 'count',
    count: async () => STEPS,
    async step(_unit, { state }) {
      await gate;
      onStep();
      const steps = state.steps + 1;
      return { state: { steps }, done: 1, next: steps === STEPS ? 'end' : 'step' };
    },
  };

  before(async () => {
    app = await boot({ runtime: clock.runtime });
  });
  after(() => app.close());
  beforeEach(async () => {
    onStep = () => undefined;
    work = await app.services.store.transaction(async (unit) => beginOnce<Counted>(unit, beginning()));
  });
  afterEach(() => process().finish(work));

  const beginning = () => ({
    ...{ kind: 'count', rootId: 'root', subject: 'subject', cause: 'test', state: { steps: 0 } },
    actor: { kind: 'operator' as const },
  });

  /** Another process on the same store. */
  function process(): Runner {
    const runner = new Runner(app.services.store);
    runner.register(kind);
    return runner;
  }

  const present = () => app.services.store.get(works, work.rootId, work.id);

  /** A process that has stopped after the first step. */
  async function stopped(): Promise<Runner> {
    const runner = process();
    onStep = () => void runner.stop();
    const left = await runner.finish(work);
    expect(left.state.steps).to.equal(1);
    onStep = () => undefined;
    return runner;
  }

  it('runs each step once for concurrent callers, and keeps the result', async () => {
    let steps = 0;
    onStep = () => {
      steps += 1;
    };
    const [one, two] = [process(), process()];
    const ended = await Promise.all([one.finish(work), one.finish(work), two.finish(work)]);
    expect(ended.map(({ state }) => state.steps)).to.deep.equal([STEPS, STEPS, STEPS]);
    expect(steps).to.be.within(STEPS, 2 * STEPS);
    expect(await present()).to.deep.include({ done: STEPS, total: STEPS, state: { steps: STEPS } });
    expect(await present()).to.not.have.any.keys('open', 'alone', 'dueAt', 'holder');
  });

  it('is joined by who asks for the same again, until it is through', async () => {
    const again = () => app.services.store.transaction(async (unit) => beginOnce(unit, beginning()));
    expect((await again()).id).to.equal(work.id);
    await process().finish(work);
    const next = await again();
    expect(next.id).to.not.equal(work.id);
    await process().finish(next);
  });

  it('is left alone by the job of another process until its time is over', async () => {
    await stopped();
    await process().finishLeft();
    expect(await present()).to.deep.include({ state: { steps: 1 } });
    clock.forward(limits.workGrace + 1);
    await process().finishLeft();
    expect(await present()).to.deep.include({ state: { steps: STEPS } });
  });

  it('is taken from a stopped process at once by who asks again', async () => {
    await stopped();
    expect((await process().finish(work)).state.steps).to.equal(STEPS);
  });

  it('continues after the caller stops waiting', async () => {
    const runner = process();
    const gates = new EventEmitter();
    gate = once(gates, 'open');
    const left = await runner.finish(work, 0);
    gates.emit('open');
    expect(left.throughAt).to.equal(undefined);
    expect((await runner.finish(work)).state.steps).to.equal(STEPS);
  });

  it('that fails tells who asked, waits longer each time, and keeps the reason', async () => {
    onStep = () => {
      throw new Error('no luck');
    };
    const runner = process();
    expect(await runner.finish(work).catch(String)).to.equal('Error: no luck');
    for (const failures of [1, 2, 3]) {
      const now = app.services.store.now();
      const dueAt = now + limits.workGrace * 2 ** failures;
      expect(await present()).to.deep.include({ failures, lastError: 'Error: no luck', state: { steps: 0 } });
      expect((await present())?.dueAt).to.be.within(dueAt - 1_000, dueAt);
      await runner.finishLeft();
      clock.forward(limits.workGrace * 2 ** failures + 1);
      expect(await runner.finishLeft().catch((error: unknown) => error)).to.be.instanceOf(AggregateError);
    }
    onStep = () => undefined;
    await runner.finish(work);
    expect(await present()).to.not.have.any.keys('failures', 'lastError');
  });

  it('without an actor is removed when it ends', async () => {
    const { actor: _nobody, ...asked } = beginning();
    const quiet = await app.services.store.transaction(async (unit) => begin(unit, asked));
    expect((await process().finish(quiet)).throughAt).to.be.a('number');
    expect(await app.services.store.get(works, quiet.rootId, quiet.id)).to.equal(undefined);
  });
});
