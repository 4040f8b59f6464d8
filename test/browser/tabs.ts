import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Rollcall } from '../helper.ts';
import { PASSWORD } from '../web/people.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const quiet = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

const wide = { width: 1_200, height: 800 };
const narrow = { width: 360, height: 740 };
const COLOURS = 'color-contrast';

/** What a page is checked in. Colours alone differ in the dark. */
const looks = [
  { title: 'light', colorScheme: 'light', viewport: wide, limits: {} },
  { title: 'light at 360 px', colorScheme: 'light', viewport: narrow, limits: {} },
  { title: 'dark', colorScheme: 'dark', viewport: wide, limits: { runOnly: [COLOURS] } },
  { title: 'dark at 360 px', colorScheme: 'dark', viewport: narrow, limits: { runOnly: [COLOURS] } },
] as const;

let launched: Promise<Browser> | undefined;

export async function closeBrowser(): Promise<void> {
  const browser = await launched;
  launched = undefined;
  await browser?.close();
}

/** Tabs of the one Chromium of a file, each a person of its own. */
export class Tabs {
  readonly #browser: Browser;
  readonly #open: BrowserContext[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(executablePath: string): Promise<Tabs> {
    launched ??= chromium.launch({ executablePath, args: quiet });
    return new Tabs(await launched);
  }

  /** A tab in which no script runs. */
  open(app: Rollcall): Promise<Page> {
    return this.#tab(app, false);
  }

  /** A tab that runs scripts, as axe needs. */
  openScripted(app: Rollcall): Promise<Page> {
    return this.#tab(app, true);
  }

  async closeAll(): Promise<void> {
    for (const context of this.#open.splice(0)) await context.close();
  }

  async #tab({ url }: Rollcall, javaScriptEnabled: boolean): Promise<Page> {
    const baseURL = url.replace('127.0.0.1', 'localhost');
    // The colours of a change of scheme would be caught half way.
    const still = { reducedMotion: 'reduce' } as const;
    const context = await this.#browser.newContext({ baseURL, viewport: wide, javaScriptEnabled, ...still });
    this.#open.push(context);
    return context.newPage();
  }
}

export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Username or e-mail').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function signOut(page: Page): Promise<void> {
  await page.locator('summary.me').click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
}

export function heading(page: Page): Promise<string | null> {
  return page.getByRole('heading', { level: 1 }).textContent();
}

/** Opens a page and checks it as `checkHere` does. */
export async function check(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await checkHere(page, path);
}

/** Nothing on this page is hard to see or to use in any look, nor wider than the window or its card. */
export async function checkHere(page: Page, what: string): Promise<void> {
  await page.evaluate(axe);
  for (const { title, colorScheme, viewport, limits } of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    expect(await violations(page, limits), `${what}: ${title}`).to.deep.equal([]);
    expect(await overflows(page), `${what}: ${title}`).to.deep.equal([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** What axe finds. */
function violations(page: Page, limits: object) {
  return page.evaluate(async (some) => {
    type Found = { id: string; nodes: { html: string }[] };
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: Found[] }> };
    };
    const found = await axe.run({ resultTypes: ['violations'], ...some });
    return found.violations.map(({ id, nodes }) => ({ id, html: nodes.map(({ html }) => html) }));
  }, limits);
}

/** What is wider than the window, and the labels that reach beyond the edge of their card. */
async function overflows(page: Page): Promise<string[]> {
  const isWider = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  const beyond = await page.locator('.card :is(.tag, .button)').evaluateAll((all) =>
    all
      .map((one) => ({ text: one.textContent, box: one.getBoundingClientRect(), card: one.closest('.card') }))
      .filter(({ box, card }) => card && box.right > card.getBoundingClientRect().right)
      .map(({ text }) => text ?? ''),
  );
  return isWider ? ['the page', ...beyond] : beyond;
}
