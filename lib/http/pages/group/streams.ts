import { limits } from '../../../../config/limits.ts';
import {
  streamCreate,
  streamDeliveries,
  streamDelivery,
  streamPause,
  streamRedeliver,
  streamRemove,
  streamResume,
  streamRotate,
  streamShow,
  streamTest,
} from '../../../operations/index.ts';
import {
  confirmPage,
  deliveryPage,
  newStreamPage,
  streamPage,
  webhookSecretPage,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { hasPassword } from '../own_password.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt, sentence } from './attempt.ts';
import { callerOf } from './caller.ts';
import { missingSignOn, type Unconfirmed, unconfirmed } from './confirmed.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { groupUrl } from './side.ts';
import { below, groupHere } from './webhooks.ts';

const PAGE = 25;
const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  kind: 'Delivery',
  url: 'URL',
  authorization: 'Authorization',
  audience: 'Audience',
};
const labelOf = (argument: string) => labels[argument] ?? argument;
const purpose = 'The receiver polls with it.';

export function showNewStream(site: Site): Middleware {
  return async function newStreamForm(ctx: Context) {
    const typed = { name: '', kind: 'poll', url: '', audience: '' };
    await sendPage(site, ctx, newPage(ctx, typed, missingSignOn(site, ctx, ctx.url)));
  };
}

