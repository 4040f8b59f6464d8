import { deliveryPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { attempt } from '../group/attempt.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { below, type Desk } from './desk.ts';
import type { Kind } from './kinds.ts';
import { namedHere, urlHere } from './receiver.ts';

/** One delivery with its payload and every try. */
export function showDelivery(site: Site, desk: Desk, kind: Kind): Middleware {
  return async function deliveryHere(ctx: Context) {
    const [caller, wish] = [desk.caller(ctx), wishHere(desk, kind, ctx)];
    const found = await kind.operations.delivery.perform(site, caller, wish);
    const { name } = await kind.operations.show.perform(site, caller, namedHere(desk, kind, ctx));
    const { side, crumbs } = below(desk, ctx);
    const page = deliveryPage({
      ...found,
      side,
      crumbs: [...crumbs, { to: urlHere(desk, kind, ctx), text: name }],
      idName: kind.idName,
      here: deliveryUrl(desk, kind, ctx),
    });
    await sendPage(site, ctx, page);
  };
}

export function redeliver(site: Site, desk: Desk, kind: Kind): Middleware {
  return async function sendAgain(ctx: Context) {
    const { operations } = kind;
    const wish = wishHere(desk, kind, ctx);
    const tried = await attempt(() => operations.redeliver.perform(site, desk.caller(ctx), wish));
    if ('problem' in tried) await say(site, ctx, { kind: 'problem', text: tried.problem });
    else await say(site, ctx, { kind: 'done', text: 'The delivery goes out again.' });
    redirect(site, ctx, deliveryUrl(desk, kind, ctx));
  };
}

/** Notes that the product has acted on an event. */
export function acknowledge(
  site: Site,
  desk: Desk,
  kind: Kind,
  by: NonNullable<Kind['operations']['acknowledge']>,
): Middleware {
  return async function noteActed(ctx: Context) {
    await by.perform(site, desk.caller(ctx), wishHere(desk, kind, ctx));
    await say(site, ctx, { kind: 'done', text: 'Noted: the product has acted.' });
    redirect(site, ctx, deliveryUrl(desk, kind, ctx));
  };
}

function wishHere(desk: Desk, kind: Kind, ctx: Context) {
  return { ...namedHere(desk, kind, ctx), delivery: String(ctx.params[kind.delivery] ?? '') };
}

function deliveryUrl(desk: Desk, kind: Kind, ctx: Context): string {
  const id = encodeURIComponent(String(ctx.params[kind.delivery] ?? ''));
  return `${urlHere(desk, kind, ctx)}/deliveries/${id}`;
}
