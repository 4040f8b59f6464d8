import { limits } from '../../../../config/limits.ts';
import { webhookCreate } from '../../../operations/index.ts';
import { newWebhookPage, secretPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field, numberField } from '../form.ts';
import { attempt } from '../group/attempt.ts';
import type { Unconfirmed } from '../group/confirmed.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { below, type Desk } from './desk.ts';
import { webhookKind } from './kinds.ts';

const labels: Readonly<Record<string, string>> = {
  url: 'URL',
  name: 'Name',
  types: 'Events',
  deadlineMinutes: 'Deadline',
};
const labelOf = (argument: string) => labels[argument] ?? argument;

export function showNewWebhook(site: Site, desk: Desk): Middleware {
  return async function newWebhookForm(ctx: Context) {
    const typed = { url: '', name: '', types: 'access.*', minutes: String(limits.webhookDeadlineMinutes) };
    await sendPage(site, ctx, newPage(desk, ctx, typed, desk.missing(site, ctx, ctx.url)));
  };
}

/** Answers with the secret itself: no later page can show it. */
export function createWebhook(site: Site, desk: Desk): Middleware {
  return async function create(ctx: Context) {
    const typed = {
      url: field(ctx, 'url').trim(),
      name: field(ctx, 'name').trim(),
      types: field(ctx, 'types'),
      minutes: field(ctx, 'minutes'),
    };
    const refuse = async (why: Refused) =>
      sendPage(site, ctx, { ...newPage(desk, ctx, typed, why), status: 422 });
    const open = await desk.unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const wish = {
      ...desk.scope(ctx),
      url: typed.url,
      ...(typed.name === '' ? {} : { name: typed.name }),
      types: typed.types.split(/[\s,]+/).filter((type) => type !== ''),
      deadlineMinutes: numberField(ctx, 'minutes'),
    };
    const tried = await attempt(() => webhookCreate.perform(site, desk.caller(ctx), wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { secret, webhook } = tried.done;
    const at = `${desk.at(ctx, 'webhooks')}/${webhook.id}`;
    const { what, purpose } = webhookKind.secret;
    const title = `The ${what} of ${webhook.name}`;
    return sendPage(site, ctx, secretPage({ ...below(desk, ctx), at, secret, title, what, purpose }));
  };
}

interface Refused extends Unconfirmed {
  readonly problem?: string;
}

type Typed = Pick<Parameters<typeof newWebhookPage>[0], 'url' | 'name' | 'types' | 'minutes'>;

function newPage(desk: Desk, ctx: Context, typed: Typed, why: Refused = {}) {
  return newWebhookPage({
    ...below(desk, ctx),
    of: desk.of,
    at: desk.at(ctx, 'webhooks'),
    ...typed,
    ...why,
    hasPassword: desk.asksPassword(ctx),
    maxName: limits.nameChars,
    maxUrl: limits.webhookUrlChars,
  });
}
