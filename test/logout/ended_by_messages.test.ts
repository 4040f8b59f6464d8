import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { logOf } from '../http/fixture.ts';
import { person } from '../web/people.ts';
import { email, ISS, IssuerStage } from './issuer_stage.ts';
import {
  type Answer,
  CAEP,
  isKnown,
  linked,
  PUBLIC,
  push,
  pushedPerson,
  revoke,
  signedInBy,
  tokenOf,
} from './stage.ts';

describe('what a message of a logout issuer ends', () => {
  let stage: IssuerStage;

  before(async () => {
    stage = await IssuerStage.start();
  });
  after(() => stage.close());

  const ways: readonly (readonly [what: string, tell: () => Promise<Answer>, status: number])[] = [
    ['a revocation that names an e-mail', () => stage.revoked(stage.anns()), 204],
    [
      'a revocation that names a SAML NameID',
      () => stage.revoked({ format: 'iss_sub', iss: ISS, sub: 'ann-at-the-idp' }),
      204,
    ],
    [
      'a revocation that names the SAML entity',
      () => stage.revoked({ format: 'iss_sub', iss: 'https://idp.test/metadata', sub: 'ann-at-the-idp' }),
      204,
    ],
    ['a revocation that names an externalId', () => stage.revoked({ format: 'opaque', id: '00u1' }), 204],
    [
      'a revocation that names a SCIM id',
      () => stage.revoked({ format: 'opaque', id: stage.annsScimId }),
      204,
    ],
    [
      'a revocation with the older member subject',
      async () =>
        revoke(stage.app, stage.tenant.slug, await stage.revocationJwt(), { subject: stage.anns() }),
      204,
    ],
    [
      'a revocation of the type JWT',
      async () =>
        revoke(stage.app, stage.tenant.slug, await stage.revocationJwt({}, {}), { sub_id: stage.anns() }),
      204,
    ],
    ['session-revoked', async () => push(stage.app, stage.tenant.slug, await stage.eventJwt()), 202],
    [
      'credential-change',
      async () =>
        push(
          stage.app,
          stage.tenant.slug,
          await stage.eventJwt({ events: { [`${CAEP}credential-change`]: { change_type: 'update' } } }),
        ),
      202,
    ],
    [
      'session-revoked with a complex subject',
      async () =>
        push(
          stage.app,
          stage.tenant.slug,
          await stage.eventJwt({
            sub_id: { format: 'complex', user: stage.anns(), session: { format: 'opaque', id: 'x' } },
          }),
        ),
      202,
    ],
    [
      'session-revoked with the subject in the event',
      async () =>
        push(
          stage.app,
          stage.tenant.slug,
          await stage.eventJwt({
            sub_id: undefined,
            events: { [`${CAEP}session-revoked`]: { subject: stage.anns() } },
          }),
        ),
      202,
    ],
    [
      'session-revoked for several audiences',
      async () =>
        push(
          stage.app,
          stage.tenant.slug,
          await stage.eventJwt({ aud: ['https://other.test', stage.addressOf(stage.tenant, 'events')] }),
        ),
      202,
    ],
  ];
  for (const [what, tell, status] of ways)
    it(`${what} ends the sessions of this sign-on and the tokens of a managed account, and no others`, async () => {
      const [own, password, foreign, token] = await Promise.all([
        signedInBy(stage.app, stage.ann, stage.tenant.groupId),
        signedInBy(stage.app, stage.ann),
        signedInBy(stage.app, stage.ann, stage.stranger.groupId),
        tokenOf(stage.app, stage.ann),
      ]);
      const answer = await tell();
      expect([answer.status, answer.body]).to.deep.equal([status, '']);
      expect(await isKnown(stage.app, own), 'by this sign-on').to.equal(false);
      expect(await isKnown(stage.app, token), 'token').to.equal(false);
      expect(await isKnown(stage.app, password), 'by the password').to.equal(true);
      expect(await isKnown(stage.app, foreign), 'by another sign-on').to.equal(true);
      expect(await stage.lastOutcome()).to.match(/: ended 1 session and 1 personal access token/);
    });

  it('is taken once as a revocation, even at the same time', async () => {
    const jwt = await stage.revocationJwt();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => revoke(stage.app, stage.tenant.slug, jwt, { sub_id: stage.anns() })),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([204, 401, 401, 401]);
    expect((await logOf(stage.app, stage.tenant)).slice(-4).map(({ outcome }) => outcome)).to.include(
      'Refused: The JWT was used before.',
    );
  });

  it('is taken once as an event: a repetition answers 202 and ends nothing again', async () => {
    const jwt = await stage.eventJwt();
    expect((await push(stage.app, stage.tenant.slug, jwt)).status).to.equal(202);
    const own = await signedInBy(stage.app, stage.ann, stage.tenant.groupId);
    expect((await push(stage.app, stage.tenant.slug, jwt)).status).to.equal(202);
    expect(await stage.ended(own)).to.equal(false);
    expect(await stage.lastOutcome()).to.match(/was received before/);
  });

  it('answers 404 for a person of another group alike to nobody, and ends nothing there', async () => {
    const other = await pushedPerson(stage.app, stage.stranger, 'bob');
    const alone = await person(stage.app);
    const [session, own] = [
      await signedInBy(stage.app, other.account, stage.stranger.groupId),
      await signedInBy(stage.app, alone, stage.tenant.groupId),
    ];
    for (const subject of [
      email(`bob@${stage.stranger.slug}.test`),
      email(alone.email),
      { format: 'opaque', id: other.scimId },
      email(`nobody@${stage.tenant.slug}.test`),
      { format: 'iss_sub', iss: 'https://other.test', sub: 'ann-at-the-idp' },
    ]) {
      const { status, body } = await stage.revoked(subject);
      expect([status, JSON.parse(body).error]).to.deep.equal([404, 'not_found']);
      expect(
        (await push(stage.app, stage.tenant.slug, await stage.eventJwt({ sub_id: subject }))).status,
      ).to.equal(202);
      expect(await stage.lastOutcome()).to.match(/names nobody whom this group signs in or manages/);
    }
    expect([await stage.ended(session), await stage.ended(own)]).to.deep.equal([false, false]);
  });

  it('keeps the personal tokens of a person whom another group manages, or none', async () => {
    const { provider } = stage;
    const alone = await person(stage.app);
    const { account: bob } = await pushedPerson(stage.app, stage.stranger, 'bill');
    for (const account of [alone, bob]) {
      await linked(stage.app, provider, account, `saml of ${account.id}`);
      const [own, token] = [
        await signedInBy(stage.app, account, stage.tenant.groupId),
        await tokenOf(stage.app, account),
      ];
      expect((await stage.revoked({ format: 'opaque', id: `saml of ${account.id}` })).status).to.equal(204);
      expect([await stage.ended(own), await stage.ended(token)]).to.deep.equal([true, false]);
    }
    const own = await signedInBy(stage.app, alone, stage.tenant.groupId);
    expect((await stage.revoked(email(alone.email))).status).to.equal(204);
    expect(await stage.ended(own)).to.equal(true);
  });

  it('of an event that ends nothing answers 202', async () => {
    const own = await signedInBy(stage.app, stage.ann, stage.tenant.groupId);
    const events = { [`${CAEP}assurance-level-change`]: {} };
    expect((await push(stage.app, stage.tenant.slug, await stage.eventJwt({ events }))).status).to.equal(202);
    expect(await stage.ended(own)).to.equal(false);
    expect(await stage.lastOutcome()).to.equal('The event does not end sessions.');
  });

  it('counts for the audience that the owner entered, for a revocation with its own type only', async () => {
    await stage.enter({ audience: 'client-of-the-idp' });
    const aud = 'client-of-the-idp';
    expect((await push(stage.app, stage.tenant.slug, await stage.eventJwt({ aud }))).status).to.equal(202);
    expect((await push(stage.app, stage.tenant.slug, await stage.eventJwt())).status).to.equal(400);
    const typed = await stage.revocationJwt({ aud });
    expect((await revoke(stage.app, stage.tenant.slug, typed, { sub_id: stage.anns() })).status).to.equal(
      204,
    );
    const idToken = await stage.revocationJwt({ aud }, {});
    expect((await revoke(stage.app, stage.tenant.slug, idToken, { sub_id: stage.anns() })).status).to.equal(
      401,
    );
    await stage.enter();
  });

  it('counts no longer once the owner removes or replaces the issuer', async () => {
    const own = await signedInBy(stage.app, stage.ann, stage.tenant.groupId);
    await operate(stage.app.services, 'logout set', {
      group: stage.tenant.slug,
      issuer: 'https://new.test',
      jwksUrl: stage.issuer.jwksUrl,
    });
    expect((await stage.revoked(stage.anns())).status).to.equal(401);
    await operate(stage.app.services, 'logout remove', { group: stage.tenant.slug });
    expect((await stage.revoked(stage.anns())).status).to.equal(401);
    expect(await stage.ended(own)).to.equal(false);
    await stage.enter();
    expect((await stage.revoked(stage.anns())).status).to.equal(204);
    expect(await stage.ended(own)).to.equal(true);
  });

  it('is known by a former path of the group too', async () => {
    const group = (await stage.app.bootstrap()).slug;
    await operate(stage.app.services, 'logout set', { group, issuer: ISS, jwksUrl: stage.issuer.jwksUrl });
    await operate(stage.app.services, 'group rename', { group, path: `${group}-new` });
    const jwt = await stage.revocationJwt({ aud: `${PUBLIC}/api/oauth/groups/${group}/revocation` });
    expect((await revoke(stage.app, group, jwt, { sub_id: stage.anns() })).status).to.equal(404);
  });
});
