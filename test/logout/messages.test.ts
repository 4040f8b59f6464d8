import { expect } from 'chai';
import { exportSPKI, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { Account } from '../../lib/accounts/types.ts';
import { samlProviders } from '../../lib/groups/saml_provider.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, spoiled, type Tenant } from '../helper.ts';
import { logOf } from '../http/fixture.ts';
import { type Issuer, startIssuer } from '../oauth/issuer.ts';
import { person } from '../web/people.ts';
import {
  type Answer,
  CAEP,
  isKnown,
  linked,
  PUBLIC,
  providerFor,
  push,
  pushedPerson,
  revoke,
  signedInBy,
  tokenOf,
} from './stage.ts';

const ISS = 'https://acme.okta.test';
const GTR = { typ: 'global-token-revocation+jwt' };
const SET = { typ: 'secevent+jwt' };
let ids = 0;
const now = () => Math.floor(Date.now() / 1_000);

describe('the word of a logout issuer', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let stranger: Tenant;
  let issuer: Issuer;
  let ann: Account;
  let annsScimId: string;

  before(async () => {
    const env = { ALLOW_PRIVATE_FETCH: 'true', NODE_ENV: 'test', FAILURE_LIMIT: '10000/60s' };
    app = await boot({ env });
    issuer = await startIssuer('RS256');
    [tenant, stranger] = [await app.bootstrap(), await app.bootstrap()];
    const provider = await providerFor(app, tenant);
    await providerFor(app, stranger);
    ({ account: ann, scimId: annsScimId } = await pushedPerson(app, tenant, 'ann', { externalId: '00u1' }));
    await linked(app, provider, ann, 'ann-at-the-idp');
    await entered(tenant);
  });
  after(async () => {
    await app.close();
    await issuer.close();
  });

  const entered = ({ slug: group }: Tenant, more = {}) =>
    operate(app.services, 'logout set', { group, issuer: ISS, jwksUrl: issuer.jwksUrl, ...more });
  const addressOf = ({ slug }: Tenant, name: string) => `${PUBLIC}/api/oauth/groups/${slug}/${name}`;
  const email = (address: string) => ({ format: 'email', email: address });
  const anns = () => email(`ann@${tenant.slug}.test`);

  const revocationJwt = (claims: JWTPayload = {}, header: object = GTR) =>
    issuer.sign(
      {
        iss: ISS,
        sub: ISS,
        aud: addressOf(tenant, 'revocation'),
        jti: `id-${++ids}`,
        exp: now() + 300,
        ...claims,
      },
      { ...header },
    );
  const eventJwt = (claims: JWTPayload = {}, header: object = SET) =>
    issuer.sign(
      {
        ...{ iss: ISS, aud: addressOf(tenant, 'events'), jti: `id-${++ids}` },
        ...{ exp: undefined as unknown as number, nbf: undefined as unknown as number },
        sub_id: anns(),
        events: { [`${CAEP}session-revoked`]: {} },
        ...claims,
      },
      { ...header },
    );
  const revoked = async (subject: unknown, claims: JWTPayload = {}) =>
    revoke(app, tenant.slug, await revocationJwt(claims), { sub_id: subject });
  const lastOutcome = async () => (await logOf(app, tenant)).at(-1)?.outcome ?? '';

  describe('ends by', () => {
    const ways: readonly (readonly [what: string, tell: () => Promise<Answer>, status: number])[] = [
      ['a revocation that names an e-mail', () => revoked(anns()), 204],
      [
        'a revocation that names a SAML NameID',
        () => revoked({ format: 'iss_sub', iss: ISS, sub: 'ann-at-the-idp' }),
        204,
      ],
      [
        'a revocation that names the SAML entity',
        () => revoked({ format: 'iss_sub', iss: 'https://idp.test/metadata', sub: 'ann-at-the-idp' }),
        204,
      ],
      ['a revocation that names an externalId', () => revoked({ format: 'opaque', id: '00u1' }), 204],
      ['a revocation that names a SCIM id', () => revoked({ format: 'opaque', id: annsScimId }), 204],
      [
        'a revocation with the older member subject',
        async () => revoke(app, tenant.slug, await revocationJwt(), { subject: anns() }),
        204,
      ],
      [
        'a revocation of the type JWT',
        async () => revoke(app, tenant.slug, await revocationJwt({}, {}), { sub_id: anns() }),
        204,
      ],
      ['session-revoked', async () => push(app, tenant.slug, await eventJwt()), 202],
      [
        'credential-change',
        async () =>
          push(
            app,
            tenant.slug,
            await eventJwt({ events: { [`${CAEP}credential-change`]: { change_type: 'update' } } }),
          ),
        202,
      ],
      [
        'session-revoked with a complex subject',
        async () =>
          push(
            app,
            tenant.slug,
            await eventJwt({
              sub_id: { format: 'complex', user: anns(), session: { format: 'opaque', id: 'x' } },
            }),
          ),
        202,
      ],
      [
        'session-revoked with the subject in the event',
        async () =>
          push(
            app,
            tenant.slug,
            await eventJwt({
              sub_id: undefined,
              events: { [`${CAEP}session-revoked`]: { subject: anns() } },
            }),
          ),
        202,
      ],
      [
        'session-revoked for several audiences',
        async () =>
          push(
            app,
            tenant.slug,
            await eventJwt({ aud: ['https://other.test', addressOf(tenant, 'events')] }),
          ),
        202,
      ],
    ];
    for (const [what, tell, status] of ways)
      it(`${what} the sessions of this sign-on and the tokens of a managed account, and no others`, async () => {
        const [own, password, foreign, token] = await Promise.all([
          signedInBy(app, ann, tenant.groupId),
          signedInBy(app, ann),
          signedInBy(app, ann, stranger.groupId),
          tokenOf(app, ann),
        ]);
        const answer = await tell();
        expect([answer.status, answer.body]).to.deep.equal([status, '']);
        expect(await isKnown(app, own), 'by this sign-on').to.equal(false);
        expect(await isKnown(app, token), 'token').to.equal(false);
        expect(await isKnown(app, password), 'by the password').to.equal(true);
        expect(await isKnown(app, foreign), 'by another sign-on').to.equal(true);
        expect(await lastOutcome()).to.match(/: ended 1 session and 1 personal access token/);
      });
  });

  const ended = async (secret: string) => !(await isKnown(app, secret));

  describe('is refused as a revocation', () => {
    let own: string;
    before(async () => {
      own = await signedInBy(app, ann, tenant.groupId);
    });
    after(async () => expect(await ended(own)).to.equal(false));

    const refused: readonly (readonly [what: string, jwt: () => Promise<string>, reason: RegExp])[] = [
      [
        'of another issuer',
        () => revocationJwt({ iss: 'https://evil.test' }),
        /iss is https:\/\/evil\.test, not/,
      ],
      [
        'for another group',
        () => revocationJwt({ aud: addressOf(stranger, 'revocation') }),
        /aud is .*, not/,
      ],
      ['for the other endpoint', () => revocationJwt({ aud: addressOf(tenant, 'events') }), /aud is/],
      [
        'for several audiences',
        () => revocationJwt({ aud: [addressOf(tenant, 'revocation'), 'https://other.test'] }),
        /aud is/,
      ],
      [
        'without an audience',
        () => revocationJwt({ aud: undefined as unknown as string }),
        /missing required "aud"/,
      ],
      ['of the type of events', () => revocationJwt({}, SET), /its typ is secevent\+jwt/],
      ['that has expired', () => revocationJwt({ exp: now() - 120 }), /"exp" claim/],
      [
        'without an end',
        () => revocationJwt({ exp: undefined as unknown as number }),
        /missing required "exp"/,
      ],
      ['that lives for two days', () => revocationJwt({ exp: now() + 172_800 }), /longer than a day/],
      ['of the future', () => revocationJwt({ iat: now() + 600 }), /iat is in the future/],
      [
        'without an id',
        () => revocationJwt({ jti: undefined as unknown as string }),
        /missing required "jti"/,
      ],
      ['with an unknown key', () => revocationJwt({}, { ...GTR, kid: 'nobody' }), /no key nobody/],
      ['without a signature', async () => `${new UnsecuredJWT({ iss: ISS }).encode()}AA`, /its alg is none/],
      ['signed with HMAC under the public key', hmac, /its alg is HS256/],
      ['that is no JWT', async () => 'no.jwt.atall', /it is no JWT/],
      ['that is empty', async () => '', /it is no JWT/],
    ];
    for (const [what, jwt, reason] of refused)
      it(`${what}, with the same 401 as everywhere, and the log says why`, async () => {
        const answer = await revoke(app, tenant.slug, await jwt(), { sub_id: anns() });
        expect([answer.status, JSON.parse(answer.body)]).to.deep.equal([401, unauthorized]);
        expect(answer.headers.get('www-authenticate')).to.equal('Bearer error="invalid_token"');
        expect(await lastOutcome()).to.match(reason);
      });

    it('at a group without an issuer and at no group, with the same 401', async () => {
      for (const group of [stranger.slug, 'nobody']) {
        const jwt = await revocationJwt({ aud: `${PUBLIC}/api/oauth/groups/${group}/revocation` });
        const answer = await revoke(app, group, jwt, { sub_id: anns() });
        expect([answer.status, JSON.parse(answer.body)]).to.deep.equal([401, unauthorized]);
      }
    });

    const bodies: readonly (readonly [what: string, body: unknown, type?: string])[] = [
      ['without a subject', {}],
      ['with a subject of another format', { sub_id: { format: 'phone_number', phone_number: '+1' } }],
      ['with a subject that is a list', { sub_id: [] }],
      ['with an empty name', { sub_id: { format: 'opaque', id: '' } }],
      ['that is no JSON', '{'],
      ['that is a form', 'sub_id=ann', 'application/x-www-form-urlencoded'],
    ];
    for (const [what, body, type] of bodies)
      it(`of a body ${what}, with 400`, async () => {
        const answer = await revoke(app, tenant.slug, await revocationJwt(), body, type);
        expect([answer.status, JSON.parse(answer.body).error]).to.deep.equal([400, 'invalid_request']);
      });

    it('of a body that is too large, with 413', async () => {
      const body = { sub_id: { format: 'opaque', id: 'x'.repeat(9_000) } };
      expect((await revoke(app, tenant.slug, await revocationJwt(), body)).status).to.equal(413);
    });

    it('for anything but POST, with 405', async () => {
      const response = await fetch(`${app.url}/api/oauth/groups/${tenant.slug}/revocation`);
      expect([response.status, response.headers.get('allow')]).to.deep.equal([405, 'POST']);
    });
  });

  it('is taken once as a revocation, even at the same time', async () => {
    const jwt = await revocationJwt();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => revoke(app, tenant.slug, jwt, { sub_id: anns() })),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([204, 401, 401, 401]);
    expect((await logOf(app, tenant)).slice(-4).map(({ outcome }) => outcome)).to.include(
      'Refused: The JWT was used before.',
    );
  });

  it('is taken once as an event: a repetition answers 202 and ends nothing again', async () => {
    const jwt = await eventJwt();
    expect((await push(app, tenant.slug, jwt)).status).to.equal(202);
    const own = await signedInBy(app, ann, tenant.groupId);
    expect((await push(app, tenant.slug, jwt)).status).to.equal(202);
    expect(await ended(own)).to.equal(false);
    expect(await lastOutcome()).to.match(/was received before/);
  });

  it('answers 404 for a person of another group alike to nobody, and ends nothing there', async () => {
    const other = await pushedPerson(app, stranger, 'bob');
    const alone = await person(app);
    const [session, own] = [
      await signedInBy(app, other.account, stranger.groupId),
      await signedInBy(app, alone, tenant.groupId),
    ];
    for (const subject of [
      email(`bob@${stranger.slug}.test`),
      email(alone.email),
      { format: 'opaque', id: other.scimId },
      email(`nobody@${tenant.slug}.test`),
      { format: 'iss_sub', iss: 'https://other.test', sub: 'ann-at-the-idp' },
    ]) {
      const { status, body } = await revoked(subject);
      expect([status, JSON.parse(body).error]).to.deep.equal([404, 'not_found']);
      expect((await push(app, tenant.slug, await eventJwt({ sub_id: subject }))).status).to.equal(202);
      expect(await lastOutcome()).to.match(/names nobody whom this group signs in or manages/);
    }
    expect([await ended(session), await ended(own)]).to.deep.equal([false, false]);
  });

  it('keeps the personal tokens of a person whom another group manages, or none', async () => {
    const provider = await app.services.store.find(samlProviders, tenant.groupId, 'root', tenant.groupId);
    if (!provider) throw new Error('there is no provider');
    const alone = await person(app);
    const { account: bob } = await pushedPerson(app, stranger, 'bill');
    for (const account of [alone, bob]) {
      await linked(app, provider, account, `saml of ${account.id}`);
      const [own, token] = [await signedInBy(app, account, tenant.groupId), await tokenOf(app, account)];
      expect((await revoked({ format: 'opaque', id: `saml of ${account.id}` })).status).to.equal(204);
      expect([await ended(own), await ended(token)]).to.deep.equal([true, false]);
    }
    const own = await signedInBy(app, alone, tenant.groupId);
    expect((await revoked(email(alone.email))).status).to.equal(204);
    expect(await ended(own)).to.equal(true);
  });

  describe('is refused as an event', () => {
    let own: string;
    before(async () => {
      own = await signedInBy(app, ann, tenant.groupId);
    });
    after(async () => expect(await ended(own)).to.equal(false));

    const session = `${CAEP}session-revoked`;
    const refused: readonly (readonly [
      what: string,
      jwt: () => Promise<string>,
      err: string,
      reason: RegExp,
    ])[] = [
      ['of another issuer', () => eventJwt({ iss: 'https://evil.test' }), 'invalid_issuer', /iss is/],
      [
        'for another group',
        () => eventJwt({ aud: addressOf(stranger, 'events') }),
        'invalid_audience',
        /aud is/,
      ],
      [
        'without an audience',
        () => eventJwt({ aud: undefined as unknown as string }),
        'invalid_request',
        /"aud"/,
      ],
      ['of the type JWT', () => eventJwt({}, { typ: 'JWT' }), 'invalid_request', /its typ is jwt/],
      ['of the type of revocations', () => eventJwt({}, GTR), 'invalid_request', /its typ is global/],
      ['older than a day', () => eventJwt({ iat: now() - 90_000 }), 'invalid_request', /older than a day/],
      ['of the future', () => eventJwt({ iat: now() + 600 }), 'invalid_request', /iat is in the future/],
      ['that has expired', () => eventJwt({ exp: now() - 120 }), 'invalid_request', /"exp"/],
      ['without an id', () => eventJwt({ jti: undefined as unknown as string }), 'invalid_request', /"jti"/],
      [
        'with an endless id',
        () => eventJwt({ jti: 'x'.repeat(2_000) }),
        'invalid_request',
        /jti is too long/,
      ],
      ['with an unknown key', () => eventJwt({}, { ...SET, kid: 'nobody' }), 'invalid_key', /no key nobody/],
      ['without a signature', unsigned, 'invalid_key', /its alg is none/],
      ['signed with HMAC under the public key', () => hmac(SET), 'invalid_key', /its alg is HS256/],
      ['signed by another', forged, 'invalid_key', /signature verification failed/],
      ['without events', () => eventJwt({ events: {} }), 'invalid_request', /events are missing/],
      [
        'with events that are a list',
        () => eventJwt({ events: [session] }),
        'invalid_request',
        /events are missing/,
      ],
      ['without a subject', () => eventJwt({ sub_id: undefined }), 'invalid_request', /no sub_id/],
      [
        'about a session alone',
        () => eventJwt({ sub_id: { format: 'complex', session: { format: 'opaque', id: 'x' } } }),
        'invalid_request',
        /no sub_id/,
      ],
      ['that is no JWT', async () => 'no.jwt.atall', 'invalid_request', /it is no JWT/],
    ];
    for (const [what, jwt, err, reason] of refused)
      it(`${what}, with ${err}, and the log says why`, async () => {
        const { status, body } = await push(app, tenant.slug, await jwt());
        const said = JSON.parse(body);
        expect([status, said.err, Object.keys(said)]).to.deep.equal([400, err, ['err', 'description']]);
        expect(said.description).to.not.match(reason);
        expect(await lastOutcome()).to.match(reason);
      });

    it('by a group without an issuer and by no group, with the answer for another issuer', async () => {
      for (const group of [stranger.slug, 'nobody']) {
        const { status, body } = await push(app, group, await eventJwt());
        expect([status, JSON.parse(body).err]).to.deep.equal([400, 'invalid_issuer']);
      }
    });

    it('of another media type with invalid_request, and too large with 413', async () => {
      const other = await push(app, tenant.slug, await eventJwt(), { 'content-type': 'application/json' });
      expect([other.status, JSON.parse(other.body).err]).to.deep.equal([400, 'invalid_request']);
      expect((await push(app, tenant.slug, 'x'.repeat(20_000))).status).to.equal(413);
    });

    it('without the push token where the group has one', async () => {
      const { secret } = await operate(app.services, 'logout token', { group: tenant.slug });
      const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
      for (const headers of [{}, bearer('wrong'), bearer(spoiled(String(secret)))]) {
        const { status, body } = await push(app, tenant.slug, await eventJwt(), headers);
        expect([status, JSON.parse(body).err]).to.deep.equal([400, 'authentication_failed']);
      }
      const verification = {
        'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: 'x' },
      };
      const jwt = await eventJwt({ events: verification, sub_id: { format: 'opaque', id: 'stream' } });
      expect((await push(app, tenant.slug, jwt, bearer(String(secret)))).status).to.equal(202);
      expect(await operate(app.services, 'logout show', { group: tenant.slug })).to.nested.include({
        'last.event': 'verification',
        'pushToken.hint': String(secret).slice(-4),
      });
      await operate(app.services, 'logout remove', { group: tenant.slug });
      await entered(tenant);
    });
  });

  it('of an event that ends nothing answers 202', async () => {
    const own = await signedInBy(app, ann, tenant.groupId);
    const events = { [`${CAEP}assurance-level-change`]: {} };
    expect((await push(app, tenant.slug, await eventJwt({ events }))).status).to.equal(202);
    expect(await ended(own)).to.equal(false);
    expect(await lastOutcome()).to.equal('The event does not end sessions.');
  });

  it('counts for the audience that the owner entered, for a revocation with its own type only', async () => {
    await entered(tenant, { audience: 'client-of-the-idp' });
    const aud = 'client-of-the-idp';
    expect((await push(app, tenant.slug, await eventJwt({ aud }))).status).to.equal(202);
    expect((await push(app, tenant.slug, await eventJwt())).status).to.equal(400);
    const typed = await revocationJwt({ aud });
    expect((await revoke(app, tenant.slug, typed, { sub_id: anns() })).status).to.equal(204);
    const idToken = await revocationJwt({ aud }, {});
    expect((await revoke(app, tenant.slug, idToken, { sub_id: anns() })).status).to.equal(401);
    await entered(tenant);
  });

  it('counts no longer once the owner removes or replaces the issuer', async () => {
    const own = await signedInBy(app, ann, tenant.groupId);
    await operate(app.services, 'logout set', {
      group: tenant.slug,
      issuer: 'https://new.test',
      jwksUrl: issuer.jwksUrl,
    });
    expect((await revoked(anns())).status).to.equal(401);
    await operate(app.services, 'logout remove', { group: tenant.slug });
    expect((await revoked(anns())).status).to.equal(401);
    expect(await ended(own)).to.equal(false);
    await entered(tenant);
    expect((await revoked(anns())).status).to.equal(204);
    expect(await ended(own)).to.equal(true);
  });

  it('is known by a former path of the group too', async () => {
    const group = (await app.bootstrap()).slug;
    await operate(app.services, 'logout set', { group, issuer: ISS, jwksUrl: issuer.jwksUrl });
    await operate(app.services, 'group rename', { group, path: `${group}-new` });
    const jwt = await revocationJwt({ aud: `${PUBLIC}/api/oauth/groups/${group}/revocation` });
    expect((await revoke(app, group, jwt, { sub_id: anns() })).status).to.equal(404);
  });

  async function hmac(header: object = GTR): Promise<string> {
    const secret = new TextEncoder().encode(await exportSPKI(issuer.key().publicKey));
    const claims = { iss: ISS, aud: addressOf(tenant, 'events'), jti: `id-${++ids}`, iat: now() };
    const signed = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'key-1', ...header });
    return signed.sign(secret);
  }

  async function unsigned(): Promise<string> {
    const [, payload] = (await eventJwt()).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', ...SET })).toString('base64url');
    return `${header}.${payload}.AA`;
  }

  async function forged(): Promise<string> {
    const evil = await startIssuer('RS256');
    const claims = { iss: ISS, aud: addressOf(tenant, 'events'), jti: `id-${++ids}` };
    const events = { [`${CAEP}session-revoked`]: {} };
    const jwt = await evil.sign({ ...claims, sub_id: anns(), events }, SET);
    await evil.close();
    return jwt;
  }
});

const unauthorized = {
  error: 'invalid_token',
  error_description: 'The bearer is not valid for this endpoint.',
};
