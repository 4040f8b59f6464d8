import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { person } from '../web/people.ts';
import { noMailServer } from '../web/visitor.ts';
import { describeBrowser } from './available.ts';
import { check, signIn, Tabs } from './tabs.ts';

describeBrowser("the operator's pages in a browser", (executablePath) => {
  let app: Rollcall;
  let acme: Tenant;
  let tabs: Tabs;
  let olga: Awaited<ReturnType<typeof person>>;

  before(async () => {
    app = await boot({ env: noMailServer });
    acme = await app.bootstrap('acme');
    await app.bootstrap(`${'long-'.repeat(15)}path`);
    await acme.scim('POST', '/Users', user(`${'a.rather.long.name'.repeat(3)}@acme.test`));
    olga = await person(app, { name: 'Olga Operator' });
    await operate(app.services, 'operator add', { account: olga.username });
    tabs = await Tabs.launch(executablePath);
  });
  afterEach(() => tabs.closeAll());
  after(async () => {
    await tabs?.closeAll();
    await app?.close();
  });

  it('long names and unusual states pass axe in light, dark and at 360 px', async () => {
    const page = await tabs.openScripted(app);
    await signIn(page, olga.username);
    for (const path of [
      '/operator',
      '/operator/accounts?find=nobody',
      '/sign-in?again=yes&return_to=/operator',
    ])
      await check(page, path);
  });
});
