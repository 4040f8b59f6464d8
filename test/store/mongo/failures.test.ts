import { expect } from 'chai';
import { Unavailable } from '../../../lib/store/errors.ts';
import { isLostRead, translated } from '../../../lib/store/mongo/failures.ts';

describe('An error of a connection that MongoDB has ended', () => {
  for (const code of ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])
    it(`is Unavailable, and a read that met it is asked again (${code})`, () => {
      const error = Object.assign(new Error('This socket has been ended by the other party'), { code });
      expect(translated(error)).to.be.instanceOf(Unavailable);
      expect(isLostRead(error)).to.equal(true);
    });

  it('is told from a fault of the program, which stays as it is', () => {
    for (const error of [
      new TypeError('no function'),
      Object.assign(new Error('no file'), { code: 'ENOENT' }),
    ]) {
      expect(translated(error)).to.equal(error);
      expect(isLostRead(error)).to.equal(false);
    }
  });
});
