import { existsSync } from 'node:fs';

/** Where Debian's package `chromium` puts it. */
const CHROMIUM = '/usr/bin/chromium';

/** Enough for a page on a busy machine. */
const PATIENCE = 120_000;

export const hasBrowser = existsSync(CHROMIUM);

/** For the closing lines of a run that left the browser tests out. */
export const browserNotRun = hasBrowser
  ? 'The browser tests were not run: npm run test:browser runs them.'
  : `The browser tests were not run: there is no ${CHROMIUM} (Debian's package chromium has it).`;

/** Whether this run was asked for them. */
export const wantsBrowser = process.argv.some((word) => word.startsWith('test/browser'));

/** A group of tests that needs a browser; without one it is not there at all. */
export function describeBrowser(title: string, tests: (executable: string) => void): void {
  if (!hasBrowser) return;
  describe(title, function inBrowser() {
    this.timeout(PATIENCE);
    tests(CHROMIUM);
    after(async () => (await import('./tabs.ts')).closeBrowser());
  });
}
