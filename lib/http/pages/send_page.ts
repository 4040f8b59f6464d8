import { switcherGroups } from '../../access/index.ts';
import { type Page, renderDocument, script, stylesheet } from '../../views/index.ts';
import type { Context } from '../types.ts';
import { formToken } from './csrf.ts';
import { type Allowed, secure } from './headers.ts';
import { isOperating } from './operating.ts';
import { takeFlash } from './session.ts';
import type { Site } from './site.ts';

export interface Sent extends Page, Allowed {
  readonly status?: number;
}

/** Answers with a page. Its content is for this person only, so no cache may keep it. */
export async function sendPage(site: Site, ctx: Context, page: Sent): Promise<void> {
  const status = page.status ?? 200;
  const account = ctx.state.signedIn?.account;
  const isReadable = account !== undefined && status < 500;
  const flash = isReadable ? await takeFlash(site, ctx) : undefined;
  const html = renderDocument(page, {
    base: site.base,
    formToken: formToken(site, ctx),
    now: site.services.runtime.now(),
    assets: { stylesheet, script },
    who: account && {
      name: account.name,
      username: account.username,
      operates: isReadable && (await isOperating(site, ctx)),
    },
    groups: isReadable ? await switcherGroups(site.services.store, account.id) : [],
    flash,
  });
  ctx.status = status;
  secure(site, ctx, page);
  ctx.set('cache-control', 'no-store');
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = html;
}
