import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { operate } from '../cli/operator.ts';
import { boot, client, type Rollcall, user } from '../helper.ts';
import { noMailServer } from '../web/visitor.ts';
import { describeBrowser } from './available.ts';
import { check, heading, Tabs } from './tabs.ts';

/** What a stranger may take, typing included. */
const MOST_SECONDS = 180;
const PASSWORD = 'four words that fit';

describeBrowser('the first run in a browser', (executablePath) => {
  let app: Rollcall;
  let tabs: Tabs;

  before(async () => {
    tabs = await Tabs.launch(executablePath);
  });
  beforeEach(async () => {
    app = await boot({ env: noMailServer });
  });
  afterEach(async () => {
    await tabs.closeAll();
    await app.close();
  });

  it('leads a stranger from an empty service to the first provisioned user by the pages alone', async () => {
    const begun = performance.now();
    const page = await tabs.open(app);
    let clicks = 0;
    const click = async (role: 'button' | 'link', name: string) => {
      clicks += 1;
      await page.getByRole(role, { name }).click();
    };
    const { code } = await operate(app.services, 'first-run code');

    await page.goto('/');
    await page.getByLabel('Identity provider').selectOption('Okta');
    await page.getByLabel('Path of the group').fill('acme');
    await page.getByLabel('Your name').fill('Ada Lovelace');
    await page.getByLabel('Your e-mail').fill('ada@acme.test');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByLabel('One-time code').fill(String(code));
    await click('button', 'Create the account and the group');
    expect(await heading(page)).to.equal('Okta');
    await click('link', 'Generate a credential');
    await page.getByLabel('Your password').fill(PASSWORD);
    await click('button', 'Generate the credential');
    const secret = await textOf(page, '.secret code');
    const endpoint = new URL(
      (await page.locator('[data-copy*="/scim/"]').first().getAttribute('data-copy')) ?? '',
    );
    await client(app.url + endpoint.pathname, secret)('POST', '/Users', user('grace@acme.test'));
    await click('link', 'I have stored it');
    expect(await page.getByText('grace@acme.test').count()).to.equal(1);

    const seconds = (performance.now() - begun) / 1_000;
    const measured = `${clicks} clicks, ${seconds.toFixed(1)} s without typing`;
    process.stdout.write(`      from an empty service to the first user: ${measured}\n`);
    expect({ clicks, isQuick: seconds < MOST_SECONDS }).to.deep.equal({ clicks: 4, isQuick: true });
  });

  it('its page passes axe in light, dark and at 360 px', async () => {
    await check(await tabs.openScripted(app), '/');
  });
});

async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).textContent()) ?? '';
}
