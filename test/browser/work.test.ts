import { expect } from 'chai';
import { type Work, works } from '../../lib/jobs/work.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { person } from '../web/people.ts';
import { noMailServer } from '../web/visitor.ts';
import { describeBrowser } from './available.ts';
import { check, signIn, Tabs } from './tabs.ts';

describeBrowser('the progress of long work in a browser', (executablePath) => {
  let app: Rollcall;
  let tabs: Tabs;
  let owner: string;
  let work: Work;
  before(async () => {
    app = await boot({ env: noMailServer });
    tabs = await Tabs.launch(executablePath);
    const { groupId: rootId } = await app.bootstrap('acme');
    owner = (await person(app)).username;
    await operate(app.services, 'member add', { group: 'acme', account: owner, role: 'owner' });
    const place = { id: 'running', rootId, kind: 'integration.go_live', subject: 'Okta', cause: 'test' };
    const progress = { state: { people: 10_000 }, done: 1_200, total: 10_000, holder: 'other', startedAt: 1 };
    work = await app.services.store.transaction(async (unit) =>
      unit.insert(works, { ...place, ...progress }),
    );
  });
  afterEach(() => tabs.closeAll());
  after(async () => {
    await tabs?.closeAll();
    await app?.close();
  });

  it('passes axe in light, dark and at 360 px', async () => {
    const page = await tabs.openScripted(app);
    await signIn(page, owner);
    // The page would load again while axe checks it.
    await page.route('**/-/progress/running', async (route) => {
      const response = await route.fetch();
      const { refresh: _refresh, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
    await check(page, '/groups/acme/-/progress/running');
  });

  it('ends with the result without scripts', async () => {
    const page = await tabs.open(app);
    await signIn(page, owner);
    await page.goto('/groups/acme/-/progress/running');
    expect(await page.getByText('1,200 of 10,000 done').count()).to.equal(1);
    await app.services.store.transaction(async (unit) => {
      unit.update(works, { ...work, throughAt: 1 });
    });
    await page.getByText('The plan was carried out for 10,000 users').waitFor();
    expect(await page.getByRole('link', { name: 'Go to the integration' }).count()).to.equal(1);
  });
});
