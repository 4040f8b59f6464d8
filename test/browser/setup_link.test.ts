import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { client, user } from '../helper.ts';
import { type GroupStage, stageGroup } from '../web/group_stage.ts';
import { describeBrowser } from './available.ts';
import { checkHere, heading, Tabs } from './tabs.ts';

describeBrowser('a set-up link in a browser', (executablePath) => {
  let stage: GroupStage;
  let tabs: Tabs;

  before(async function launch() {
    this.timeout(60_000);
    stage = await stageGroup();
    tabs = await Tabs.launch(executablePath);
  });
  after(async () => {
    await tabs?.closeAll();
    await stage?.app.close();
  });

  async function link(name: string, more: object = {}): Promise<string> {
    const { url } = await operate(stage.app.services, 'setup-link create', { group: 'acme', name, ...more });
    return new URL(String(url)).pathname;
  }

  it('is used by somebody without an account and without script, to the first provisioned user', async () => {
    const page = await tabs.open(stage.app);
    await page.goto(await link('Dana'));
    expect(page.url()).to.match(/\/set-up$/);
    await page.getByRole('button', { name: 'Generate the credential' }).click();
    const secret = (await page.locator('.secret code').textContent()) ?? '';
    const scim = client(stage.acme.scimUrl, secret);
    expect((await scim('POST', '/Users', user('grace@acme.test'))).status).to.equal(201);
    await page.getByRole('link', { name: 'I have stored it' }).click();
    expect(await heading(page)).to.contain('Connect your identity provider to');
    expect(await page.getByText('This link generated its credential').count()).to.equal(1);
    expect(await page.getByRole('button', { name: 'Generate the credential' }).count()).to.equal(0);
  }).timeout(60_000);

  it('passes axe for each kind of credential, with single sign-on, and with what a form answers', async () => {
    const page = await tabs.openScripted(stage.app);
    await page.goto(await link('Erin', { signOn: true }));
    await page.getByRole('textbox', { name: 'Metadata URL' }).fill('https://nowhere.invalid/metadata');
    await page.getByRole('button', { name: 'Save the identity provider' }).click();
    await page.getByRole('alert').waitFor();
    await checkHere(page, 'metadata that cannot be used');
    await page.getByRole('link', { name: 'Client', exact: true }).click();
    await checkHere(page, 'a client');
    await page.getByRole('link', { name: 'Federation' }).click();
    await page.getByLabel('JWKS URL').fill('no address');
    await page.getByRole('button', { name: 'Generate the credential' }).click();
    await page.getByRole('alert').waitFor();
    await checkHere(page, 'a federation that cannot be used');
  });
});
