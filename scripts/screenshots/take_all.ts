import { join } from 'node:path';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { populate } from '../demo/populated.ts';
import { openStage } from '../demo/stage.ts';
import { crawl, kindOf } from './crawl.ts';

const CHROMIUM = '/usr/bin/chromium';

const looks: readonly (BrowserContextOptions & { readonly name: string })[] = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1_240, height: 800 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1_240, height: 800 } },
  { name: 'narrow', colorScheme: 'light', viewport: { width: 360, height: 740 } },
];

const forGuests = ['/sign-in', '/password/forgot', '/signed-out', '/nothing-here'];

/** Makes the pictures and returns their number. */
export async function takeAll(folder: string, only: string): Promise<number> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  let taken = 0;
  try {
    taken += await ofStage(async (stage, open) => {
      for (const look of looks) await shoot(await open(look), stage.folder, look.name, ['/first-run'], only);
      return wanted(['/first-run'], only).length * looks.length;
    });
    taken += await ofStage(async (stage, open) => {
      const { customer, idp } = await populate(stage);
      const [first] = looks;
      if (!first) return 0;
      const crawler = await open(first);
      await signIn(crawler, customer.username, customer.password ?? '');
      const paths = await crawl(crawler, ['/groups', '/groups/acme', '/profile', '/operator']);
      for (const look of looks) {
        const page = await open(look);
        await shoot(page, folder, look.name, forGuests, only);
        await signIn(page, customer.username, customer.password ?? '');
        await shoot(page, folder, look.name, paths, only);
      }
      idp.close();
      return wanted([...forGuests, ...paths], only).length * looks.length;
    });
  } finally {
    await browser.close();
  }
  return taken;

  type Open = (look: BrowserContextOptions) => Promise<Page>;
  type Opened = Awaited<ReturnType<typeof openStage>> & { readonly folder: string };

  async function ofStage(work: (stage: Opened, open: Open) => Promise<number>): Promise<number> {
    const stage = await openStage();
    try {
      return await work({ ...stage, folder }, async (look) =>
        (await browser.newContext({ ...look, baseURL: stage.url })).newPage(),
      );
    } finally {
      await stage.close();
    }
  }
}

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Username or e-mail').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/groups');
}

async function shoot(
  page: Page,
  folder: string,
  look: string,
  paths: readonly string[],
  only: string,
): Promise<void> {
  for (const path of wanted(paths, only)) {
    await page.goto(path);
    const name = kindOf(path)
      .replace(/^\//, '')
      .replaceAll(/[^\w]+/g, '-');
    await page.screenshot({ path: join(folder, `${name}.${look}.png`), fullPage: true });
  }
}

function wanted(paths: readonly string[], only: string): readonly string[] {
  return paths.filter((path) => path.includes(only));
}
