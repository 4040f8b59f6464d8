import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { boot, client, type Rollcall, type Tenant, user } from '../helper.ts';
import { startIssuer } from './issuer.ts';
import { asserted, newClient, newFederation, withAccessToken } from './stage.ts';

describe('moving from one kind of credential to the next', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot({ env: { ALLOW_PRIVATE_FETCH: 'true', NODE_ENV: 'test' } });
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  it('refuses no request while users are pushed without a pause', async () => {
    const issuer = await startIssuer();
    let scim = tenant.scim;
    let isOver = false;
    const answers: number[] = [];
    async function push(worker: number): Promise<void> {
      for (let at = 0; !isOver; at++)
        answers.push((await scim('POST', '/Users', user(`u${worker}-${at}@move.test`))).status);
    }
    const pushing = Promise.all([push(1), push(2), push(3)]);
    /** Lets each pusher begin a request with the new credential before the old one ends. */
    const settle = async () => {
      const before = answers.length;
      while (answers.length < before + 6) await scim('GET', '/Users?count=1');
    };

    await settle();
    scim = await withAccessToken(tenant, await newClient(app, tenant, { name: 'client' }));
    await settle();
    await operate(app.services, 'credential revoke', { group: tenant.slug, credential: 'first token' });
    await settle();
    const federation = await newFederation(app, tenant, { name: 'federation', jwksUrl: issuer.jwksUrl });
    const itself = { iss: federation.clientId, sub: federation.clientId };
    const audience = federation.issuer.replace(app.url, 'http://localhost:8080');
    const { body } = await asserted(federation, await issuer.sign({ ...itself, aud: audience }));
    scim = client(tenant.scimUrl, String(body.access_token));
    await settle();
    await operate(app.services, 'credential revoke', { group: tenant.slug, credential: 'client' });
    await settle();
    isOver = true;
    await pushing;
    await issuer.close();
    expect(answers.length).to.be.greaterThan(30);
    expect(answers.filter((status) => status !== 201)).to.deep.equal([]);
  });
});
