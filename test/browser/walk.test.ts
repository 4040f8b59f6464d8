import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { buildTown, type Person, type Town } from '../web/walk/town.ts';
import { type Visit, visitsOf } from '../web/walk/visits.ts';
import { describeBrowser } from './available.ts';
import { checkKeyboard } from './keyboard.ts';
import { checkHere, signIn, Tabs } from './tabs.ts';

describeBrowser('every page that the router has', (executablePath) => {
  let town: Town;
  let tabs: Tabs;
  let visits: readonly Visit[];
  const open = new Map<Person, Page>();

  before(async () => {
    town = await buildTown();
    visits = visitsOf(town).filter(({ method, answers }) => method === 'GET' && answers === 'page');
    tabs = await Tabs.launch(executablePath);
  });
  after(async () => {
    await tabs?.closeAll();
    await town?.app.close();
  });

  async function tabOf(person: Person): Promise<Page> {
    const page = open.get(person) ?? (await tabs.openScripted(town.app));
    if (open.has(person)) return page;
    open.set(person, page);
    if (person === 'holder') await page.goto(`/set-up/${town.secrets.setUp}`);
    else if (person !== 'guest') await signIn(page, town.accounts[person].username);
    return page;
  }

  /** Without the header by which a page with work in progress would load again while it is checked. */
  async function opened({ as, url }: Visit): Promise<Page> {
    const page = await tabOf(as);
    await page.unrouteAll();
    if (url.includes('/progress/'))
      await page.route(`**${url}`, async (route) => {
        const response = await route.fetch();
        const { refresh: _refresh, ...headers } = response.headers();
        await route.fulfill({ response, headers });
      });
    await page.goto(url);
    return page;
  }

  it('passes axe in light, in dark and at 360 px, and can be used by the keyboard with a focus that is seen', async () => {
    expect(visits.length).to.be.greaterThan(60);
    for (const visit of visits) {
      const page = await opened(visit);
      await checkHere(page, visit.path);
      await checkKeyboard(page, visit.path);
    }
  }).timeout(600_000);
});
