import { integrationDiscard, integrationResume, integrationShow } from '../../../operations/index.ts';
import { pausedPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { aroundHere, integrationHere, integrationUrl } from './integration.ts';
import { peopleHave, redirectToWork } from './work.ts';

/** The two ways to end a pause; redirects to the integration when it is not paused. */
export function showPaused(site: Site): Middleware {
  return async function waysOut(ctx: Context) {
    const { name, paused } = await integrationShow.perform(site, callerOf(ctx), integrationHere(ctx));
    if (paused) await sendPage(site, ctx, pausedPage({ ...aroundHere(ctx, name), name, paused }));
    else redirect(site, ctx, integrationUrl(ctx));
  };
}

export function resume(site: Site): Middleware {
  return async function resumeIntegration(ctx: Context) {
    const { integration } = await integrationResume.perform(site, callerOf(ctx), integrationHere(ctx));
    await say(site, ctx, { kind: 'done', text: `${integration} works again.` });
    redirect(site, ctx, integrationUrl(ctx));
  };
}

export function discard(site: Site): Middleware {
  return async function giveBack(ctx: Context) {
    const { integration, restored, work } = await integrationDiscard.perform(
      site,
      callerOf(ctx),
      integrationHere(ctx),
    );
    if (work !== undefined) {
      redirectToWork(site, ctx, work);
      return;
    }
    const text = `${peopleHave(restored.length)} access again. ${integration} is disabled.`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, integrationUrl(ctx));
  };
}
