import { limits } from '../../../../config/limits.ts';
import {
  streamList,
  webhookAcknowledge,
  webhookChange,
  webhookCreate,
  webhookDeliveries,
  webhookDelivery,
  webhookList,
  webhookOutstanding,
  webhookRedeliver,
  webhookRemove,
  webhookRotate,
  webhookShow,
  webhookTest,
} from '../../../operations/index.ts';
import {
  confirmPage,
  deliveryPage,
  newWebhookPage,
  webhookPage,
  webhookSecretPage,
  webhooksPage,
} from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field, numberField } from '../form.ts';
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
import { groupUrl, sideOf } from './side.ts';

const labels: Readonly<Record<string, string>> = {
  url: 'URL',
  name: 'Name',
  types: 'Events',
  deadlineMinutes: 'Deadline',
};
const labelOf = (argument: string) => labels[argument] ?? argument;

export function showWebhooks(site: Site): Middleware {
  return async function listWebhooks(ctx: Context) {
    const { group } = groupHere(ctx);
    const after = queried(ctx, 'after');
    const page = after === '' ? { group } : { group, after };
    const [{ webhooks }, { streams }, { outstanding, next }] = await Promise.all([
      webhookList.perform(site, callerOf(ctx), { group }),
      streamList.perform(site, callerOf(ctx), { group }),
      webhookOutstanding.perform(site, callerOf(ctx), page),
    ]);
    const streamsAt = groupUrl(group, 'streams');
    const shown = { webhooks, streams, streamsAt, outstanding, isLater: after !== '', next };
    await sendPage(site, ctx, webhooksPage({ ...around(ctx), ...shown }));
  };
}

export function showNewWebhook(site: Site): Middleware {
  return async function newWebhookForm(ctx: Context) {
    const typed = { url: '', name: '', types: 'access.*', minutes: String(limits.webhookDeadlineMinutes) };
    await sendPage(site, ctx, newPage(ctx, typed, missingSignOn(site, ctx, ctx.url)));
  };
}

