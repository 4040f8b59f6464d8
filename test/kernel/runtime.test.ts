import { expect } from 'chai';
import { systemRuntime } from '../../lib/kernel/runtime.ts';

describe('Random bytes', () => {
  const { random } = systemRuntime();

  it('are as many as asked for, and never the same', () => {
    const lengths = Array.from({ length: 400 }, (_, at) => 16 + (at % 40));
    const taken = lengths.map((length) => random(length));
    expect(taken.map(({ length }) => length)).to.deep.equal(lengths);
    expect(new Set(taken.map((bytes) => bytes.subarray(0, 16).toString('hex'))).size).to.equal(400);
    expect(random(10_000)).to.have.length(10_000);
  });

  it('belong to the one who asked for them', () => {
    const mine = random(16);
    const before = mine.toString('hex');
    random(16).fill(0);
    expect(mine.toString('hex')).to.equal(before);
  });
});
