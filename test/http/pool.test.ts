import { expect } from 'chai';
import { Pool, type Room } from '../../lib/http/pool.ts';
import { ServiceUnavailable, TooManyRequests } from '../../lib/scim/errors.ts';

describe('a pool', () => {
  const size = { total: 10, share: 4, waiting: 2, waitMs: 1 };
  /** Resolves once everything that can go on has gone on. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  function patient(): Pool {
    return new Pool({ ...size, waitMs: 60_000 });
  }

  function refusal(taken: Promise<Room>): Promise<unknown> {
    return taken.then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  it('admits requests up to the share of their party, and others beside them', async () => {
    const pool = new Pool(size);
    await pool.take('a', 2);
    await pool.take('a', 2);
    const refused = await refusal(pool.take('a', 1));
    expect(refused).to.be.instanceOf(TooManyRequests).and.have.nested.property('headers.retry-after', '5');
    await pool.take('b', 4);
  });

  it('refuses everybody with 503 when it is full', async () => {
    const pool = new Pool(size);
    for (const party of ['a', 'b']) await pool.take(party, 4);
    const refused = await refusal(pool.take('c', 3));
    expect(refused).to.be.instanceOf(ServiceUnavailable).and.have.nested.property('headers.retry-after', '5');
    await pool.take('c', 2);
  });

  it('counts a weight above a share as a share', async () => {
    const pool = new Pool(size);
    const large = await pool.take('a', 99);
    await pool.take('b', 4);
    large.release();
    await pool.take('a', 4);
  });

  it('admits waiting requests as room is released, once even if it is released twice', async () => {
    const pool = patient();
    const first = await pool.take('a', 4);
    const order: string[] = [];
    const [second, third] = ['second', 'third'].map((name) =>
      pool.take('a', 4).then((room) => {
        order.push(name);
        return room;
      }),
    );
    await settled();
    expect(order).to.deep.equal([]);
    first.release();
    first.release();
    await settled();
    expect(order).to.deep.equal(['second']);
    (await second)?.release();
    (await third)?.release();
  });

  it('gives room to the parties in turns', async () => {
    const pool = new Pool({ total: 4, share: 4, waiting: 9, waitMs: 60_000 });
    const first = await pool.take('z', 4);
    const order: string[] = [];
    const waiting = ['a', 'a', 'a', 'b', 'b'].map((party) =>
      pool.take(party, 4).then((room) => {
        order.push(party);
        room.release();
      }),
    );
    first.release();
    await Promise.all(waiting);
    expect(order).to.deep.equal(['a', 'b', 'a', 'b', 'a']);
  });

  it('refuses at once when too many of a party wait', async () => {
    const pool = patient();
    const first = await pool.take('a', 4);
    const waiting = [pool.take('a', 1), pool.take('a', 1)];
    expect(await refusal(pool.take('a', 1))).to.be.instanceOf(TooManyRequests);
    first.release();
    await Promise.all(waiting);
  });

  it('makes later requests wait while an earlier one uses more than it asked for', async () => {
    const pool = patient();
    const first = await pool.take('a', 1);
    first.resize(9);
    const second = pool.take('a', 1);
    expect(await Promise.race([second, settled()])).to.equal(undefined);
    first.resize(3);
    (await second).release();
  });
});
