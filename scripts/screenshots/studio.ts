import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { PASSWORD } from '../../test/web/people.ts';
import { buildTown, type Person, type Town } from '../../test/web/walk/town.ts';
import { populate } from '../demo/populated.ts';
import { openStage } from '../demo/stage.ts';

const CHROMIUM = '/usr/bin/chromium';
/** Enough for a page on a busy machine. */
const PATIENCE = 120_000;

type Opened = (look: BrowserContextOptions) => Promise<Page>;

export interface Studio {
  /** A new browser at the demo's group, signed in as its owner, who is an operator too. */
  owner: Opened;
  /** A new browser there that is not signed in. */
  guest: Opened;
  /** A new browser at a service without an account. */
  newcomer: Opened;
  /** The group of the tests, and a new browser there of one of its people. */
  town: Town;
  openTown(person: Person, look: BrowserContextOptions): Promise<Page>;
}

/** Runs the work with a browser, the populated service of the demo, that of the tests, and an empty one. */
export async function inStudio<T>(work: (studio: Studio) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const [stage, empty, town] = [await openStage(), await openStage(), await buildTown()];
  const { customer, idp } = await populate(stage);
  const at =
    (baseURL: string): Opened =>
    async (look) => {
      const page = await (await browser.newContext({ ...look, baseURL })).newPage();
      page.setDefaultTimeout(PATIENCE);
      return page;
    };
  const guest = at(stage.url);
  try {
    return await work({
      ...{ guest, town },
      newcomer: at(empty.url),
      async owner(look) {
        const page = await guest(look);
        await signIn(page, customer.username, customer.password ?? '');
        return page;
      },
      async openTown(person, look) {
        const page = await at(town.app.url.replace('127.0.0.1', 'localhost'))(look);
        if (person === 'holder') await page.goto(`/set-up/${town.secrets.setUp}`);
        else if (person !== 'guest') await signIn(page, town.accounts[person].username, PASSWORD);
        return page;
      },
    });
  } finally {
    await browser.close();
    idp.close();
    await stage.close();
    await empty.close();
    await town.app.close();
  }
}

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Username or e-mail').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}
