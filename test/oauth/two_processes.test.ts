import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { type RunningService, startService } from '../cli/process.ts';
import { boot, client, type Rollcall } from '../helper.ts';
import { isKnown, linked, providerFor, pushedPerson, revoke, signedInBy, tokenOf } from '../logout/stage.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { startIssuer } from './issuer.ts';
import { exchanged, newClient } from './stage.ts';

const secret = (letter: string) => letter.repeat(43);

/** This process and one of its own share their secrets and the database; without MongoDB this one answers itself. */
describe('credentials with two processes', () => {
  const database = testDatabase();
  let apps: readonly [Rollcall, Pick<Rollcall, 'url'>];
  let first: Rollcall | undefined;
  let second: RunningService | undefined;
  before(async () => {
    const env = {
      ...(database === undefined ? {} : { MONGODB_URI: database }),
      ALLOW_PRIVATE_FETCH: 'true',
      NODE_ENV: 'test',
      TOKEN_PEPPER: secret('p'),
      CURSOR_SECRET: secret('c'),
      AUDIT_SECRET: secret('a'),
      SAML_SECRET: secret('s'),
    };
    first = await boot({ env });
    if (database !== undefined) second = await startService({ PUBLIC_URL: 'http://localhost:8080', ...env });
    apps = [first, second ?? first];
  });
  after(async () => {
    await second?.stop();
    await first?.close();
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

  it('one refuses at once what the other disabled, and takes it again once it is enabled', async () => {
    const [one, other] = apps;
    const tenant = await one.bootstrap();
    const copied = await newClient(one, tenant);
    const { body } = await exchanged(copied);
    const elsewhere = client(tenant.scimUrl.replace(one.url, other.url), String(body.access_token));
    const again = { ...copied, tokenUrl: copied.tokenUrl.replace(one.url, other.url) };
    expect((await elsewhere('GET', '/Users')).status).to.equal(200);
    await operate(one.services, 'integration change', { group: tenant.slug, disable: true });
    expect((await elsewhere('GET', '/Users')).status).to.equal(401);
    expect((await exchanged(again)).body.error).to.equal('unauthorized_client');
    await operate(one.services, 'integration change', { group: tenant.slug, enable: true });
    expect((await exchanged(again)).status).to.equal(200);
  });

  it('one ends a session at once when the other receives the message of a logout issuer', async () => {
    const [one, other] = apps;
    const tenant = await one.bootstrap();
    const group = tenant.slug;
    const provider = await providerFor(one, tenant);
    const { account } = await pushedPerson(one, tenant, 'ann');
    await linked(one, provider, account, 'ann');
    const issuer = await startIssuer();
    try {
      const iss = 'https://idp.test';
      await operate(one.services, 'logout set', { group, issuer: iss, jwksUrl: issuer.jwksUrl });
      const [session, token] = [await signedInBy(one, account, tenant.groupId), await tokenOf(one, account)];
      expect([await isKnown(other, session), await isKnown(other, token)]).to.deep.equal([true, true]);
      const aud = `http://localhost:8080/api/oauth/groups/${group}/revocation`;
      const jwt = await issuer.sign({ iss, aud, jti: 'one' }, { typ: 'global-token-revocation+jwt' });
      const body = { sub_id: { format: 'opaque', id: 'ann' } };
      expect((await revoke(one, group, jwt, body)).status).to.equal(204);
      expect([await isKnown(other, session), await isKnown(other, token)]).to.deep.equal([false, false]);
      expect((await revoke(other, group, jwt, body)).status, 'a replay elsewhere').to.equal(401);
    } finally {
      await issuer.close();
    }
  });
});
