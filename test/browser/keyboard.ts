import { expect } from 'chai';
import type { Page } from 'playwright-core';

/** Stops that are no controls: regions that scroll. */
const MORE = 5;

/** Tab goes from the skip link through every control of this page, in each of them visibly, and out again. */
export async function checkKeyboard(page: Page, what: string): Promise<void> {
  const { controls, stops } = await page.evaluate(watchFocus);
  await Promise.all(Array.from({ length: stops + MORE }, () => page.keyboard.press('Tab')));
  const { first, reached, unseen, isOut } = await page.evaluate(
    () => (globalThis as unknown as { focusWatch: FocusWatch }).focusWatch,
  );
  expect(isOut, `${what}: the way out`).to.equal(true);
  expect(first, `${what}: the first stop`).to.equal('Skip to the content');
  expect(unseen, `${what}: a focus that cannot be seen`).to.deep.equal([]);
  const missed = controls.filter((_, at) => !reached.includes(at));
  expect(missed, `${what}: what Tab does not reach`).to.deep.equal([]);
}

interface FocusWatch {
  first: string | undefined;
  readonly reached: number[];
  readonly unseen: string[];
  /** Whether the focus has left the page. */
  isOut: boolean;
}

/** In the page: opens its menus, gives its controls, and keeps in `focusWatch` those that get the focus. */
function watchFocus(): { readonly controls: readonly string[]; readonly stops: number } {
  for (const menu of document.querySelectorAll('details')) menu.open = true;
  const all = [
    ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary'),
  ].filter((one) => one.checkVisibility() && !one.matches(':disabled, [type=hidden]'));
  // Tab goes to one radio button of a group; the arrow keys reach the others.
  const stops = all.map((one) =>
    one.matches('[type=radio]') ? `radio ${one.getAttribute('name')}` : all.indexOf(one),
  );
  const watch: FocusWatch = { first: undefined, reached: [], unseen: [], isOut: false };
  Object.assign(globalThis, { focusWatch: watch });
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    const { outlineStyle, outlineWidth } = getComputedStyle(target);
    watch.first ??= target.textContent ?? '';
    for (const [at, stop] of stops.entries()) if (stop === stops[all.indexOf(target)]) watch.reached.push(at);
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 1)
      watch.unseen.push(target.outerHTML.slice(0, 120));
  });
  document.addEventListener('focusout', ({ relatedTarget }) => {
    watch.isOut ||= relatedTarget === null;
  });
  return { controls: all.map((one) => one.outerHTML.slice(0, 120)), stops: new Set(stops).size };
}
