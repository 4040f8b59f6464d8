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

export const looks = [
  { title: 'light', colorScheme: 'light', viewport: { width: 1_200, height: 800 } },
  { title: 'dark', colorScheme: 'dark', viewport: { width: 1_200, height: 800 } },
  { title: 'light at 360 px', colorScheme: 'light', viewport: { width: 360, height: 740 } },
  { title: 'dark at 360 px', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
] as const;

type Look = (typeof looks)[number];

/** A browser whose every tab is a person of its own. */
export class Tabs {
  readonly #browser: Browser;
  readonly #open: BrowserContext[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(executablePath: string): Promise<Tabs> {
    return new Tabs(await chromium.launch({ executablePath, args: quiet }));
  }

  /** Without a look no script runs; axe needs its timers. */
  async open({ url }: Rollcall, look?: Look): Promise<Page> {
    const { colorScheme, viewport } = look ?? looks[0];
    const context = await this.#browser.newContext({
      baseURL: url.replace('127.0.0.1', 'localhost'),
      colorScheme,
      viewport,
      javaScriptEnabled: look !== undefined,
    });
    this.#open.push(context);
    return context.newPage();
  }

  async closeAll(): Promise<void> {
    for (const context of this.#open.splice(0)) await context.close();
  }

  end(): Promise<void> {
    return this.#browser.close();
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

/** Nothing on this page is hard to see or to use, nor wider than the window or its card. */
export async function checkHere(page: Page, what: string): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => ({ id, html: nodes.map(({ html }) => html) }));
  });
  expect(violations, what).to.deep.equal([]);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(wider, `${what} is wider than the window`).to.equal(false);
  const beyond = await page.locator('.card :is(.tag, .button)').evaluateAll((all) =>
    all
      .map((one) => ({ text: one.textContent, box: one.getBoundingClientRect(), card: one.closest('.card') }))
      .filter(({ box, card }) => card && box.right > card.getBoundingClientRect().right)
      .map(({ text }) => text),
  );
  expect(beyond, `${what}: labels beyond the edge of their card`).to.deep.equal([]);
}
