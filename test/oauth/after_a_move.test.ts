import { expect } from 'chai';
import { exportLines, importLines } from '../../lib/operations/transfer.ts';
import { operate } from '../cli/operator.ts';
import { boot, client, type Rollcall, type Tenant } from '../helper.ts';
import { push, SET_TYPE } from '../logout/stage.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { asserted, exchanged, newClient, newFederation } from './stage.ts';

const ISS = 'https://idp.test';
const env = {
  ...{ ALLOW_PRIVATE_FETCH: 'true', NODE_ENV: 'test' },
  ...{ TOKEN_PEPPER: 'p'.repeat(43), CURSOR_SECRET: 'c'.repeat(43) },
  ...{ AUDIT_SECRET: 'a'.repeat(43), SAML_SECRET: 's'.repeat(43) },
};

describe('after an export and an import', () => {
  let from: Rollcall;
  let to: Rollcall;
  let tenant: Tenant;
  let issuer: Issuer;
  before(async () => {
    [from, to, issuer] = [await boot({ env }), await boot({ env }), await startIssuer()];
    tenant = await from.bootstrap();
  });
  after(async () => {
    for (const app of [from, to]) await app.close();
    await issuer.close();
  });

  it('a token, an access token, a client, a federation and a push token go on working', async () => {
    const made = await newClient(from, tenant);
    const trust = { issuer: ISS, subject: 'sync', audience: 'rollcall', jwksUrl: issuer.jwksUrl };
    const trusting = await newFederation(from, tenant, trust);
    const { body } = await exchanged(made);
    const group = tenant.slug;
    await operate(from.services, 'logout set', { group, issuer: ISS, jwksUrl: issuer.jwksUrl });
    const { secret: pushToken } = await operate(from.services, 'logout token', { group });

    const lines: string[] = [];
    for await (const line of exportLines(from.services)) lines.push(line);
    await importLines(to.services, () => streamed(lines), { otherSecrets: false });

    const there = (url: string) => url.replace(from.url, to.url);
    const statusWith = async (token: string) =>
      (await client(there(tenant.scimUrl), token)('GET', '/Users')).status;
    const [moved, movedTrust] = [made, trusting].map((one) => ({ ...one, tokenUrl: there(one.tokenUrl) }));
    if (!moved || !movedTrust) throw new Error('there is no client');
    expect(await statusWith(tenant.scimToken), 'token').to.equal(200);
    expect(await statusWith(String(body.access_token)), 'access token').to.equal(200);
    const again = await exchanged({ ...made, ...moved });
    expect(await statusWith(String(again.body.access_token)), 'client').to.equal(200);
    const assertion = await issuer.sign({ iss: ISS, sub: 'sync', aud: 'rollcall' });
    const federated = await asserted(movedTrust, assertion);
    expect(await statusWith(String(federated.body.access_token)), 'federation').to.equal(200);
    const aud = `http://localhost:8080/api/oauth/groups/${group}/events`;
    const events = { 'https://schemas.openid.net/secevent/ssf/event-type/verification': {} };
    const event = await issuer.sign({ iss: ISS, aud, jti: 'one', events }, { typ: 'secevent+jwt' });
    for (const [token, status] of [
      [String(pushToken), 202],
      ['', 400],
    ] as const) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': SET_TYPE };
      expect((await push(to, group, event, headers)).status, 'push token').to.equal(status);
    }
  });
});

async function* streamed(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
