import {
  integrationGoLive,
  integrationPlan,
  integrationPreview,
  integrationShow,
} from '../../../operations/index.ts';
import { confirmPage, planPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { aroundHere, integrationHere, integrationUrl } from './integration.ts';
import { queried } from './queried.ts';
import { redirectToWork } from './work.ts';

const PAGE = 50;

/** Asks before a preview, which keeps everything that arrives meanwhile from having an effect. */
export function showStartPreview(site: Site): Middleware {
  return async function previewForm(ctx: Context) {
    const { name } = await integrationShow.perform(site, callerOf(ctx), integrationHere(ctx));
    const { at, ...around } = aroundHere(ctx, name);
    const page = confirmPage({
      ...around,
      title: `Start a preview of “${name}”?`,
      effect: 'Until you go live, requests of the identity provider change nothing.',
      more: 'Rollcall answers and stores its requests, also those that remove access. A plan shows the effect of going live.',
      action: `${at}/preview`,
      button: 'Start the preview',
      isHarmless: true,
      back: `${at}/settings`,
    });
    await sendPage(site, ctx, page);
  };
}

export function startPreview(site: Site): Middleware {
  return async function beginPreview(ctx: Context) {
    const { integration } = await integrationPreview.perform(site, callerOf(ctx), integrationHere(ctx));
    const text = `${integration} is in preview. What the identity provider sends changes nothing until you go live.`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, integrationUrl(ctx));
  };
}

/** The effect of going live; redirects to the integration when it is live. */
export function showPlan(site: Site): Middleware {
  return async function planOfIntegration(ctx: Context) {
    const caller = callerOf(ctx);
    const here = integrationHere(ctx);
    const { name, preview } = await integrationShow.perform(site, caller, here);
    if (!preview) {
      redirect(site, ctx, integrationUrl(ctx));
      return;
    }
    const after = queried(ctx, 'after');
    const wish = { ...here, limit: PAGE, ...(after === '' ? {} : { after }) };
    const { people, plan, next } = await integrationPlan.perform(site, caller, wish);
    const page = planPage({ ...aroundHere(ctx, name), name, people, plan, next, isLater: after !== '' });
    await sendPage(site, ctx, page);
  };
}

export function goLive(site: Site): Middleware {
  return async function endPreview(ctx: Context) {
    const { integration, people, work } = await integrationGoLive.perform(
      site,
      callerOf(ctx),
      integrationHere(ctx),
    );
    if (work !== undefined) {
      redirectToWork(site, ctx, work);
      return;
    }
    const users = people === 1 ? 'one user' : `${people} users`;
    const text = `${integration} is live. The plan was carried out for ${users}.`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, integrationUrl(ctx));
  };
}
