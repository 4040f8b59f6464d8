import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { boot, client, type Rollcall } from '../helper.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { exchanged, newClient } from './stage.ts';

const secret = (letter: string) => letter.repeat(43);

/** Two processes share their secrets and the database; without MongoDB there is one, which answers itself. */
describe('credentials with two processes', () => {
  const database = testDatabase();
  let apps: readonly [Rollcall, Rollcall];
  before(async () => {
    const env = {
      ...(database === undefined ? {} : { MONGODB_URI: database }),
      TOKEN_PEPPER: secret('p'),
      CURSOR_SECRET: secret('c'),
      AUDIT_SECRET: secret('a'),
      SAML_SECRET: secret('s'),
    };
    const first = await boot({ env });
    apps = [first, database === undefined ? first : await boot({ env })];
  });
  after(async () => {
    for (const app of new Set(apps)) await app.close();
    await dropDatabase(database);
  });

  it('one takes at once what the other gave, and refuses at once what the other revoked', async () => {
    const [one, other] = apps;
    const tenant = await one.bootstrap();
    const copied = await newClient(one, tenant);
    const { body } = await exchanged(copied);
    const elsewhere = client(tenant.scimUrl.replace(one.url, other.url), String(body.access_token));
    const again = { ...copied, tokenUrl: copied.tokenUrl.replace(one.url, other.url) };
    expect((await elsewhere('GET', '/Users')).status).to.equal(200);
    expect((await exchanged(again)).status).to.equal(200);
    await operate(one.services, 'credential revoke', { group: tenant.slug, credential: 'Entra' });
    expect((await elsewhere('GET', '/Users')).status).to.equal(401);
    expect((await exchanged(again)).status).to.equal(401);
  });
});
