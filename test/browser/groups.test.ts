import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { operate } from '../cli/operator.ts';
import { boot, client, type Rollcall, spoiled, type Tenant, user } from '../helper.ts';
import { PASSWORD, person } from '../web/people.ts';
import { noMailServer } from '../web/visitor.ts';
import { describeBrowser } from './available.ts';
import { check, checkHere, heading, signIn, Tabs } from './tabs.ts';

describeBrowser('the pages of a group in a browser', (executablePath) => {
  let app: Rollcall;
  let tabs: Tabs;
  before(async () => {
    app = await boot({ env: noMailServer });
    tabs = await Tabs.launch(executablePath);
  });
  afterEach(() => tabs.closeAll());
  after(async () => {
    await tabs?.closeAll();
    await app?.close();
  });

  /** An owner who is signed in, at a group with long names and one of each thing. */
  async function owned(page: Page): Promise<Tenant> {
    const tenant = await app.bootstrap();
    const ada = await person(app, { name: 'Ada Lovelace' });
    const group = tenant.slug;
    await operate(app.services, 'member add', { group, account: ada.username, role: 'owner' });
    await operate(app.services, 'group create', { path: `${group}/${'long-'.repeat(15)}path` });
    const { email } = await person(app);
    await tenant.scim('POST', '/Users', user(`${'a.rather.long.name'.repeat(3)}@${group}.test`));
    await tenant.scim('POST', '/Users', user(email));
    await tenant.scim('POST', '/Groups', { displayName: 'Engineering' });
    await client(tenant.scimUrl, spoiled(tenant.scimToken))('GET', '/Users');
    await signIn(page, ada.username);
    return tenant;
  }

  it('an owner generates a credential without scripts, and it provisions a first user', async () => {
    const page = await tabs.open(app);
    const { slug, scimUrl } = await owned(page);
    await page.getByRole('link', { name: slug, exact: true }).click();
    await page.getByRole('link', { name: 'Provisioning' }).click();
    await page.getByRole('link', { name: 'Create an integration' }).click();
    await page.getByLabel('Identity provider').selectOption('Okta');
    await page.getByLabel('Name').fill('Okta');
    await page.getByRole('button', { name: 'Create the integration' }).click();
    await page.getByRole('link', { name: 'Generate a credential' }).click();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Generate the credential' }).click();
    const secret = (await page.locator('.secret code').textContent()) ?? '';
    expect((await client(scimUrl, secret)('POST', '/Users', user('first@person.test'))).status).to.equal(201);
    await page.getByRole('link', { name: 'I have stored it' }).click();
    expect(await heading(page)).to.equal('Okta');
    expect(await page.locator('.status').textContent()).to.contain('Working.');
    expect(await page.getByText('first@person.test').count()).to.equal(1);
  });

  it('a button copies text, and announces it to a screen reader', async () => {
    const page = await tabs.openScripted(app);
    const { slug, integrationId, scimUrl } = await owned(page);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`/groups/${slug}/-/provisioning/${integrationId}`);
    await page.getByRole('button', { name: 'Copy SCIM endpoint' }).click();
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' });
    const path = new URL(scimUrl).pathname;
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.contain(path);
  });

  it('what a form answers passes axe in light, dark and at 360 px', async () => {
    const page = await tabs.openScripted(app);
    const { slug, integrationId } = await owned(page);
    const at = `/groups/${slug}/-/provisioning/${integrationId}`;
    await check(page, `/groups/${slug}/-/guides/google`);
    await check(page, `/groups/${slug}/-/log?since=never`);
    await page.goto(`/groups/${slug}/-/directory-groups`);
    await page.getByRole('link', { name: 'Engineering' }).click();
    await page.getByRole('button', { name: 'See who gains and who loses' }).click();
    await checkHere(page, 'the plan of a link');
    await page.getByRole('button', { name: /^Add the link/ }).click();
    await checkHere(page, 'a directory group');
    await page.getByRole('link', { name: /^Remove the link/ }).click();
    await checkHere(page, 'the end of a link');
    await page.locator('summary.switch').click();
    await checkHere(page, 'the open switcher');
    await page.goto(`/groups/${slug}/-/members`);
    await page
      .getByRole('link', { name: /^Why has/ })
      .first()
      .click();
    await checkHere(page, 'why');
    for (const kind of ['client', 'federation']) await check(page, `${at}/credentials/new?kind=${kind}`);
    await page.getByLabel('JWKS URL').fill('no address');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Generate the credential' }).click();
    await page.getByRole('alert').waitFor();
    await checkHere(page, 'a federation that cannot be used');
    await page.goto(`/groups/${slug}/-/webhooks/new`);
    await page.getByLabel('URL').fill('no address');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create the webhook' }).click();
    await page.getByRole('alert').waitFor();
    await checkHere(page, 'a webhook that cannot be used');
    await check(page, `${at}/credentials/new?kind=token`);
    await page.getByLabel('Your password').fill('wrong');
    await page.getByRole('button', { name: 'Generate the credential' }).click();
    await checkHere(page, 'a wrong password');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Generate the credential' }).click();
    await checkHere(page, 'a new credential');
    await page.getByRole('link', { name: 'I have stored it' }).click();
    await page
      .getByRole('link', { name: /^Rotate/ })
      .first()
      .click();
    await checkHere(page, 'rotate');
    await page.goBack();
    await page
      .getByRole('link', { name: /^Revoke/ })
      .first()
      .click();
    await checkHere(page, 'revoke');
    await page.getByRole('button', { name: /^Revoke/ }).click();
    await checkHere(page, 'a revoked credential');
  }).timeout(180_000);
});
