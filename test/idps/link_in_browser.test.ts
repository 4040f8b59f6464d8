import { expect } from 'chai';
import { freePort } from '../../scripts/scratch.ts';
import { hasBrowser } from '../browser/available.ts';
import { closeBrowser, heading, signIn, signOut, Tabs } from '../browser/tabs.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { person } from '../web/people.ts';
import { noMailServer } from '../web/visitor.ts';
import { ann, type Idp } from './idp.ts';
import { keycloak } from './keycloak.ts';
import { textAt } from './server.ts';

const CHROMIUM = '/usr/bin/chromium';
const home = process.env.KEYCLOAK_HOME;

if (home && (hasBrowser || process.env.CI))
  describe('a member in a browser', function inBrowser() {
    this.timeout(120_000);
    let idp: Idp;
    let app: Rollcall;
    let tabs: Tabs;

    before(async function start() {
      this.timeout(300_000);
      const port = await freePort();
      const url = `http://localhost:${port}`;
      idp = await keycloak(home).start();
      app = await boot({
        env: { ...noMailServer, PORT: String(port), PUBLIC_URL: url, ALLOW_PRIVATE_FETCH: 'true' },
      });
      tabs = await Tabs.launch(CHROMIUM);
      await app.bootstrap('acme');
      const metadataFile = await idp.metadata();
      await operate(app.services, 'saml set', { group: 'acme', metadataFile, identifyBy: 'email' });
      await idp.trust(await textAt(`${url}/groups/acme/-/saml/metadata`));
    });
    after(async () => {
      await closeBrowser();
      await app?.close();
      await idp?.stop();
    });

    it('links the account to a real Keycloak by the button of the profile, and signs in there the next time', async () => {
      const member = await person(app);
      await operate(app.services, 'member add', {
        ...{ group: 'acme', account: member.username, role: 'developer' },
      });
      const page = await tabs.openScripted(app);
      await signIn(page, member.username);
      await page.goto('/profile');
      await page.getByRole('button', { name: /^Link/ }).click();
      await page.locator('#username').fill(ann.username);
      await page.locator('#password').fill(ann.password);
      await page.locator('#kc-login').click();
      await page.getByText('Your account is linked to acme').waitFor();
      expect(new URL(page.url()).pathname).to.equal('/profile');

      await signOut(page);
      await page.goto('/groups/acme/-/saml/sso');
      await page.waitForURL('**/groups');
      expect(await heading(page)).to.equal('Your groups');
      await page.goto('/profile');
      expect(await page.getByLabel('Username').inputValue()).to.equal(member.username);
    });
  });
