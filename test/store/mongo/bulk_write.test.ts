import { expect } from 'chai';
import { writtenIn } from '../../../lib/store/mongo/bulk_write.ts';

describe('the answer of MongoDB to the writes of a transaction', () => {
  const done = (idx: number, n = 1) => ({ ok: 1, idx, n });
  const failure = { ok: 0, idx: 1, code: 11_000, errmsg: 'taken' };

  it('tells how many documents each has found', () => {
    const answer = { cursor: { id: 0, firstBatch: [done(0), done(1, 0), done(2)] } };
    expect(writtenIn(answer, 3)).to.deep.equal({ counts: [1, 0, 1] });
  });

  it('ends with the first that failed', () => {
    const answer = { cursor: { id: 0, firstBatch: [done(0), failure] } };
    const failed = { at: 1, code: 11_000, message: 'taken' };
    expect(writtenIn(answer, 3)).to.deep.equal({ counts: [1], failed });
  });

  const incomplete: readonly (readonly [what: string, answer: Parameters<typeof writtenIn>[0]])[] = [
    ['no cursor', {}],
    ['no batch', { cursor: { id: 0 } }],
    ['too few replies', { cursor: { firstBatch: [done(0)] } }],
    ['too many replies', { cursor: { firstBatch: [done(0), done(1), done(2)] } }],
    ['a gap', { cursor: { firstBatch: [done(1), done(2)] } }],
    ['a reply without a count', { cursor: { firstBatch: [done(0), { ok: 1, idx: 1 }] } }],
  ];
  for (const [what, answer] of incomplete)
    it(`with ${what} is refused`, () => {
      expect(() => writtenIn(answer, 2)).to.throw('did not tell');
    });
});
