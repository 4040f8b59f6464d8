import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { client, user } from '../helper.ts';
import { type GroupStage, stageGroup } from '../web/group_stage.ts';
import { describeBrowser } from './available.ts';
import { heading, Tabs } from './tabs.ts';

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

  async function link(name: string): Promise<string> {
    const { url } = await operate(stage.app.services, 'setup-link create', { group: 'acme', name });
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
});
