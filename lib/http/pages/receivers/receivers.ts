import { streamList, webhookList, webhookOutstanding } from '../../../operations/index.ts';
import { webhooksPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { queried } from '../group/queried.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import type { Desk } from './desk.ts';

/** The webhooks and streams of a desk, and what the product has not acted on. */
export function showReceivers(site: Site, desk: Desk): Middleware {
  return async function listReceivers(ctx: Context) {
    const [scope, caller] = [desk.scope(ctx), desk.caller(ctx)];
    const after = queried(ctx, 'after');
    const page = after === '' ? scope : { ...scope, after };
    const [{ webhooks }, { streams }, { outstanding, next }] = await Promise.all([
      webhookList.perform(site, caller, scope),
      streamList.perform(site, caller, scope),
      webhookOutstanding.perform(site, caller, page),
    ]);
    const places = { side: desk.side(ctx), at: desk.at(ctx, 'webhooks'), streamsAt: desk.at(ctx, 'streams') };
    const shown = { of: desk.of, webhooks, streams, outstanding, isLater: after !== '', next };
    await sendPage(site, ctx, webhooksPage({ ...places, ...shown }));
  };
}