/** Answers with the secret itself: no later page can show it. */
export function createWebhook(site: Site): Middleware {
  return async function create(ctx: Context) {
    const typed = {
      url: field(ctx, 'url').trim(),
      name: field(ctx, 'name').trim(),
      types: field(ctx, 'types'),
      minutes: field(ctx, 'minutes'),
    };
    const refuse = async (why: Refused) => sendPage(site, ctx, { ...newPage(ctx, typed, why), status: 422 });
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const wish = {
      ...groupHere(ctx),
      url: typed.url,
      ...(typed.name === '' ? {} : { name: typed.name }),
      types: typed.types.split(/[\s,]+/).filter((type) => type !== ''),
      deadlineMinutes: numberField(ctx, 'minutes'),
    };
    const tried = await attempt(() => webhookCreate.perform(site, callerOf(ctx), wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { secret, webhook } = tried.done;
    const at = `${around(ctx).at}/${webhook.id}`;
    const page = webhookSecretPage({ ...below(ctx), at, secret, title: `The secret of ${webhook.name}` });
    return sendPage(site, ctx, page);
  };
}

export function showWebhook(site: Site): Middleware {
  return async function webhookHere(ctx: Context) {
    const [state, after] = [queried(ctx, 'state'), queried(ctx, 'after')];
    const known = ['waiting', 'delivered', 'dead'].includes(state) ? { state } : {};
    const page = { ...namedHere(ctx), ...known, ...(after === '' ? {} : { after }), limit: PAGE };
    const [webhook, { deliveries, next }] = await Promise.all([
      webhookShow.perform(site, callerOf(ctx), namedHere(ctx)),
      webhookDeliveries.perform(site, callerOf(ctx), page),
    ]);
    const shown = { deliveries, filter: known.state ?? '', isLater: after !== '', next };
    await sendPage(site, ctx, webhookPage({ ...below(ctx), ...webhook, here: urlHere(ctx), ...shown }));
  };
}

const PAGE = 25;

export function testWebhook(site: Site): Middleware {
  return async function sendTest(ctx: Context) {
    const { status = 0, problem, ms } = await webhookTest.perform(site, callerOf(ctx), namedHere(ctx));
    const text =
      problem === undefined
        ? `The receiver answers ${status} after ${ms} ms.`
        : sentence(`No answer: ${problem}`);
    await say(site, ctx, { kind: status >= 200 && status < 300 ? 'done' : 'problem', text });
    redirect(site, ctx, urlHere(ctx));
  };
}

export function setWebhookEnabled(site: Site, enabled: boolean): Middleware {
  return async function setEnabled(ctx: Context) {
    const { name } = await webhookChange.perform(site, callerOf(ctx), { ...namedHere(ctx), enabled });
    await say(site, ctx, { kind: 'done', text: `${name} is ${enabled ? 'enabled' : 'disabled'}.` });
    redirect(site, ctx, urlHere(ctx));
  };
}

export function redeliverDeadOnes(site: Site): Middleware {
  return async function sendDeadAgain(ctx: Context) {
    const wish = { ...namedHere(ctx), dead: true };
    const { redelivered } = await webhookRedeliver.perform(site, callerOf(ctx), wish);
    await say(site, ctx, { kind: 'done', text: `${redelivered} dead deliveries go out again.` });
    redirect(site, ctx, urlHere(ctx));
  };
}

export function showRotateSecret(site: Site): Middleware {
  return async function rotateForm(ctx: Context) {
    await sendPage(site, ctx, await rotatePage(site, ctx, missingSignOn(site, ctx, ctx.url)));
  };
}

/** Answers with the new secret itself. */
export function rotateWebhookSecret(site: Site): Middleware {
  return async function rotate(ctx: Context) {
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return sendPage(site, ctx, { ...(await rotatePage(site, ctx, open)), status: 422 });
    const { secret, webhook } = await webhookRotate.perform(site, callerOf(ctx), namedHere(ctx));
    const more = 'The former one signs too for a day.';
    const title = `The new secret of ${webhook.name}`;
    return sendPage(site, ctx, webhookSecretPage({ ...below(ctx), at: urlHere(ctx), secret, title, more }));
  };
}

export function showRemoveWebhook(site: Site): Middleware {
  return async function removeForm(ctx: Context) {
    const { name } = await webhookShow.perform(site, callerOf(ctx), namedHere(ctx));
    const page = confirmPage({
      ...below(ctx),
      title: `Remove ${name}?`,
      effect: 'Nothing more is sent to it.',
      more: 'What waits for it is lost, and its delivery log.',
      action: `${urlHere(ctx)}/remove`,
      button: `Remove ${name}`,
      back: urlHere(ctx),
    });
    await sendPage(site, ctx, page);
  };
}

export function removeWebhookHere(site: Site): Middleware {
  return async function remove(ctx: Context) {
    const { name } = await webhookRemove.perform(site, callerOf(ctx), namedHere(ctx));
    await say(site, ctx, { kind: 'done', text: `${name} is removed.` });
    redirect(site, ctx, around(ctx).at);
  };
}

export function showDelivery(site: Site): Middleware {
  return async function deliveryHere(ctx: Context) {
    const { webhook, ...found } = await webhookDelivery.perform(site, callerOf(ctx), deliveryWish(ctx));
    const { side, crumbs } = below(ctx);
    const page = deliveryPage({
      ...{ side, crumbs: [...crumbs, { to: urlHere(ctx), text: webhook }] },
      here: deliveryUrl(ctx),
      ...found,
    });
    await sendPage(site, ctx, page);
  };
}

export function redeliverHere(site: Site): Middleware {
  return async function sendAgain(ctx: Context) {
    const tried = await attempt(() => webhookRedeliver.perform(site, callerOf(ctx), deliveryWish(ctx)));
    if ('problem' in tried) await say(site, ctx, { kind: 'problem', text: tried.problem });
    else await say(site, ctx, { kind: 'done', text: 'The delivery goes out again.' });
    redirect(site, ctx, deliveryUrl(ctx));
  };
}

export function acknowledgeHere(site: Site): Middleware {
  return async function noteActed(ctx: Context) {
    await webhookAcknowledge.perform(site, callerOf(ctx), deliveryWish(ctx));
    await say(site, ctx, { kind: 'done', text: 'Noted: the product has acted.' });
    redirect(site, ctx, deliveryUrl(ctx));
  };
}

interface Refused extends Unconfirmed {
  readonly problem?: string;
}

type Typed = Pick<Parameters<typeof newWebhookPage>[0], 'url' | 'name' | 'types' | 'minutes'>;

function newPage(ctx: Context, typed: Typed, why: Refused = {}) {
  return newWebhookPage({
    ...below(ctx),
    at: around(ctx).at,
    ...typed,
    ...why,
    hasPassword: hasPassword(ctx),
    maxName: limits.nameChars,
    maxUrl: limits.webhookUrlChars,
  });
}

async function rotatePage(site: Site, ctx: Context, why: Unconfirmed = {}) {
  const { name } = await webhookShow.perform(site, callerOf(ctx), namedHere(ctx));
  return confirmPage({
    ...below(ctx),
    title: `Rotate the secret of ${name}?`,
    effect: 'You get a new secret.',
    more: 'For a day both secrets sign each event. Put the new one into the product in that time.',
    action: `${urlHere(ctx)}/rotate`,
    button: 'Rotate the secret',
    isHarmless: true,
    asked: { ...why, hasPassword: hasPassword(ctx) },
    back: urlHere(ctx),
  });
}

export function groupHere(ctx: Context) {
  return { group: placeHere(ctx).path };
}

function namedHere(ctx: Context) {
  return { ...groupHere(ctx), webhook: String(ctx.params.webhook ?? '') };
}

function deliveryWish(ctx: Context) {
  return { ...namedHere(ctx), delivery: String(ctx.params.delivery ?? '') };
}

function around(ctx: Context) {
  const place = placeHere(ctx);
  return { side: sideOf(place, 'webhooks'), at: groupUrl(place.path, 'webhooks') };
}

export function below(ctx: Context) {
  const { side, at } = around(ctx);
  return { side, crumbs: [{ to: at, text: 'Webhooks' }] };
}

function urlHere(ctx: Context): string {
  return `${around(ctx).at}/${encodeURIComponent(String(ctx.params.webhook ?? ''))}`;
}

function deliveryUrl(ctx: Context): string {
  return `${urlHere(ctx)}/deliveries/${encodeURIComponent(String(ctx.params.delivery ?? ''))}`;
}
