import { expect } from 'chai';
import { exportSPKI, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { DAY, HOUR, MINUTE } from '../../lib/kernel/runtime.ts';
import { mails } from '../../lib/outbox/mail/mails.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, client, type Rollcall, type Tenant } from '../helper.ts';
import { logOf } from '../http/fixture.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { type Answer, asserted, basicOf, type Copied, newClient, newFederation, post } from './stage.ts';

const tid = '8a3c7f52-6c0e-4d0c-9d8a-3f0e2b1a4c5d';
const entra = {
  issuer: `https://login.microsoftonline.com/${tid}/v2.0`,
  subject: '6e1f3a0b-9f55-4f0a-8f0e-0c1d2e3f4a5b',
  audience: 'api://1f2e3d4c/.default',
};
const claims: JWTPayload = { iss: entra.issuer, sub: entra.subject, aud: 'api://1f2e3d4c', tid };

describe('a federation', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let issuer: Issuer;
  let copied: Omit<Copied, 'clientSecret'>;
  const clock = movableClock();

  before(async () => {
    app = await boot({ runtime: clock.runtime, env: { ALLOW_PRIVATE_FETCH: 'true', NODE_ENV: 'test' } });
    tenant = await app.bootstrap();
  });
  after(() => app.close());
  beforeEach(async () => {
    clock.later = 0;
    issuer = await startIssuer('ES256', () => Date.now() + clock.later);
    const name = `Entra ${issuer.jwksUrl}`;
    copied = await newFederation(app, tenant, { ...entra, name, jwksUrl: issuer.jwksUrl });
  });
  afterEach(async () => {
    clock.later = 0;
    await operate(app.services, 'credential revoke', { group: tenant.slug, credential: copied.clientId });
    await issuer.close();
  });

  const exchange = async (more: JWTPayload = {}, header = {}) =>
    asserted(copied, await issuer.sign({ ...claims, ...more }, header), { scope: 'scim' });

  async function reasonOf(answer: Answer): Promise<string> {
    expect([answer.status, answer.body.error]).to.deep.equal([401, 'invalid_client']);
    expect(answer.body.error_description).to.equal('The client is not valid for this endpoint.');
    return (await logOf(app, tenant)).at(-1)?.outcome ?? '';
  }

  it('exchanges an assertion as Entra sends it for an access token', async () => {
    const { status, body } = await exchange();
    expect([status, body.scope]).to.deep.equal([200, 'scim']);
    const scim = client(tenant.scimUrl, String(body.access_token));
    expect((await scim('GET', '/Users')).status).to.equal(200);
    expect((await logOf(app, tenant)).at(-2)?.outcome).to.match(/^Gave an access token to Entra/);
  });

  for (const alg of ['RS256', 'PS256', 'ES384', 'EdDSA'])
    it(`takes an assertion signed with ${alg}`, async () => {
      const other = await startIssuer(alg);
      const trusting = await newFederation(app, tenant, { ...entra, name: alg, jwksUrl: other.jwksUrl });
      const answer = await asserted(trusting, await other.sign(claims));
      await operate(app.services, 'credential revoke', { group: tenant.slug, credential: alg });
      await other.close();
      expect(answer.status).to.equal(200);
    });

  const wrong: readonly (readonly [what: string, more: JWTPayload, reason: RegExp])[] = [
    ['of another issuer', { iss: 'https://issuer.test' }, /its iss is https:\/\/issuer\.test, not/],
    ['for another subject', { sub: 'somebody' }, /its sub is somebody, not/],
    ['for another audience', { aud: 'api://other' }, /its aud is api:\/\/other, not/],
    ['for several audiences', { aud: ['api://1f2e3d4c', 'api://other'] }, /its aud is/],
    ['for an audience that is not a text', { aud: [5] as unknown as string[] }, /its aud is \[5\], not/],
    ['of another tenant', { tid: '00000000-0000-4000-8000-000000000000' }, /its tid is 00000000/],
    ['without a tenant', { tid: undefined }, /its tid is missing/],
    ['that has expired', { exp: Math.floor(Date.now() / 1_000) - 120 }, /"exp" claim timestamp check failed/],
    ['without an end', { exp: undefined as unknown as number }, /missing required "exp" claim/],
    ['that is not valid yet', { nbf: Math.floor(Date.now() / 1_000) + 600 }, /"nbf" claim/],
    ['that lives for two days', { exp: Math.floor(Date.now() / 1_000) + 172_800 }, /longer than a day/],
    ['of the future', { iat: Math.floor(Date.now() / 1_000) + 600 }, /its iat is in the future/],
    ['with an endless id', { jti: 'x'.repeat(2_000) }, /its jti is too long/],
  ];
  for (const [what, more, reason] of wrong)
    it(`refuses an assertion ${what}, and the log says why`, async () => {
      expect(await reasonOf(await exchange(more))).to.match(reason);
    });

  it('refuses an assertion signed with HMAC under the public key', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(issuer.key().publicKey));
    const header = { alg: 'HS256', kid: String(issuer.key().jwk.kid) };
    const exp = Math.floor(Date.now() / 1_000) + 60;
    const assertion = await new SignJWT({ ...claims, exp }).setProtectedHeader(header).sign(secret);
    expect(await reasonOf(await asserted(copied, assertion))).to.match(/its alg is HS256/);
  });

  it('refuses an assertion without a signature', async () => {
    const assertion = new UnsecuredJWT(claims).setExpirationTime('1m').encode();
    expect(await reasonOf(await asserted(copied, `${assertion}AA`))).to.match(/its alg is none/);
    expect(await reasonOf(await asserted(copied, 'no.jwt.atall'))).to.match(/it is no JWT/);
  });

  it('refuses a signature by another key, and a key in the header of the assertion', async () => {
    const stranger = await startIssuer();
    const assertion = await stranger.sign(claims, { kid: 'key-1' });
    expect(await reasonOf(await asserted(copied, assertion))).to.match(/signature verification failed/);
    const own = await stranger.sign(claims, { kid: 'key-1', jwk: stranger.key().jwk });
    await stranger.close();
    expect(await reasonOf(await asserted(copied, own))).to.match(/signature verification failed/);
  });

  it('takes an assertion with an id once only, even at the same time', async () => {
    const assertion = await issuer.sign({ ...claims, jti: 'one' });
    const answers = await Promise.all(Array.from({ length: 4 }, () => asserted(copied, assertion)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401, 401, 401]);
    expect(await reasonOf(await asserted(copied, assertion))).to.match(/it was used before/);
  });

  it('follows a rotation of keys, and asks for an unknown key once in half a minute', async () => {
    await exchange();
    await issuer.rotate();
    expect(await reasonOf(await exchange())).to.match(/the JWKS has no key key-2/);
    expect(issuer.asked()).to.equal(1);
    clock.later = MINUTE;
    expect((await exchange()).status).to.equal(200);
    for (let at = 0; at < 3; at++) await exchange({}, { kid: `invented-${at}` });
    expect(issuer.asked()).to.equal(2);
  });

  it('accepts known keys for a day without the JWKS URL, and mails the owners', async () => {
    const started = app.services.store.now();
    expect((await exchange()).status).to.equal(200);
    issuer.answers(503);
    for (const hours of [2, 3, 4, 23]) {
      clock.later = hours * HOUR;
      expect((await exchange()).status).to.equal(200);
    }
    const { items } = await app.services.store.list(mails, '', { limit: 200 });
    const sent = items.filter(
      ({ letter, createdAt }) => letter.template === 'keys_unreachable' && createdAt > started,
    );
    expect(sent.map(({ to }) => to)).to.deep.equal([`owner@${tenant.slug}.test`]);
    clock.later = DAY + HOUR;
    expect(await reasonOf(await exchange())).to.match(/the keys cannot be fetched: .* answers 503/);
    issuer.answers(200);
    clock.later += MINUTE;
    expect((await exchange()).status).to.equal(200);
  });

  for (const body of ['no JSON', '{}', '{"keys":[]}', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}'])
    it(`refuses everything while the JWKS is ${body}`, async () => {
      issuer.answers(200, body);
      expect(await reasonOf(await exchange())).to.match(/the keys cannot be fetched/);
    });

  it('does not take a secret, and a client with a secret takes no assertion', async () => {
    const form = { grant_type: 'client_credentials', client_id: copied.clientId, client_secret: 'rcx_1' };
    expect(await reasonOf(await post(copied.tokenUrl, form))).to.match(/by assertions, not by a secret/);
    const { clientId } = await newClient(app, tenant, { name: 'secret' });
    await operate(app.services, 'credential revoke', { group: tenant.slug, credential: 'Entra' }).catch(
      () => undefined,
    );
    const answer = await asserted({ ...copied, clientId }, await issuer.sign(claims));
    expect(await reasonOf(answer)).to.match(/by a secret, not by an assertion/);
    await operate(app.services, 'credential revoke', { group: tenant.slug, credential: clientId });
  });

  it('takes an assertion as the password of HTTP Basic, and the log names the leniency', async () => {
    const authorization = basicOf(copied.clientId, await issuer.sign(claims));
    const answer = await post(copied.tokenUrl, { grant_type: 'client_credentials' }, { authorization });
    expect(answer.status).to.equal(200);
    expect((await logOf(app, tenant)).at(-1)?.leniencies).to.deep.equal(['assertion-as-password']);
  });

  it('needs client_id beside an assertion of another issuer, and no other way to prove itself', async () => {
    const form = {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await issuer.sign(claims),
    };
    expect((await post(copied.tokenUrl, form)).body.error).to.equal('invalid_request');
    const twice = { ...form, client_id: copied.clientId, client_secret: 'rcx_1' };
    expect((await post(copied.tokenUrl, twice)).body.error).to.equal('invalid_request');
    const typeless = { ...form, client_id: copied.clientId, client_assertion_type: 'other' };
    expect((await post(copied.tokenUrl, typeless)).body.error).to.equal('invalid_request');
  });

  it('is refused when its fields do not fit together, or its JWKS URL leads nowhere', async () => {
    const make = (trust: Record<string, string>) =>
      newFederation(app, tenant, { name: 'wrong', ...trust }).then(
        () => 'made',
        (error: { code?: string }) => error.code,
      );
    const { jwksUrl } = issuer;
    for (const trust of [
      { ...entra },
      { issuer: entra.issuer, audience: entra.audience, jwksUrl },
      { issuer: entra.issuer, subject: entra.subject, jwksUrl },
      { ...entra, jwksUrl: 'ftp://keys.test' },
      { ...entra, subject: 'two words', jwksUrl },
    ])
      expect(await make(trust as Record<string, string>)).to.equal('invalid_federation');
    expect(await make({ kind: 'client', jwksUrl })).to.equal('invalid_federation');
  });

  describe('without an issuer, with private_key_jwt, gives an access token to', () => {
    let own: Omit<Copied, 'clientSecret'>;

    beforeEach(async () => {
      own = await newFederation(app, tenant, { name: 'own', jwksUrl: issuer.jwksUrl });
      own = { ...own, issuer: own.issuer.replace(app.url, 'http://localhost:8080') };
    });
    afterEach(() =>
      operate(app.services, 'credential revoke', { group: tenant.slug, credential: own.clientId }),
    );

    const key = () => ({ key: issuer.key().privateKey, kid: String(issuer.key().jwk.kid) });

    it('oauth4webapi', async () => {
      const server = { issuer: own.issuer, token_endpoint: own.tokenUrl };
      const itself = { client_id: own.clientId };
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        itself,
        oauth.PrivateKeyJwt(key()),
        new URLSearchParams({ scope: 'scim' }),
        { [oauth.allowInsecureRequests]: true },
      );
      const given = await oauth.processClientCredentialsResponse(server, itself, response);
      expect((await client(tenant.scimUrl, given.access_token)('GET', '/Users')).status).to.equal(200);
    });

    it('openid-client', async () => {
      const server = { issuer: own.issuer, token_endpoint: own.tokenUrl };
      const config = new openid.Configuration(server, own.clientId, undefined, openid.PrivateKeyJwt(key()));
      openid.allowInsecureRequests(config);
      const given = await openid.clientCredentialsGrant(config, { scope: 'scim' });
      expect((await client(tenant.scimUrl, given.access_token)('GET', '/Users')).status).to.equal(200);
    });

    it('a client that sends no client_id and names the token URL as the audience', async () => {
      const { clientId, issuer: named, tokenUrl } = own;
      const assertion = await issuer.sign({ iss: clientId, sub: clientId, aud: `${named}/token` });
      const answer = await post(tokenUrl, {
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      });
      expect(answer.status).to.equal(200);
    });
  });
});
