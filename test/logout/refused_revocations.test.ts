import { expect } from 'chai';
import { UnsecuredJWT } from 'jose';
import { GTR, ISS, IssuerStage, now, SET } from './issuer_stage.ts';
import { PUBLIC, revoke, signedInBy } from './stage.ts';

describe('a refused revocation of a logout issuer', () => {
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

  const refused: readonly (readonly [what: string, jwt: () => Promise<string>, reason: RegExp])[] = [
    [
      'of another issuer',
      () => stage.revocationJwt({ iss: 'https://evil.test' }),
      /iss is https:\/\/evil\.test, not/,
    ],
    [
      'for another group',
      () => stage.revocationJwt({ aud: stage.addressOf(stage.stranger, 'revocation') }),
      /aud is .*, not/,
    ],
    [
      'for the other endpoint',
      () => stage.revocationJwt({ aud: stage.addressOf(stage.tenant, 'events') }),
      /aud is/,
    ],
    [
      'for several audiences',
      () => stage.revocationJwt({ aud: [stage.addressOf(stage.tenant, 'revocation'), 'https://other.test'] }),
      /aud is/,
    ],
    [
      'without an audience',
      () => stage.revocationJwt({ aud: undefined as unknown as string }),
      /missing required "aud"/,
    ],
    ['of the type of events', () => stage.revocationJwt({}, SET), /its typ is secevent\+jwt/],
    ['that has expired', () => stage.revocationJwt({ exp: now() - 120 }), /"exp" claim/],
    [
      'without an end',
      () => stage.revocationJwt({ exp: undefined as unknown as number }),
      /missing required "exp"/,
    ],
    ['that lives for two days', () => stage.revocationJwt({ exp: now() + 172_800 }), /longer than a day/],
    ['of the future', () => stage.revocationJwt({ iat: now() + 600 }), /iat is in the future/],
    [
      'without an id',
      () => stage.revocationJwt({ jti: undefined as unknown as string }),
      /missing required "jti"/,
    ],
    ['with an unknown key', () => stage.revocationJwt({}, { ...GTR, kid: 'nobody' }), /no key nobody/],
    ['without a signature', async () => `${new UnsecuredJWT({ iss: ISS }).encode()}AA`, /its alg is none/],
    ['signed with HMAC under the public key', () => stage.hmac(), /its alg is HS256/],
    ['that is no JWT', async () => 'no.jwt.atall', /it is no JWT/],
    ['that is empty', async () => '', /it is no JWT/],
  ];
  for (const [what, jwt, reason] of refused)
    it(`${what}, with the same 401 as everywhere, and the log says why`, async () => {
      const answer = await revoke(stage.app, stage.tenant.slug, await jwt(), { sub_id: stage.anns() });
      expect([answer.status, JSON.parse(answer.body)]).to.deep.equal([401, unauthorized]);
      expect(answer.headers.get('www-authenticate')).to.equal('Bearer error="invalid_token"');
      expect(await stage.lastOutcome()).to.match(reason);
    });

  it('at a group without an stage.issuer and at no group, with the same 401', async () => {
    for (const group of [stage.stranger.slug, 'nobody']) {
      const jwt = await stage.revocationJwt({ aud: `${PUBLIC}/api/oauth/groups/${group}/revocation` });
      const answer = await revoke(stage.app, group, jwt, { sub_id: stage.anns() });
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
      const answer = await revoke(stage.app, stage.tenant.slug, await stage.revocationJwt(), body, type);
      expect([answer.status, JSON.parse(answer.body).error]).to.deep.equal([400, 'invalid_request']);
    });

  it('of a body that is too large, with 413', async () => {
    const body = { sub_id: { format: 'opaque', id: 'x'.repeat(9_000) } };
    expect((await revoke(stage.app, stage.tenant.slug, await stage.revocationJwt(), body)).status).to.equal(
      413,
    );
  });

  it('for anything but POST, with 405', async () => {
    const response = await fetch(`${stage.app.url}/api/oauth/groups/${stage.tenant.slug}/revocation`);
    expect([response.status, response.headers.get('allow')]).to.deep.equal([405, 'POST']);
  });
});

const unauthorized = {
  error: 'invalid_token',
  error_description: 'The bearer is not valid for this endpoint.',
};
