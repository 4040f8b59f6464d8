import { expect } from 'chai';
import { limits } from '../../../config/limits.ts';
import { auditEntries } from '../../../lib/audit/types.ts';
import { HOUR } from '../../../lib/kernel/runtime.ts';
import { recoveryCodes } from '../../../lib/sign_on/recovery_codes.ts';
import { all } from '../../../lib/store/every.ts';
import { operate } from '../../cli/operator.ts';
import { movableClock } from '../../clock.ts';
import { boot, type Rollcall } from '../../helper.ts';
import { PASSWORD, person, signedIn } from '../people.ts';
import { mailsTo, noMailServer, Visitor } from '../visitor.ts';
import { api, bySaml, enforce, joins, newCodes, ready, recover, type World } from './fixture.ts';

describe('enforcement of SAML', () => {
  const clock = movableClock();
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: noMailServer, runtime: clock.runtime });
  });
  after(() => app.close());

  describe('a recovery code', () => {
    let world: World;
    let root: string;
    beforeEach(async () => {
      world = await ready(app);
      root = world.scene.path;
      await enforce(app, root, 'everyone');
    });

    const code = () => world.codes.pop() ?? '';

    it('is one of ten, stored as digests only', async () => {
      expect(world.codes).to.have.length(limits.recoveryCodes);
      expect(new Set(world.codes).size).to.equal(limits.recoveryCodes);
      const { groupId } = world.scene.tenant;
      const held = JSON.stringify(await app.services.store.get(recoveryCodes, groupId, groupId));
      for (const one of world.codes) {
        expect(one).to.match(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
        expect(held).not.to.contain(one).and.not.to.contain(one.replaceAll('-', ''));
      }
    });

    it('lets an owner in once, for this session, and all owners get a mail', async () => {
      const second = await person(app);
      await joins(app, second, root, 'owner');
      const visitor = await signedIn(app, world.owner);
      expect((await visitor.visit(`/groups/${root}`)).text).to.contain('Use a recovery code');
      const one = code();
      const done = await recover(world.scene, visitor, ` ${one.toUpperCase().replaceAll('-', ' ')}`);
      expect([done.status, done.location]).to.deep.equal([303, `/groups/${root}`]);
      expect((await visitor.visit(`/groups/${root}`)).status).to.equal(200);
      const elsewhere = await signedIn(app, world.owner);
      expect((await api(elsewhere, root)).status).to.equal(403);
      expect((await recover(world.scene, elsewhere, one)).status).to.equal(422);
      expect((await api(elsewhere, root)).status).to.equal(403);
      for (const { email = '' } of [world.owner, second]) {
        const mail = (await mailsTo(app, email)).at(-1);
        expect(mail?.subject).to.contain('recovery code');
        expect(mail?.body).to.contain(world.owner.username).and.contain('left: 9').and.not.contain(one);
      }
      const audit = await all(app.services.store, auditEntries, world.scene.tenant.groupId);
      const found = audit.filter(({ action }) => action === 'saml_recovery_code.used');
      expect(found.map(({ target, detail }) => [target, detail.left])).to.deep.equal([[world.owner.id, 9]]);
      expect((await operate(app.services, 'saml show', { group: root })).recoveryCodes).to.equal(9);
    });

    it('works once when it is sent twice concurrently', async () => {
      const visitors = await Promise.all([signedIn(app, world.owner), signedIn(app, world.owner)]);
      const one = code();
      const done = await Promise.all(visitors.map((visitor) => recover(world.scene, visitor, one)));
      expect(done.map(({ status }) => status).sort()).to.deep.equal([303, 422]);
    });

    it('stays in force when the password is changed in that browser', async () => {
      const { scene, owner, codes } = await ready(app);
      const root = scene.path;
      await enforce(app, root, 'everyone');
      const visitor = await signedIn(app, owner);
      await recover(scene, visitor, codes[0] ?? '');
      await visitor.visit('/profile/password');
      const fields = { password: PASSWORD, new_password: 'four other words here' };
      expect((await visitor.send('/profile/password', fields)).location).to.equal('/profile');
      expect((await api(visitor, root)).status).to.equal(200);
    });

    it('is for owners only, and needs a form of this site', async () => {
      const ann = await person(app);
      await joins(app, ann, root, 'maintainer');
      const member = await signedIn(app, ann);
      const refused = await recover(world.scene, member, code());
      expect(refused.status).to.equal(403);
      expect(refused.text).to.contain('owners_only');
      const owner = await signedIn(app, world.owner);
      await owner.visit(world.scene.at('recover'));
      const one = code();
      const forged = await owner.send(world.scene.at('recover'), { code: one, form_token: 'x' });
      expect(forged.status).to.equal(403);
      expect(forged.text).to.contain('form_refused');
      expect((await api(owner, root)).status).to.equal(403);
      expect((await new Visitor(app).visit(world.scene.at('recover'))).location).to.contain(
        '/sign-in?return_to=',
      );
      expect((await recover(world.scene, owner, one)).status).to.equal(303);
    });

    it('does not work for another group, or after new codes were made', async () => {
      const other = await ready(app);
      const visitor = await signedIn(app, world.owner);
      expect((await recover(world.scene, visitor, other.codes[0] ?? '')).status).to.equal(422);
      const former = code();
      const [fresh = ''] = await newCodes(world.scene);
      expect((await recover(world.scene, visitor, former)).status).to.equal(422);
      expect((await recover(world.scene, visitor, fresh)).status).to.equal(303);
    });

    it('stops working for a person who is no longer an owner', async () => {
      const visitor = await signedIn(app, world.owner);
      await recover(world.scene, visitor, code());
      expect((await api(visitor, root)).status).to.equal(200);
      await joins(app, world.owner, root, 'guest');
      expect((await api(visitor, root)).status).to.equal(403);
    });

    it('is protected against guessing by a limit', async () => {
      const visitor = await signedIn(app, world.owner);
      await visitor.visit(world.scene.at('recover'));
      for (let tries = 0; tries < limits.recoveryTriesPerAccount; tries++)
        expect((await visitor.send(world.scene.at('recover'), { code: 'wrong' })).status).to.equal(422);
      expect((await visitor.send(world.scene.at('recover'), { code: code() })).status).to.equal(429);
      expect((await api(visitor, root)).status).to.equal(403);
    });

    it('and a SAML sign-in expire after a day', async () => {
      const recovered = await signedIn(app, world.owner);
      await recover(world.scene, recovered, code());
      const vouched = await bySaml(world.scene, world.owner, { sessionUntil: null });
      const statuses = async () => [(await api(recovered, root)).status, (await api(vouched, root)).status];
      const halves = [limits.samlFreshHours / 2 - 1, limits.samlFreshHours / 2 - 1, 3];
      const seen: number[][] = [];
      for (const hours of halves) {
        clock.forward(hours * HOUR);
        seen.push(await statuses());
      }
      expect(seen).to.deep.equal([
        [200, 200],
        [200, 200],
        [403, 403],
      ]);
    });
  });
});
