import type { Page } from 'playwright-core';

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
/** Links that leave the service, download a file, or lead to one more page of the same list. */
const SKIPPED = /\/saml\/|\/sign-in\/sso|[?&]after=|\/export\.(csv|json)/;

/** What pages of one kind share: the path without ids and without the query. */
export function kindOf(path: string): string {
  return path.replace(/\?.*$/, '').replace(ID, 'id');
}

/** One path of each kind of page that links lead to from the first ones. */
export async function crawl(page: Page, first: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  const queue = [...first];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path);
    if (found.has(kind) || SKIPPED.test(path)) continue;
    const answer = await page.goto(path);
    if (!answer?.ok()) throw new Error(`${path} answers ${answer?.status()}`);
    found.set(kind, path);
    const links = await page
      .locator('a[href^="/"]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    queue.push(...links.filter((link) => link !== null));
  }
  return [...found.values()];
}
