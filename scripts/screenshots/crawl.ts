import type { Page } from 'playwright-core';
import { leadsTo } from '../../test/web/walk/routes.ts';

/** Links that leave the service, download a file, or lead to one more page of the same list. */
const SKIPPED = /\/saml\/|\/sign-in\/sso|[?&]after=|\/export\.(csv|json)|\/openapi\.json/;

/** One address of each route that links lead to from the first addresses, by its route. */
export async function crawl(
  page: Page,
  routes: readonly string[],
  first: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const queue = [...first];
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    const path = address.replace(/[?#].*$/, '');
    const route = routes.find((one) => leadsTo(one, path));
    if (route === undefined || found.has(route) || SKIPPED.test(address)) continue;
    const answer = await page.goto(address.replace(/#.*$/, ''));
    if (!answer?.ok()) throw new Error(`${address} answers ${answer?.status()}`);
    found.set(route, address);
    const links = await page
      .locator('a[href^="/"]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    queue.push(...links.filter((link) => link !== null));
  }
  return found;
}
