import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { serverOptions } from '../../lib/main/service.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import { boot, user } from '../helper.ts';

describe('the limits of a connection', () => {
  it('are the documented ones, with a tolerance of a second', () => {
    const { headersTimeout, requestTimeout, connectionsCheckingInterval } = serverOptions;
    expect([headersTimeout, requestTimeout]).to.deep.equal([10_000, 30_000]);
    expect(connectionsCheckingInterval).to.be.within(1, 1_000);
  });
});

describe('stopping', () => {
  it('finishes running requests, and refuses later ones', async () => {
    const app = await boot();
    const tenant = await app.bootstrap();
    const { users } = app.services;
    const signals = new EventEmitter();
    const [begun, released] = [once(signals, 'begun'), once(signals, 'released')];
    const create = users.create.bind(users);
    let inFlight = 0;
    users.create = async (...given) => {
      inFlight += 1;
      if (inFlight === 8) signals.emit('begun');
      await released;
      return create(...given);
    };
    const sent = Array.from({ length: 8 }, (_, at) =>
      tenant.scim('POST', '/Users', user(`stop${at}@stop.test`)),
    );
    await begun;
    const closed = app.close();
    const refused: unknown = await tenant.scim('GET', '/Users').catch((error: unknown) => error);
    signals.emit('released');
    expect(refused).to.include({ code: 'ECONNREFUSED' });
    const replies = await Promise.all(sent);
    expect(replies.map(({ status }) => status)).to.deep.equal(Array(8).fill(201));
    await closed;
  });

  it('is reported by /readyz, while /healthz still answers', async () => {
    const app = await boot();
    expect(await (await fetch(`${app.url}/healthz`)).json()).to.deep.equal({ status: 'ok' });
    expect(await (await fetch(`${app.url}/readyz`)).json()).to.deep.equal({ status: 'ok' });
    await app.services.store.close();
    const ready = await fetch(`${app.url}/readyz`);
    expect([ready.status, ((await ready.json()) as { status: string }).status]).to.deep.equal([
      503,
      'unavailable',
    ]);
    await app.close().catch(() => undefined);
  });

  it('closes the store even if waiting entries cannot be written', async () => {
    const app = await boot();
    const { store, logBook, tokenUses } = app.services;
    logBook.flush = () => Promise.reject(new Unavailable('the log is stuck'));
    tokenUses.flush = () => Promise.reject(new Unavailable('the uses are stuck'));
    const failed: unknown = await app.close().catch((error: unknown) => error);
    expect(String(failed)).to.include('the log is stuck').and.include('the uses are stuck');
    const closed: unknown = await store.ready().catch((error: unknown) => error);
    expect(closed).to.be.instanceOf(Unavailable);
  });

  it('answers 503 with Retry-After once the store is closed', async () => {
    const app = await boot();
    const tenant = await app.bootstrap();
    await app.services.store.close();
    const { status, headers, body } = await tenant.scim('GET', '/Users');
    await app.close().catch(() => undefined);
    expect([status, headers.get('retry-after'), body.status]).to.deep.equal([503, '5', '503']);
  });
});
