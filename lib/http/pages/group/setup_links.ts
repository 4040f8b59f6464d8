import { limits } from '../../../../config/limits.ts';
import { integrationShow, setupLinkCreate, setupLinkRevoke } from '../../../operations/index.ts';
import { createdSetupLinkPage, newSetupLinkPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { hasPassword } from '../own_password.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { missingSignOn, type Unconfirmed, unconfirmed } from './confirmed.ts';
import { aroundHere, integrationHere, integrationUrl } from './integration.ts';

const labels: Readonly<Record<string, string>> = { name: 'For whom', expiresIn: 'Works for' };
const labelOf = (argument: string) => labels[argument] ?? argument;

export function showNewSetupLink(site: Site): Middleware {
  return async function newLinkForm(ctx: Context) {
    const typed = { name: '', days: '7', withSignOn: 'no' };
    await sendPage(site, ctx, await newPage(site, ctx, typed, missingSignOn(site, ctx, ctx.url)));
  };
}

/** Answers with the URL itself: no later page can show it. */
export function createSetupLink(site: Site): Middleware {
  return async function createLink(ctx: Context) {
    const typed = {
      name: field(ctx, 'name'),
      days: field(ctx, 'days'),
      withSignOn: field(ctx, 'withSignOn'),
    };
    const refuse = async (why: Refused) =>
      sendPage(site, ctx, { ...(await newPage(site, ctx, typed, why)), status: 422 });
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const signOn = typed.withSignOn === 'yes';
    const wish = { ...integrationHere(ctx), name: typed.name.trim(), expiresIn: `${typed.days}d`, signOn };
    const tried = await attempt(() => setupLinkCreate.perform(site, callerOf(ctx), wish, labelOf));
    if ('problem' in tried) return refuse(tried);
    const { url, integration, link } = tried.done;
    const { name, expiresAt } = link;
    return sendPage(
      site,
      ctx,
      createdSetupLinkPage({ ...aroundHere(ctx, integration), url, name, expiresAt }),
    );
  };
}

export function revokeSetupLink(site: Site): Middleware {
  return async function revokeLink(ctx: Context) {
    const wish = { ...integrationHere(ctx), link: String(ctx.params.link ?? '') };
    const { link } = await setupLinkRevoke.perform(site, callerOf(ctx), wish);
    await say(site, ctx, { kind: 'done', text: `The set-up link of ${link.name} is revoked.` });
    redirect(site, ctx, integrationUrl(ctx));
  };
}

interface Refused extends Unconfirmed {
  readonly problem?: string;
}

async function newPage(
  site: Site,
  ctx: Context,
  typed: { readonly name: string; readonly days: string; readonly withSignOn: string },
  why: Refused = {},
) {
  const { name } = await integrationShow.perform(site, callerOf(ctx), integrationHere(ctx));
  return newSetupLinkPage({
    ...aroundHere(ctx, name),
    ...typed,
    ...why,
    hasPassword: hasPassword(ctx),
    maxName: limits.nameChars,
    maxDays: limits.setupLinkDays,
  });
}
