import { type Page, renderDocument } from '../../views/layout.tsx';
import { stylesheet } from '../../views/stylesheet.ts';
import type { Context } from '../types.ts';
import { formToken } from './csrf.ts';
import { type Allowed, secure } from './headers.ts';
import { takeFlash } from './session.ts';
import type { Site } from './site.ts';

export interface Sent extends Page, Allowed {
  readonly status?: number;
}

/** Answers with a page. What it shows is for this person only, so nobody keeps it. */
export async function sendPage(site: Site, ctx: Context, page: Sent): Promise<void> {
  const status = page.status ?? 200;
  const flash = status < 500 ? await takeFlash(site, ctx) : undefined;
  const html = renderDocument(page, {
    base: site.base,
    formToken: formToken(site, ctx),
    now: site.runtime.now(),
    stylesheet: stylesheet.path,
    name: ctx.state.signedIn?.account.name,
    flash,
  });
  ctx.status = status;
  secure(site, ctx, page);
  ctx.set('cache-control', 'no-store');
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = html;
}
