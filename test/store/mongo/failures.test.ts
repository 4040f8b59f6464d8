import { expect } from 'chai';
import { Unavailable } from '../../../lib/store/errors.ts';
import { isLostRead, translated } from '../../../lib/store/mongo/failures.ts';

describe('An error of a call to MongoDB', () => {
  for (const code of ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'])
    it(`is Unavailable when the server has ended the connection, and the read is repeated (${code})`, () => {
      const error = Object.assign(new Error('This socket has been ended by the other party'), { code });
      expect(translated(error)).to.be.instanceOf(Unavailable);
      expect(isLostRead(error)).to.equal(true);
    });

  it('stays as it is when it has another cause', () => {
    for (const error of [
      new TypeError('no function'),
      Object.assign(new Error('no file'), { code: 'ENOENT' }),
    ]) {
      expect(translated(error)).to.equal(error);
      expect(isLostRead(error)).to.equal(false);
    }
  });
});
