import { inflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { limits } from '../../../config/limits.ts';
import type { Account } from '../../../lib/accounts/types.ts';
import { HOUR } from '../../../lib/kernel/runtime.ts';
import { operate, type Plain } from '../../cli/operator.ts';
import { movableClock } from '../../clock.ts';
import { boot, type Rollcall } from '../../helper.ts';
import { person, signedIn } from '../people.ts';
import { answer, asked, bring, linked, PUBLIC_URL } from '../saml/stage.ts';
import { noMailServer, Visitor } from '../visitor.ts';
import { api, bySaml, enforce, joins, newNameId, ready, type World } from './fixture.ts';

describe('enforcement of SAML', () => {
  const clock = movableClock();
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: noMailServer, runtime: clock.runtime });
  });
  after(() => app.close());

  describe('the answer', () => {
    let world: World;
    let root: string;
    before(async () => {
      world = await ready(app);
      root = world.scene.path;
      await operate(app.services, 'group create', { path: `${root}/dev`, name: 'The developers' });
      await enforce(app, root, 'everyone');
    });

    it('to a person with access has name, path and the highest role', async () => {
      const ann = await person(app);
      await joins(app, ann, root, 'guest');
      await joins(app, ann, `${root}/dev`, 'maintainer');
      const visitor = await bySaml(world.scene, ann);
      const { body, headers } = await api(visitor, `${root.toUpperCase()}%2Fdev`);
      expect(body).to.deep.equal({ path: `${root}/dev`, name: 'The developers', role: 'maintainer' });
      expect(headers.get('cache-control')).to.equal('no-store');
      const { groups } = JSON.parse((await visitor.visit('/api/v1/me')).text) as Plain;
      expect(groups).to.deep.equal([
        { path: root, name: root, role: 'guest', access: 'granted' },
        { path: `${root}/dev`, name: 'The developers', role: 'maintainer', access: 'granted' },
      ]);
      expect((await visitor.visit(`/groups/${root}/dev`)).text)
        .to.contain('The developers')
        .and.contain('maintainer');
    });

    it('to a person without access tells where to sign in, and nothing about the group', async () => {
      const ann = await person(app);
      await joins(app, ann, `${root}/dev`, 'developer');
      const visitor = await signedIn(app, ann);
      const { status, body, headers } = await api(visitor, `${root}/dev`);
      expect(status).to.equal(403);
      expect(headers.get('content-type')).to.contain('application/problem+json');
      const signOnUrl = `${PUBLIC_URL}${world.scene.at('sso')}`;
      expect(body).to.include({ code: 'saml_session_required', status: 403, signOnUrl });
      expect(JSON.stringify(body)).not.to.contain('developers');
      const { groups } = JSON.parse((await visitor.visit('/api/v1/me')).text) as Plain;
      expect(groups).to.deep.equal([
        {
          path: `${root}/dev`,
          name: 'The developers',
          role: 'developer',
          access: 'saml_required',
          signOnUrl,
        },
      ]);
    });

    it('to a member has a link that leads in and back', async () => {
      const ann = await person(app);
      await joins(app, ann, root, 'guest');
      const nameId = newNameId();
      await linked(world.scene, ann.id, nameId);
      const visitor = await signedIn(app, ann);
      const page = await visitor.visit(`/groups/${root}/dev`);
      expect(page.text).not.to.contain('recovery code');
      const link = /href="([^"]+\/-\/saml\/sso[^"]*)"/.exec(page.text)?.[1] ?? '';
      const request = asked((await visitor.visit(link)).location);
      const answered = await bring(
        world.scene,
        visitor,
        request,
        await answer(world.scene, request, { nameId }),
      );
      expect(answered.location).to.equal(`/groups/${root}/dev`);
      expect((await visitor.visit(answered.location ?? '')).status).to.equal(200);
    });

    it('for an unknown group equals the one for a group without access', async () => {
      const visitor = await signedIn(app, await person(app));
      const told = async (path: string) => {
        const { status, body } = await api(visitor, path);
        return [status, body.code, String(body.detail).replace(path, 'PATH')];
      };
      expect(await told(root)).to.deep.equal(await told('nowhere'));
      for (const path of [root, 'nowhere', `${root}/-/nothing`, '%E0%A4%A'])
        expect((await visitor.visit(`/groups/${path}`)).status, path).to.equal(404);
      expect((await visitor.send(`/groups/${root}`)).status).to.equal(405);
    });

    it('to guests and tokens is the same as without enforcement', async () => {
      const guest = new Visitor(app);
      expect((await guest.visit(`/groups/${root}`)).location).to.equal(
        `/sign-in?return_to=${encodeURIComponent(`/groups/${root}`)}`,
      );
      expect((await api(guest, root)).status).to.equal(401);
      const authorization = `Bearer ${world.scene.tenant.scimToken}`;
      const member = await signedIn(app, world.owner);
      expect((await member.visit(`/api/v1/groups/${root}`, { authorization })).status).to.equal(404);
      expect((await world.scene.tenant.scim('GET', '/Users')).status).to.equal(200);
    });

    it('starts a sign-in with ForceAuthn when the last one is too old', async () => {
      const ann = await person(app);
      await joins(app, ann, root, 'guest');
      const force = async (visitor: Visitor) => {
        const { location } = await visitor.visit(world.scene.at('sso'));
        const sent = new URL(location ?? '').searchParams.get('SAMLRequest') ?? '';
        return inflateRawSync(Buffer.from(sent, 'base64')).toString().includes('ForceAuthn="true"');
      };
      const visitor = await bySaml(world.scene, ann);
      expect(await force(visitor)).to.equal(false);
      const old = clock.runtime.now() - limits.samlFreshHours * HOUR;
      expect(await force(await bySaml(world.scene, ann, { authnInstant: old }))).to.equal(true);
    });

    it('starts one sign-in with ForceAuthn when the identity provider returns an old session and a rule applies', async () => {
      const { scene } = await ready(app);
      const top = scene.path;
      const authnInstant = clock.runtime.now() - (limits.samlFreshHours + 1) * HOUR;
      const returnTo = encodeURIComponent('/profile?x=1');
      const rounds = async (account: Account) => {
        const nameId = newNameId();
        await linked(scene, account.id, nameId);
        const visitor = new Visitor(app);
        const locations = [];
        for (let path = `${scene.at('sso')}?return_to=${returnTo}`; path.includes('/sso?'); ) {
          const request = asked((await visitor.visit(path)).location);
          const response = await answer(scene, request, { nameId, words: { authnInstant } });
          path = (await bring(scene, visitor, request, response)).location ?? '';
          locations.push(path);
        }
        return locations;
      };
      const [member, stranger, deep] = [await person(app), await person(app), await person(app)];
      await joins(app, member, top, 'guest');
      await operate(app.services, 'group create', { path: `${top}/dev` });
      await joins(app, deep, `${top}/dev`, 'guest');
      const once = ['/profile?x=1'];
      const twice = [`${scene.at('sso')}?return_to=${encodeURIComponent('/profile?x=1')}`, ...once];
      expect(await rounds(member), 'no rule').to.deep.equal(once);
      await enforce(app, `${top}/dev`, 'everyone');
      expect(await rounds(member), 'a rule below').to.deep.equal(twice);
      await enforce(app, `${top}/dev`, 'inherit');
      await enforce(app, top, 'domains', 'elsewhere.test');
      expect(await rounds(member), 'a rule for others').to.deep.equal(once);
      await enforce(app, top, 'everyone');
      expect(await rounds(member), 'a rule').to.deep.equal(twice);
      expect(await rounds(deep), 'a rule above').to.deep.equal(twice);
      expect(await rounds(stranger), 'nobody that it concerns').to.deep.equal(once);
    });
  });
});
