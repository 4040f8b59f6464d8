import { expect } from 'chai';
import { textsOf } from '../../../lib/store/embedded/page.ts';
import type { View } from '../../../lib/store/embedded/view.ts';

describe('documents read in steps', () => {
  it('let other requests run after each step, however small it is', async () => {
    const document = 'x'.repeat(200_000);
    const view = { all: async (keys: readonly string[]) => keys.map(() => document) } as unknown as View;
    const keys = Array.from({ length: 40 }, (_, at) => `${at}`);
    const seen = { steps: 0, turns: 0 };
    let isGoing = true;
    const turn = (): void => {
      seen.turns += 1;
      if (isGoing) setImmediate(turn);
    };
    setImmediate(turn);
    for await (const texts of textsOf(view, keys)) {
      expect(texts).to.have.length.above(0);
      seen.steps += 1;
    }
    isGoing = false;
    expect(seen.steps).to.be.above(20);
    expect(seen.turns).to.be.at.least(seen.steps - 1);
  });
});