/** Answers for a poll with the token itself: no later page can show it. */
export function createStream(site: Site): Middleware {
  return async function create(ctx: Context) {
    const typed = {
      name: field(ctx, 'name').trim(),
      kind: field(ctx, 'kind'),
      url: field(ctx, 'url').trim(),
      audience: field(ctx, 'audience').trim(),
    };
    const refuse = async (why: Refused) => sendPage(site, ctx, { ...newPage(ctx, typed, why), status: 422 });
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const authorization = field(ctx, 'authorization').trim();
    const wish = {
      ...{ ...groupHere(ctx), name: typed.name, kind: typed.kind },
      ...(typed.url === '' ? {} : { url: typed.url }),
      ...(authorization === '' ? {} : { authorization }),
      ...(typed.audience === '' ? {} : { audience: typed.audience }),
    };
    const tried = await attempt(() => streamCreate.perform(site, callerOf(ctx), wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { secret, stream } = tried.done;
    const at = `${streamsAt(ctx)}/${stream.id}`;
    if (secret === undefined) {
      await say(site, ctx, { kind: 'done', text: `${stream.name} is created.` });
      return redirect(site, ctx, at);
    }
    const title = `The token of ${stream.name}`;
    return sendPage(
      site,
      ctx,
      webhookSecretPage({ ...below(ctx), at, secret, title, purpose, what: 'token' }),
    );
  };
}

export function showStream(site: Site): Middleware {
  return async function streamHere(ctx: Context) {
    const [state, after] = [queried(ctx, 'state'), queried(ctx, 'after')];
    const known = ['waiting', 'delivered', 'dead'].includes(state) ? { state } : {};
    const page = { ...namedHere(ctx), ...known, ...(after === '' ? {} : { after }), limit: PAGE };
    const [stream, { deliveries, next }] = await Promise.all([
      streamShow.perform(site, callerOf(ctx), namedHere(ctx)),
      streamDeliveries.perform(site, callerOf(ctx), page),
    ]);
    const shown = { deliveries, filter: known.state ?? '', isLater: after !== '', next };
    await sendPage(site, ctx, streamPage({ ...below(ctx), ...stream, here: urlHere(ctx), ...shown }));
  };
}

export function testStream(site: Site): Middleware {
  return async function sendTest(ctx: Context) {
    const sent: Tried = await streamTest.perform(site, callerOf(ctx), namedHere(ctx));
    const { kind, status = 0, problem, ms } = sent;
    if (kind === 'poll') await say(site, ctx, { kind: 'done', text: 'The next poll gets a test event.' });
    else {
      const text =
        problem === undefined
          ? `The receiver answers ${status} after ${ms} ms.`
          : sentence(`No answer: ${problem}`);
      await say(site, ctx, { kind: status >= 200 && status < 300 ? 'done' : 'problem', text });
    }
    redirect(site, ctx, urlHere(ctx));
  };
}

export function pauseStreamHere(site: Site): Middleware {
  return async function pause(ctx: Context) {
    const { name } = await streamPause.perform(site, callerOf(ctx), namedHere(ctx));
    await say(site, ctx, { kind: 'done', text: `${name} is paused; what it hears is kept.` });
    redirect(site, ctx, urlHere(ctx));
  };
}

export function resumeStreamHere(site: Site): Middleware {
  return async function resume(ctx: Context) {
    const { name } = await streamResume.perform(site, callerOf(ctx), namedHere(ctx));
    await say(site, ctx, { kind: 'done', text: `${name} delivers again.` });
    redirect(site, ctx, urlHere(ctx));
  };
}

export function redeliverDeadTokens(site: Site): Middleware {
  return async function sendDeadAgain(ctx: Context) {
    const wish = { ...namedHere(ctx), dead: true };
    const { redelivered } = await streamRedeliver.perform(site, callerOf(ctx), wish);
    await say(site, ctx, { kind: 'done', text: `${redelivered} dead deliveries go out again.` });
    redirect(site, ctx, urlHere(ctx));
  };
}

export function showRotateStream(site: Site): Middleware {
  return async function rotateForm(ctx: Context) {
    await sendPage(site, ctx, await rotatePage(site, ctx, missingSignOn(site, ctx, ctx.url)));
  };
}

/** Answers with the new token itself. */
export function rotateStreamHere(site: Site): Middleware {
  return async function rotate(ctx: Context) {
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return sendPage(site, ctx, { ...(await rotatePage(site, ctx, open)), status: 422 });
    const { secret, stream } = await streamRotate.perform(site, callerOf(ctx), namedHere(ctx));
    const shown = { title: `The new token of ${stream.name}`, more: 'The former one works for a day.' };
    const page = { ...below(ctx), at: urlHere(ctx), secret, ...shown, purpose, what: 'token' };
    return sendPage(site, ctx, webhookSecretPage(page));
  };
}

export function showRemoveStream(site: Site): Middleware {
  return async function removeForm(ctx: Context) {
    const { name } = await streamShow.perform(site, callerOf(ctx), namedHere(ctx));
    const page = confirmPage({
      ...below(ctx),
      title: `Remove ${name}?`,
      effect: 'Nothing more is delivered by it.',
      more: 'What waits for its receiver is lost, and its delivery log.',
      action: `${urlHere(ctx)}/remove`,
      button: `Remove ${name}`,
      back: urlHere(ctx),
    });
    await sendPage(site, ctx, page);
  };
}

export function removeStreamHere(site: Site): Middleware {
  return async function remove(ctx: Context) {
    const { name } = await streamRemove.perform(site, callerOf(ctx), namedHere(ctx));
    await say(site, ctx, { kind: 'done', text: `${name} is removed.` });
    redirect(site, ctx, webhooksAt(ctx));
  };
}

export function showStreamDelivery(site: Site): Middleware {
  return async function deliveryHere(ctx: Context) {
    const { stream, ...found } = await streamDelivery.perform(site, callerOf(ctx), deliveryWish(ctx));
    const { side, crumbs } = below(ctx);
    const page = deliveryPage({
      ...{ side, crumbs: [...crumbs, { to: urlHere(ctx), text: stream }], idName: 'jti' },
      here: deliveryUrl(ctx),
      ...found,
    });
    await sendPage(site, ctx, page);
  };
}

export function redeliverTokenHere(site: Site): Middleware {
  return async function sendAgain(ctx: Context) {
    const tried = await attempt(() => streamRedeliver.perform(site, callerOf(ctx), deliveryWish(ctx)));
    if ('problem' in tried) await say(site, ctx, { kind: 'problem', text: tried.problem });
    else await say(site, ctx, { kind: 'done', text: 'The delivery goes out again.' });
    redirect(site, ctx, deliveryUrl(ctx));
  };
}

interface Refused extends Unconfirmed {
  readonly problem?: string;
}

interface Tried {
  readonly kind: 'push' | 'poll';
  readonly status?: number;
  readonly problem?: string;
  readonly ms?: number;
}

type Typed = Pick<Parameters<typeof newStreamPage>[0], 'name' | 'kind' | 'url' | 'audience'>;

function newPage(ctx: Context, typed: Typed, why: Refused = {}) {
  return newStreamPage({
    ...below(ctx),
    ...{ action: `${streamsAt(ctx)}/new`, back: webhooksAt(ctx) },
    ...typed,
    ...why,
    hasPassword: hasPassword(ctx),
    maxName: limits.nameChars,
    maxUrl: limits.webhookUrlChars,
  });
}

async function rotatePage(site: Site, ctx: Context, why: Unconfirmed = {}) {
  const { name } = await streamShow.perform(site, callerOf(ctx), namedHere(ctx));
  return confirmPage({
    ...below(ctx),
    title: `Rotate the token of ${name}?`,
    effect: 'You get a new token.',
    more: 'For a day both tokens work. Put the new one into the receiver in that time.',
    action: `${urlHere(ctx)}/rotate`,
    button: 'Rotate the token',
    isHarmless: true,
    asked: { ...why, hasPassword: hasPassword(ctx) },
    back: urlHere(ctx),
  });
}

function namedHere(ctx: Context) {
  return { ...groupHere(ctx), stream: String(ctx.params.stream ?? '') };
}

function deliveryWish(ctx: Context) {
  return { ...namedHere(ctx), delivery: String(ctx.params.set ?? '') };
}

function webhooksAt(ctx: Context): string {
  return groupUrl(placeHere(ctx).path, 'webhooks');
}

function streamsAt(ctx: Context): string {
  return groupUrl(placeHere(ctx).path, 'streams');
}

function urlHere(ctx: Context): string {
  return `${streamsAt(ctx)}/${encodeURIComponent(String(ctx.params.stream ?? ''))}`;
}

function deliveryUrl(ctx: Context): string {
  return `${urlHere(ctx)}/deliveries/${encodeURIComponent(String(ctx.params.set ?? ''))}`;
}
