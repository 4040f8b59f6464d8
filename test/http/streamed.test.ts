import { EventEmitter, once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { pino } from 'pino';
import { request } from 'undici';
import type { Shown } from '../../lib/provisioning/resources/resources.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

const LONG = 'x'.repeat(60_000);

describe('a streamed page', () => {
  let app: Rollcall;
  let tenant: Tenant;
  const signals = new EventEmitter();
  let opened = 0;
  let closed = 0;
  let breakAfter = Number.POSITIVE_INFINITY;

  before(async () => {
    app = await boot({ logger: pino({ level: 'silent' }) });
    tenant = await app.bootstrap();
    for (let n = 0; n < 12; n++)
      await tenant.scim('POST', '/Users', user(`u${n}@acme.test`, { title: LONG, nickName: LONG }));
    const { users } = app.services;
    const query = users.query.bind(users);
    users.query = async (...asked) => {
      const { steps, close, ...page } = await query(...asked);
      opened += 1;
      return {
        ...page,
        steps: breaking(steps),
        close: async () => {
          closed += 1;
          signals.emit('closed');
          await close();
        },
      };
    };
  });
  after(() => app.close());
  beforeEach(() => {
    breakAfter = Number.POSITIVE_INFINITY;
    [opened, closed] = [0, 0];
  });

  async function* breaking<S extends readonly Shown[]>(steps: AsyncIterable<S>): AsyncGenerator<S> {
    let count = 0;
    for await (const step of steps) {
      count += step.length;
      if (count > breakAfter) throw new Error('the disk is gone');
      yield step;
    }
  }

  const ask = (method: 'GET' | 'HEAD') =>
    request(`${tenant.scimUrl}/Users`, { method, headers: { authorization: `Bearer ${tenant.scimToken}` } });

  it('has every resource and its count, and is closed at the end', async () => {
    const { status, body } = await tenant.scim('GET', '/Users');
    expect(status).to.equal(200);
    expect(body.Resources).to.have.length(12);
    expect(body).to.include({ totalResults: 12, itemsPerPage: 12, startIndex: 1 });
    expect([opened, closed]).to.deep.equal([1, 1]);
  });

  it('ends incomplete when it fails after the start', async () => {
    breakAfter = 8;
    const outcome: unknown = await ask('GET')
      .then(({ body }) => body.text())
      .catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(Error);
    expect([opened, closed]).to.deep.equal([1, 1]);
  });

  it('is an error when it fails before anything is sent', async () => {
    breakAfter = 0;
    expect((await tenant.scim('GET', '/Users')).status).to.equal(500);
  });

  it('is closed for a HEAD request', async () => {
    const { statusCode, body } = await ask('HEAD');
    await body.dump();
    expect([statusCode, opened, closed]).to.deep.equal([200, 1, 1]);
  });

  it('is closed when its client disconnects', async () => {
    const end = once(signals, 'closed');
    const headers = { authorization: `Bearer ${tenant.scimToken}` };
    const asking = get(`${tenant.scimUrl}/Users`, { agent: false, headers });
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.destroy();
    await end;
    expect([opened, closed]).to.deep.equal([1, 1]);
  });
});
