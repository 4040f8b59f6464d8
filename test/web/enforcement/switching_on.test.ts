import { expect } from 'chai';
import { auditEntries } from '../../../lib/audit/types.ts';
import { ownersOf } from '../../../lib/groups/owners.ts';
import {
  defaults,
  type SamlProvider,
  type SamlSettings,
  samlProviders,
} from '../../../lib/groups/saml_provider.ts';
import { HOUR } from '../../../lib/kernel/runtime.ts';
import type { IdpCertificate, IdpSide, SpKey } from '../../../lib/saml/connection.ts';
import { recoveryCodes } from '../../../lib/sign_on/recovery_codes.ts';
import { all } from '../../../lib/store/every.ts';
import { operate, refusal } from '../../cli/operator.ts';
import { movableClock } from '../../clock.ts';
import { boot, type Rollcall } from '../../helper.ts';
import { person, signedIn, withoutPassword } from '../people.ts';
import { answer, asked, bring, type Claims, linked, stage } from '../saml/stage.ts';
import { noMailServer } from '../visitor.ts';
import { api, enforce, joins, newCodes, newNameId, type Rule, ready, tested } from './fixture.ts';

describe('enforcement of SAML', () => {
  const clock = movableClock();
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: noMailServer, runtime: clock.runtime });
  });
  after(() => app.close());

  describe('switching it on', () => {
    it('requires a successful test of an owner with the present identity provider, and recovery codes', async () => {
      const scene = await stage(app);
      const group = scene.path;
      const owner = await person(app);
      await joins(app, owner, group, 'owner');
      const nameId = newNameId();
      const visitor = await signedIn(app, owner);
      const why = async (mode: Rule = 'everyone') =>
        (await refusal(app.services, 'saml enforce', { group, mode })).message;
      const test = (claims: Claims) => tested(scene, visitor, claims);

      await newCodes(scene);
      expect(await why()).to.contain('test sign-in');
      await test({ nameId });
      expect(await why(), 'nobody would have been signed in').to.contain('test sign-in');
      await linked(scene, owner.id, nameId);
      await test({ nameId, words: { audience: '' } });
      expect(await why(), 'a check failed').to.contain('test sign-in');
      await test({ nameId });
      await enforce(app, group, 'everyone');
      const { enforcement, tested: test1 } = await operate(app.services, 'saml show', { group });
      expect(enforcement).to.deep.equal({ mode: 'everyone', from: group });
      expect(test1).to.include({ by: owner.username, counts: true });

      const { store } = app.services;
      await store.transaction(async (unit) => {
        const provider = await unit.get(samlProviders, scene.tenant.groupId, scene.provider.id);
        if (!provider?.idp) throw new Error('the provider is gone');
        unit.update(samlProviders, { ...provider, idp: { ...provider.idp, ssoUrl: 'https://idp.test/new' } });
      });
      expect(await why(), 'the identity provider changed').to.contain('test sign-in');
      expect((await api(visitor, group)).status, 'the rule stays').to.equal(403);
      await enforce(app, group, 'off');
      expect((await api(visitor, group)).status).to.equal(200);
      await test({ nameId });
      await enforce(app, group, 'everyone');
      await store.transaction(async (unit) => {
        const codes = await unit.get(recoveryCodes, scene.tenant.groupId, scene.tenant.groupId);
        if (codes)
          unit.update(recoveryCodes, { ...codes, codes: codes.codes.map((one) => ({ ...one, usedAt: 1 })) });
      });
      expect(await why()).to.contain('recovery codes');
    });

    type Changed = Partial<SamlProvider>;
    const next = (key: SpKey): SpKey => ({ ...key, id: `${key.id}n`, state: 'next' });
    const settings = (more: Partial<SamlSettings>) => (): Changed => ({ settings: { ...defaults, ...more } });
    const idp =
      (more: (idp: IdpSide) => Partial<IdpSide>) =>
      ({ idp: before }: SamlProvider): Changed =>
        before ? { idp: { ...before, ...more(before) } } : {};
    const certificates = (change: (only: IdpCertificate) => IdpCertificate[]) =>
      idp(({ certificates: held }) => ({ certificates: held.flatMap(change) }));
    const beside = (only: IdpCertificate): IdpCertificate[] => [only, { ...only, sha256: 'f'.repeat(64) }];

    const changes: readonly (readonly [
      what: string,
      change: (provider: SamlProvider) => Changed,
      counts: boolean,
    ])[] = [
      ['nothing', () => ({}), true],
      ['the entity id', idp(() => ({ entityId: 'https://other.test' })), false],
      ['the sign-on URL', idp(() => ({ ssoUrl: 'https://idp.test/new' })), false],
      ['how requests travel', idp(() => ({ binding: 'post' })), false],
      ['a certificate beside the one of the test', certificates(beside), true],
      ['a certificate in its place', certificates((only) => beside(only).slice(1)), false],
      [
        'a certificate that takes its place soon',
        certificates((only) => [
          { ...only, state: 'retiring', until: clock.runtime.now() + HOUR },
          ...beside(only).slice(1),
        ]),
        false,
      ],
      ['our entity id', settings({ entityId: 'https://sp.test' }), false],
      ['the NameID format', settings({ nameIdFormat: 'urn:x' }), false],
      ['signed requests', settings({ signRequests: true }), false],
      ['signed responses', settings({ wantResponseSigned: true }), false],
      ['accounts at sign-in', settings({ jit: true }), false],
      ['sign-ins that begin elsewhere', settings({ allowIdpInitiated: true }), true],
      ['the groups attribute', settings({ groupsAttribute: 'groups' }), true],
      ['what the NameID is', () => ({ identifyBy: 'email' }), false],
      ['new keys beside ours', ({ keys = [] }) => ({ keys: [...keys, ...keys.map(next)] }), true],
      [
        'new keys of ours',
        ({ keys = [] }) => ({ keys: keys.map((key) => ({ ...key, id: `${key.id}x` })) }),
        false,
      ],
    ];
    for (const [what, change, counts] of changes)
      it(`a test ${counts ? 'counts' : 'does not count'} after a change of ${what}`, async () => {
        const { scene } = await ready(app);
        await app.services.store.transaction(async (unit) => {
          const provider = await unit.get(samlProviders, scene.tenant.groupId, scene.provider.id);
          if (provider) unit.update(samlProviders, { ...provider, ...change(provider) });
        });
        const { tested: test } = await operate(app.services, 'saml show', { group: scene.path });
        expect(test).to.include({ counts });
      });

    it('requires an owner who can sign in without the identity provider', async () => {
      const { scene, owner } = await ready(app);
      const group = scene.path;
      for (const one of await ownersOf(app.services.store, scene.tenant.groupId))
        await withoutPassword(app, one);
      const told = await refusal(app.services, 'saml enforce', { group, mode: 'everyone' });
      expect(told.code).to.equal('owner_password_missing');
      expect(told.message).to.contain('No owner has a password');
      await operate(app.services, 'account password', { account: owner.username });
      await enforce(app, group, 'everyone');
    });

    it('ignores the test of a person who is no longer an owner', async () => {
      const scene = await stage(app);
      const group = scene.path;
      const owner = await person(app);
      await joins(app, owner, group, 'owner');
      const nameId = newNameId();
      await linked(scene, owner.id, nameId);
      const visitor = await signedIn(app, owner);
      const request = asked((await visitor.visit(scene.at('test'))).location);
      await joins(app, owner, group, 'guest');
      await bring(scene, visitor, request, await answer(scene, request, { nameId }));
      await newCodes(scene);
      expect((await refusal(app.services, 'saml enforce', { group, mode: 'everyone' })).code).to.equal(
        'test_sign_in_missing',
      );
    });

    it('is in the audit log, and shown for groups below', async () => {
      const { scene } = await ready(app);
      const group = scene.path;
      await operate(app.services, 'group create', { path: `${group}/dev` });
      await enforce(app, group, 'domains', 'Acme.test', 'acme.test');
      expect(
        (await operate(app.services, 'group show', { group: `${group}/dev` })).enforcement,
      ).to.deep.equal({
        mode: 'domains',
        domains: ['acme.test'],
        from: group,
      });
      const audit = await all(app.services.store, auditEntries, scene.tenant.groupId);
      const found = audit.find(({ action }) => action === 'saml_enforcement.changed');
      expect(found?.detail).to.deep.equal({ path: group, mode: 'domains', domains: ['acme.test'] });
    });
  });
});
