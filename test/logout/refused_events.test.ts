import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { spoiled } from '../helper.ts';
import { GTR, IssuerStage, now, SET } from './issuer_stage.ts';
import { CAEP, push, signedInBy } from './stage.ts';

describe('a refused event of a logout issuer', () => {
  let stage: IssuerStage;
  let own: string;

  before(async () => {
    stage = await IssuerStage.start();
    own = await signedInBy(stage.app, stage.ann, stage.tenant.groupId);
  });
  after(async () => {
    expect(await stage.ended(own)).to.equal(false);
    await stage.close();
  });

  const session = `${CAEP}session-revoked`;
  const refused: readonly (readonly [
    what: string,
    jwt: () => Promise<string>,
    err: string,
    reason: RegExp,
  ])[] = [
    ['of another issuer', () => stage.eventJwt({ iss: 'https://evil.test' }), 'invalid_issuer', /iss is/],
    [
      'for another group',
      () => stage.eventJwt({ aud: stage.addressOf(stage.stranger, 'events') }),
      'invalid_audience',
      /aud is/,
    ],
    [
      'without an audience',
      () => stage.eventJwt({ aud: undefined as unknown as string }),
      'invalid_request',
      /"aud"/,
    ],
    ['of the type JWT', () => stage.eventJwt({}, { typ: 'JWT' }), 'invalid_request', /its typ is jwt/],
    ['of the type of revocations', () => stage.eventJwt({}, GTR), 'invalid_request', /its typ is global/],
    [
      'older than a day',
      () => stage.eventJwt({ iat: now() - 90_000 }),
      'invalid_request',
      /older than a day/,
    ],
    ['of the future', () => stage.eventJwt({ iat: now() + 600 }), 'invalid_request', /iat is in the future/],
    ['that has expired', () => stage.eventJwt({ exp: now() - 120 }), 'invalid_request', /"exp"/],
    [
      'without an id',
      () => stage.eventJwt({ jti: undefined as unknown as string }),
      'invalid_request',
      /"jti"/,
    ],
    [
      'with an endless id',
      () => stage.eventJwt({ jti: 'x'.repeat(2_000) }),
      'invalid_request',
      /jti is too long/,
    ],
    [
      'with an unknown key',
      () => stage.eventJwt({}, { ...SET, kid: 'nobody' }),
      'invalid_key',
      /no key nobody/,
    ],
    ['without a signature', () => stage.unsigned(), 'invalid_key', /its alg is none/],
    ['signed with HMAC under the public key', () => stage.hmac(SET), 'invalid_key', /its alg is HS256/],
    ['signed by another', () => stage.forged(), 'invalid_key', /signature verification failed/],
    ['without events', () => stage.eventJwt({ events: {} }), 'invalid_request', /events are missing/],
    [
      'with events that are a list',
      () => stage.eventJwt({ events: [session] }),
      'invalid_request',
      /events are missing/,
    ],
    ['without a subject', () => stage.eventJwt({ sub_id: undefined }), 'invalid_request', /no sub_id/],
    [
      'about a session alone',
      () => stage.eventJwt({ sub_id: { format: 'complex', session: { format: 'opaque', id: 'x' } } }),
      'invalid_request',
      /no sub_id/,
    ],
    ['that is no JWT', async () => 'no.jwt.atall', 'invalid_request', /it is no JWT/],
  ];
  for (const [what, jwt, err, reason] of refused)
    it(`${what}, with ${err}, and the log says why`, async () => {
      const { status, body } = await push(stage.app, stage.tenant.slug, await jwt());
      const said = JSON.parse(body);
      expect([status, said.err, Object.keys(said)]).to.deep.equal([400, err, ['err', 'description']]);
      expect(said.description).to.not.match(reason);
      expect(await stage.lastOutcome()).to.match(reason);
    });

  it('by a group without an stage.issuer and by no group, with the answer for another issuer', async () => {
    for (const group of [stage.stranger.slug, 'nobody']) {
      const { status, body } = await push(stage.app, group, await stage.eventJwt());
      expect([status, JSON.parse(body).err]).to.deep.equal([400, 'invalid_issuer']);
    }
  });

  it('of another media type with invalid_request, and too large with 413', async () => {
    const other = await push(stage.app, stage.tenant.slug, await stage.eventJwt(), {
      'content-type': 'application/json',
    });
    expect([other.status, JSON.parse(other.body).err]).to.deep.equal([400, 'invalid_request']);
    expect((await push(stage.app, stage.tenant.slug, 'x'.repeat(20_000))).status).to.equal(413);
  });

  it('without the push token where the group has one', async () => {
    const { secret } = await operate(stage.app.services, 'logout token', { group: stage.tenant.slug });
    const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
    for (const headers of [{}, bearer('wrong'), bearer(spoiled(String(secret)))]) {
      const { status, body } = await push(stage.app, stage.tenant.slug, await stage.eventJwt(), headers);
      expect([status, JSON.parse(body).err]).to.deep.equal([400, 'authentication_failed']);
    }
    const verification = {
      'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: 'x' },
    };
    const jwt = await stage.eventJwt({ events: verification, sub_id: { format: 'opaque', id: 'stream' } });
    expect((await push(stage.app, stage.tenant.slug, jwt, bearer(String(secret)))).status).to.equal(202);
    expect(await operate(stage.app.services, 'logout show', { group: stage.tenant.slug })).to.nested.include({
      'last.event': 'verification',
      'pushToken.hint': String(secret).slice(-4),
    });
    await operate(stage.app.services, 'logout remove', { group: stage.tenant.slug });
    await stage.enter();
  });
});
