import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { setupLinkCreate } from '../../lib/operations/index.ts';
import { populate } from '../demo/populated.ts';
import { openStage } from '../demo/stage.ts';

const CHROMIUM = '/usr/bin/chromium';

type Opened = (look: BrowserContextOptions) => Promise<Page>;

export interface Studio {
  /** A new browser at the demo's group, signed in as its owner, who is an operator too. */
  owner: Opened;
  /** A new browser there that is not signed in. */
  guest: Opened;
  /** A new browser there that has opened a set-up link. */
  holder: Opened;
  /** A new browser at a service without an account. */
  newcomer: Opened;
}

/** Runs the work with a browser, the populated service of the demo, and an empty one. */
export async function inStudio<T>(work: (studio: Studio) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const [stage, empty] = [await openStage(), await openStage()];
  const { customer, idp } = await populate(stage);
  const house = { services: stage.services, publicUrl: stage.url, samlUrl: stage.url };
  const operator = { actor: { kind: 'operator' }, sessions: [] } as const;
  const wish = { group: customer.group, name: 'Dana' };
  const link = await setupLinkCreate.perform(house, operator, wish);
  const at =
    (baseURL: string): Opened =>
    async (look) =>
      (await browser.newContext({ ...look, baseURL })).newPage();
  const guest = at(stage.url);
  try {
    return await work({
      guest,
      newcomer: at(empty.url),
      async holder(look) {
        const page = await guest(look);
        await page.goto(new URL(link.url).pathname);
        return page;
      },
      async owner(look) {
        const page = await guest(look);
        await signIn(page, customer.username, customer.password ?? '');
        return page;
      },
    });
  } finally {
    await browser.close();
    idp.close();
    await stage.close();
    await empty.close();
  }
}

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Username or e-mail').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/groups');
}
