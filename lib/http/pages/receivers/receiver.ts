import { confirmPage, secretPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { sentence } from '../group/attempt.ts';
import type { Unconfirmed } from '../group/confirmed.ts';
import { queried } from '../group/queried.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { below, type Desk } from './desk.ts';
import type { Act, Kind, Tried } from './kinds.ts';

const PAGE = 25;

/** One receiver with its deliveries. */
export function showReceiver(site: Site, desk: Desk, kind: Kind): Middleware {
  return async function receiverHere(ctx: Context) {
    const caller = desk.caller(ctx);
    const named = namedHere(desk, kind, ctx);
    const [state, after] = [queried(ctx, 'state'), queried(ctx, 'after')];
    const known = ['waiting', 'delivered', 'dead'].includes(state) ? { state } : {};
    const page = { ...named, ...known, ...(after === '' ? {} : { after }), limit: PAGE };
    const { deliveries, next } = await kind.operations.deliveries.perform(site, caller, page);
    const shown = { deliveries, filter: known.state ?? '', isLater: after !== '', next };
    const here = urlHere(desk, kind, ctx);
    await sendPage(
      site,
      ctx,
      await kind.pageOf(site, caller, named, { ...below(desk, ctx), here, ...shown }),
    );
  };
}

export function testReceiver(site: Site, desk: Desk, kind: Kind): Middleware {
  return async function sendTest(ctx: Context) {
    const tried = await kind.operations.test.perform(site, desk.caller(ctx), namedHere(desk, kind, ctx));
    await say(site, ctx, { kind: isTaken(tried) ? 'done' : 'problem', text: textOf(tried) });
    redirect(site, ctx, urlHere(desk, kind, ctx));
  };
}

/** Pauses, resumes, enables or disables a receiver. */
export function actOn(site: Site, desk: Desk, kind: Kind, { perform, said }: Act): Middleware {
  return async function changeState(ctx: Context) {
    const { name } = await perform(site, desk.caller(ctx), namedHere(desk, kind, ctx));
    await say(site, ctx, { kind: 'done', text: said(name) });
    redirect(site, ctx, urlHere(desk, kind, ctx));
  };
}

export function redeliverDead(site: Site, desk: Desk, kind: Kind): Middleware {
  return async function sendDeadAgain(ctx: Context) {
    const wish = { ...namedHere(desk, kind, ctx), dead: true };
    const { redelivered } = await kind.operations.redeliver.perform(site, desk.caller(ctx), wish);
    await say(site, ctx, { kind: 'done', text: `${redelivered} dead deliveries go out again.` });
    redirect(site, ctx, urlHere(desk, kind, ctx));
  };
}

export function showRotate(site: Site, desk: Desk, kind: Kind): Middleware {
  return async function rotateForm(ctx: Context) {
    await sendPage(site, ctx, await rotatePage(site, desk, kind, ctx, desk.missing(site, ctx, ctx.url)));
  };
}

/** Answers with the new secret itself: no later page can show it. */
export function rotate(site: Site, desk: Desk, kind: Kind): Middleware {
  return async function rotateSecret(ctx: Context) {
    const open = await desk.unconfirmed(site, ctx, ctx.path);
    if (open) return sendPage(site, ctx, { ...(await rotatePage(site, desk, kind, ctx, open)), status: 422 });
    const [caller, named] = [desk.caller(ctx), namedHere(desk, kind, ctx)];
    const { secret } = await kind.operations.rotate.perform(site, caller, named);
    const { name } = await kind.operations.show.perform(site, caller, named);
    const { what, purpose, former } = kind.secret;
    const shown = { at: urlHere(desk, kind, ctx), secret, what, purpose, more: former };
    return sendPage(
      site,
      ctx,
      secretPage({ ...below(desk, ctx), ...shown, title: `The new ${what} of ${name}` }),
    );
  };
}

export function showRemove(site: Site, desk: Desk, kind: Kind): Middleware {
  return async function removeForm(ctx: Context) {
    const named = namedHere(desk, kind, ctx);
    const { name } = await kind.operations.show.perform(site, desk.caller(ctx), named);
    const here = urlHere(desk, kind, ctx);
    const page = confirmPage({
      ...below(desk, ctx),
      title: `Remove ${name}?`,
      ...kind.removal,
      action: `${here}/remove`,
      button: `Remove ${name}`,
      back: here,
    });
    await sendPage(site, ctx, page);
  };
}

export function remove(site: Site, desk: Desk, kind: Kind): Middleware {
  return async function removeReceiver(ctx: Context) {
    const named = namedHere(desk, kind, ctx);
    const { name } = await kind.operations.remove.perform(site, desk.caller(ctx), named);
    await say(site, ctx, { kind: 'done', text: `${name} is removed.` });
    redirect(site, ctx, desk.at(ctx, 'webhooks'));
  };
}

async function rotatePage(site: Site, desk: Desk, kind: Kind, ctx: Context, why: Unconfirmed = {}) {
  const named = namedHere(desk, kind, ctx);
  const { name } = await kind.operations.show.perform(site, desk.caller(ctx), named);
  const { what, both } = kind.secret;
  const here = urlHere(desk, kind, ctx);
  return confirmPage({
    ...below(desk, ctx),
    title: `Rotate the ${what} of ${name}?`,
    effect: `You get a new ${what}.`,
    more: both,
    action: `${here}/rotate`,
    button: `Rotate the ${what}`,
    isHarmless: true,
    asked: { ...why, hasPassword: desk.asksPassword(ctx) },
    back: here,
  });
}

/** What names the receiver of this request in each operation. */
export function namedHere(desk: Desk, { noun }: Kind, ctx: Context) {
  return { ...desk.scope(ctx), [noun]: String(ctx.params[noun] ?? '') };
}

export function urlHere(desk: Desk, { noun, page }: Kind, ctx: Context): string {
  return `${desk.at(ctx, page)}/${encodeURIComponent(String(ctx.params[noun] ?? ''))}`;
}

function isTaken({ kind, status = 0 }: Tried): boolean {
  return kind === 'poll' || (status >= 200 && status < 300);
}

function textOf({ kind, status, problem, ms }: Tried): string {
  if (kind === 'poll') return 'The next poll gets a test event.';
  return problem === undefined
    ? `The receiver answers ${status} after ${ms} ms.`
    : sentence(`No answer: ${problem}`);
}
