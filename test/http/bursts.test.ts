import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

describe('a burst of reads of one integration', () => {
  let app: Rollcall;
  let tenant: Tenant;

  beforeEach(async () => {
    app = await boot();
    tenant = await app.bootstrap();
    await tenant.scim('POST', '/Users', user('ann@acme.test'));
  });
  afterEach(() => app.close());

  const paths = ['filter=userName eq "ann@acme.test"', 'filter=externalId eq "1"&count=200', 'count=1'];
  for (const path of paths)
    it(`is answered at once, 100 requests (${path})`, async () => {
      const { users } = app.services;
      const query = users.query.bind(users);
      let inFlight = 0;
      const signals = new EventEmitter();
      const all = once(signals, 'all');
      users.query = async (...asked) => {
        if (++inFlight === 100) signals.emit('all');
        await all;
        return query(...asked);
      };
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => tenant.scim('GET', `/Users?${encodeURI(path)}`)),
      );
      for (const { status } of answers) expect(status).to.equal(200);
    });
});
