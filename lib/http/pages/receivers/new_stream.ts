import { limits } from '../../../../config/limits.ts';
import { streamCreate } from '../../../operations/index.ts';
import { newStreamPage, secretPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { attempt } from '../group/attempt.ts';
import type { Unconfirmed } from '../group/confirmed.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { below, type Desk } from './desk.ts';
import { streamKind } from './kinds.ts';

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  kind: 'Delivery',
  url: 'URL',
  authorization: 'Authorization',
  audience: 'Audience',
};
const labelOf = (argument: string) => labels[argument] ?? argument;

export function showNewStream(site: Site, desk: Desk): Middleware {
  return async function newStreamForm(ctx: Context) {
    const typed = { name: '', kind: 'poll', url: '', audience: '' };
    await sendPage(site, ctx, newPage(desk, ctx, typed, desk.missing(site, ctx, ctx.url)));
  };
}

/** Answers for a poll with the token itself: no later page can show it. */
export function createStream(site: Site, desk: Desk): Middleware {
  return async function create(ctx: Context) {
    const typed = {
      name: field(ctx, 'name').trim(),
      kind: field(ctx, 'kind'),
      url: field(ctx, 'url').trim(),
      audience: field(ctx, 'audience').trim(),
    };
    const refuse = async (why: Refused) =>
      sendPage(site, ctx, { ...newPage(desk, ctx, typed, why), status: 422 });
    const open = await desk.unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const authorization = field(ctx, 'authorization').trim();
    const wish = {
      ...{ ...desk.scope(ctx), name: typed.name, kind: typed.kind },
      ...(typed.url === '' ? {} : { url: typed.url }),
      ...(authorization === '' ? {} : { authorization }),
      ...(typed.audience === '' ? {} : { audience: typed.audience }),
    };
    const tried = await attempt(() => streamCreate.perform(site, desk.caller(ctx), wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { secret, stream } = tried.done;
    const at = `${desk.at(ctx, 'streams')}/${stream.id}`;
    if (secret === undefined) {
      await say(site, ctx, { kind: 'done', text: `${stream.name} is created.` });
      return redirect(site, ctx, at);
    }
    const { what, purpose } = streamKind.secret;
    const title = `The ${what} of ${stream.name}`;
    return sendPage(site, ctx, secretPage({ ...below(desk, ctx), at, secret, title, what, purpose }));
  };
}

interface Refused extends Unconfirmed {
  readonly problem?: string;
}

type Typed = Pick<Parameters<typeof newStreamPage>[0], 'name' | 'kind' | 'url' | 'audience'>;

function newPage(desk: Desk, ctx: Context, typed: Typed, why: Refused = {}) {
  return newStreamPage({
    ...below(desk, ctx),
    ...{ action: `${desk.at(ctx, 'streams')}/new`, back: desk.at(ctx, 'webhooks') },
    ...typed,
    ...why,
    hasPassword: desk.asksPassword(ctx),
    maxName: limits.nameChars,
    maxUrl: limits.webhookUrlChars,
  });
}
