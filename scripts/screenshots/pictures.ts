import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type Visit, visitsOf } from '../../test/web/walk/visits.ts';
import { crawl } from './crawl.ts';
import { inStudio, type Studio } from './studio.ts';

const wide = { width: 1_240, height: 800 };
const looks = [
  { name: 'light', colorScheme: 'light', viewport: wide },
  { name: 'dark', colorScheme: 'dark', viewport: wide },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 360, height: 740 } },
] as const;

const start = ['/groups', '/groups/acme', '/profile', '/operator', '/search?q=a'];
const NOWHERE = '/nothing-here';
/** What the README shows: a route with a query, and the name of its picture. */
const best = [
  { route: '/groups/:group/-/provisioning/:integration', query: '', name: 'integration' },
  { route: '/groups/*group/-/members', query: '', name: 'people' },
  { route: '/groups/:group/-/log', query: '?since=7d', name: 'log' },
  { route: '/groups/*group', query: '', name: 'overview' },
];

/** Who opens an address for a picture. */
interface Sight {
  readonly name: string;
  readonly address: string;
  readonly open: (look: BrowserContextOptions) => Promise<Page>;
}

/**
 * Makes a picture of every page whose route contains `only`, in every look, and returns their number. The demo's group
 * shows the pages that its links lead to; the group of the tests, which has one of everything, shows the others.
 */
export function everyPage(folder: string, only: string): Promise<number> {
  return inStudio(async (studio) => {
    const sights = (await sightsOf(studio)).filter(({ name }) => name.includes(nameOf(only)));
    for (const { name: look, ...options } of looks) {
      const open = new Map<Sight['open'], Page>();
      for (const { name, address, open: opener } of sights) {
        const page = open.get(opener) ?? (await opener(options));
        open.set(opener, page);
        await page.goto(address);
        await page.screenshot({ path: join(folder, `${name}.${look}.png`), fullPage: true });
      }
      for (const page of open.values()) await page.context().close();
    }
    return sights.length * looks.length;
  });
}

async function sightsOf({ owner, guest, newcomer, town, openTown }: Studio): Promise<Sight[]> {
  const visits = visitsOf(town).filter(({ method, answers }) => method === 'GET' && answers === 'page');
  const addresses = await crawl(await owner(looks[0]), routesIn(visits), start);
  const openers = new Map(visits.map(({ as }) => [as, (look: BrowserContextOptions) => openTown(as, look)]));
  const seen = ({ path, url, as }: Visit): Sight => {
    const name = nameOf(path);
    if (path === '/first-run') return { name, address: path, open: newcomer };
    const address = addresses.get(path);
    return address === undefined
      ? { name, address: url, open: openers.get(as) ?? guest }
      : { name, address, open: owner };
  };
  return [...visits.map(seen), { name: nameOf(NOWHERE), address: NOWHERE, open: guest }];
}

/** Makes the small pictures of the README, and returns their number. */
export function bestPages(folder: string): Promise<number> {
  return inStudio(async ({ owner, town }) => {
    const page = await owner({ viewport: { width: 1_100, height: 860 }, deviceScaleFactor: 0.7 });
    const addresses = await crawl(page, routesIn(visitsOf(town)), start);
    for (const { route, query, name } of best) {
      await page.goto(`${addresses.get(route) ?? NOWHERE}${query}`);
      await page.screenshot({ path: join(folder, `${name}.png`) });
    }
    return best.length;
  });
}

function routesIn(visits: readonly Visit[]): string[] {
  return visits.filter(({ method }) => method === 'GET').map(({ path }) => path);
}

/** The file of a route: `/groups/:group/-/log` is groups-group-log. */
function nameOf(route: string): string {
  return route.replace(/^\//, '').replaceAll(/[^\w]+/g, '-');
}
