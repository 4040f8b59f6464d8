import { expect } from 'chai';
import { Hang, type Outcome, type Round, runRound } from '../../scripts/chaos/run.ts';
import { promised, verdicts } from '../../scripts/chaos/verdict.ts';

/** More of it, and by another chance: `npm run chaos`. */
const rounds: readonly (Round & { readonly title: string })[] = [
  {
    title: 'two processes behind a proxy on MongoDB, while processes, database and receivers fail',
    ...{ store: 'mongodb', seconds: 45, seed: '17' },
  },
  {
    title: 'one process with the embedded store, while it and the receivers fail',
    ...{ store: 'embedded', seconds: 30, seed: '4' },
  },
];

for (const { title, ...round } of rounds)
  describe(`${title} (seed ${round.seed}, ${round.seconds} seconds)`, () => {
    let outcome: Outcome | undefined;

    before(async function () {
      this.timeout(1_000_000);
      outcome = await runRound(round).catch((error: unknown) => onceMore(round, error));
    });
    after(() => {
      const figures = Object.entries(outcome?.figures ?? {}).map(([what, count]) => `${count} ${what}`);
      process.stdout.write(`    ${figures.sort((a, b) => (a < b ? -1 : 1)).join(', ')}\n`);
    });

    for (const promise of promised)
      it(promise, () => {
        expect(outcome && verdicts(outcome.evidence)[promise]).to.deep.equal([]);
      });

    it('has changed people, let them sign in, given access tokens and sent events', () => {
      const { figures = {} } = outcome ?? {};
      for (const what of [
        'users created',
        'changes acknowledged',
        'sign-ins by password',
        'sign-ins by SAML',
      ])
        expect(figures[what], what).to.be.above(0);
      for (const what of ['access tokens given', 'events taken']) expect(figures[what], what).to.be.above(0);
      const kills = ['processes killed', 'database killed with a process'].map((what) => figures[what] ?? 0);
      expect(Math.max(...kills), 'processes killed').to.be.above(0);
    });
  });

/** What does not end may be the test server of MongoDB, which was killed: the last steps are shown, and the round begins again. */
function onceMore(round: Round, error: unknown): Promise<Outcome> {
  if (!(error instanceof Hang) || round.store === 'embedded') throw error;
  process.stdout.write(`    ${error.message}\n    It begins once more.\n`);
  return runRound(round);
}
