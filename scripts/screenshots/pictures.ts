import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { crawl, kindOf } from './crawl.ts';
import { inStudio } from './studio.ts';

const wide = { width: 1_240, height: 800 };
const looks = [
  { name: 'light', colorScheme: 'light', viewport: wide },
  { name: 'dark', colorScheme: 'dark', viewport: wide },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 360, height: 740 } },
] as const;

const start = ['/groups', '/groups/acme', '/profile', '/operator'];
const forGuests = ['/sign-in', '/password/forgot', '/signed-out', '/nothing-here'];
/** What the README shows: the end of a path, and the name of its picture. */
const best = [
  { end: /\/-\/provisioning\/[^/]+$/, name: 'integration' },
  { end: /^\/groups\/acme\/-\/members$/, name: 'people' },
  { end: /^\/groups\/acme\/-\/log$/, name: 'log' },
  { end: /^\/groups\/[^/]+$/, name: 'overview' },
];

/** Makes a picture of each kind of page whose path contains `only`, in every look. Returns their number. */
export function everyPage(folder: string, only: string): Promise<number> {
  return inStudio(async ({ owner, guest, holder, newcomer }) => {
    const paths = await crawl(await owner(looks[0]), start);
    let taken = 0;
    const names = namesOf(['/first-run', '/set-up', ...forGuests, ...paths]);
    const shoot = async (page: Page, look: string, all: readonly string[]) => {
      for (const path of all.filter((one) => one.includes(only))) {
        await page.goto(path);
        await page.screenshot({ path: join(folder, `${names.get(path)}.${look}.png`), fullPage: true });
        taken += 1;
      }
    };
    for (const look of looks) {
      await shoot(await newcomer(look), look.name, ['/first-run']);
      await shoot(await holder(look), look.name, ['/set-up']);
      await shoot(await guest(look), look.name, forGuests);
      await shoot(await owner(look), look.name, paths);
    }
    return taken;
  });
}

/** Makes the small pictures of the README, and returns their number. */
export function bestPages(folder: string): Promise<number> {
  return inStudio(async ({ owner }) => {
    const page = await owner({ viewport: { width: 1_100, height: 680 }, deviceScaleFactor: 0.7 });
    const paths = await crawl(page, start);
    for (const { end, name } of best) {
      await page.goto(paths.find((path) => end.test(path)) ?? '/nothing-here');
      await page.screenshot({ path: join(folder, `${name}.png`) });
    }
    return best.length;
  });
}

/** A name of its own for the picture of each page. */
function namesOf(paths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const path of paths) {
    const name = kindOf(path)
      .replace(/^\//, '')
      .replaceAll(/[^\w]+/g, '-');
    const same = [...names.values()].filter((one) => one.replace(/-\d+$/, '') === name).length;
    names.set(path, same === 0 ? name : `${name}-${same + 1}`);
  }
  return names;
}
