import { expect } from 'chai';
import { Ahead, LARGE } from '../../../lib/store/embedded/ahead.ts';
import type { Changes } from '../../../lib/store/embedded/changes.ts';

describe('accepted but unsynced data', () => {
  const of = (value: string, ...keys: string[]): Changes =>
    new Map(keys.map((key) => [key, { value, counts: 0, space: '' }]));
  const large = (value: string): Changes =>
    of(value, ...Array.from({ length: LARGE + 1 }, (_, at) => `k${at}`));
  const orders: readonly (readonly [what: string, commits: readonly Changes[]])[] = [
    ['small commits', [of('1', 'k0', 'a'), of('2', 'k0'), of('3', 'k0', 'a')]],
    ['a large commit between small ones', [of('1', 'k0', 'a'), large('2'), of('3', 'k0')]],
    ['large commits', [large('1'), large('2'), of('3', 'a'), large('4')]],
  ];

  for (const [what, commits] of orders)
    it(`of ${what} is the latest change of each key, until that one is synced`, () => {
      const ahead = new Ahead();
      for (const commit of commits) ahead.add(commit);
      for (const [at, commit] of commits.entries()) {
        for (const key of ['k0', 'a', 'none'])
          expect(ahead.get(key)).to.equal(
            commits
              .slice(at)
              .findLast((each) => each.has(key))
              ?.get(key),
          );
        expect(ahead.isEmpty).to.equal(false);
        ahead.settle(commit);
      }
      expect(ahead.isEmpty).to.equal(true);
      expect(ahead.get('k0')).to.equal(undefined);
    });

  it('is empty after a failure', () => {
    const ahead = new Ahead();
    for (const commit of [of('1', 'a'), large('2')]) ahead.add(commit);
    ahead.clear();
    expect([ahead.isEmpty, ahead.get('a')]).to.deep.equal([true, undefined]);
  });
});
