import { expect } from 'chai';
import { boot, type Rollcall } from '../../helper.ts';
import { PASSWORD, person, signedIn } from '../people.ts';
import { noMailServer, Visitor } from '../visitor.ts';
import { bySaml, enforce, joins, ready } from './fixture.ts';

describe('enforcement of SAML', () => {
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: noMailServer });
  });
  after(() => app.close());

  describe('a personal access token', () => {
    it('opens what a browser of its person opens, while that browser is signed in', async () => {
      const { scene } = await ready(app);
      const root = scene.path;
      const member = await person(app);
      await joins(app, member, root, 'guest');
      const byHand = await signedIn(app, member);
      await byHand.visit('/profile/tokens');
      const fields = { name: 'deploy', days: '30', password: PASSWORD };
      const [authorization = ''] = /rcp_\w+/.exec((await byHand.send('/profile/tokens', fields)).text) ?? [];
      const asks = async () => {
        const guest = new Visitor(app);
        const group = await guest.visit(`/api/v1/groups/${root}`, { authorization });
        const me = await guest.visit('/api/v1/me', { authorization });
        const [{ access }] = (JSON.parse(me.text) as { groups: [{ access: string }] }).groups;
        const scim = await guest.visit(`/api/scim/v2/groups/${root}/Me`, { authorization });
        return [group.status, access, scim.status];
      };

      expect(await asks()).to.deep.equal([200, 'granted', 404]);
      await enforce(app, root, 'everyone');
      expect(await asks()).to.deep.equal([403, 'saml_required', 403]);
      const browser = await bySaml(scene, member);
      expect(await asks()).to.deep.equal([200, 'granted', 404]);
      await browser.visit('/profile');
      await browser.send('/sign-out');
      expect(await asks()).to.deep.equal([403, 'saml_required', 403]);
    });
  });
});
