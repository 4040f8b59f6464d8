import {
  integrationReconcile,
  integrationReconcilePlan,
  integrationShow,
} from '../../../operations/index.ts';
import { reconcilePage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { attempt } from './attempt.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { groupUrl, sideOf } from './side.ts';
import { peopleHave, redirectToWork } from './work.ts';

/** Whose roles differ from what the links of the integration give. */
export function showReconcile(site: Site): Middleware {
  return async function planOfReconcile(ctx: Context) {
    await sendPlan(site, ctx);
  };
}

export function reconcile(site: Site): Middleware {
  return async function reconcileRoles(ctx: Context) {
    const tried = await attempt(() => integrationReconcile.perform(site, callerOf(ctx), here(ctx)));
    if ('problem' in tried) {
      await sendPlan(site, ctx, 422);
      return;
    }
    const { integration, people, work } = tried.done;
    if (work !== undefined) {
      redirectToWork(site, ctx, work);
      return;
    }
    const text = `Everybody has what the links of ${integration} give. ${peopleHave(people)} other roles now.`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, listUrl(ctx));
  };
}

async function sendPlan(site: Site, ctx: Context, refused?: 422): Promise<void> {
  const caller = callerOf(ctx);
  const after = queried(ctx, 'after');
  const { name } = await integrationShow.perform(site, caller, here(ctx));
  const wish = { ...here(ctx), ...(after === '' ? {} : { after }) };
  const tried = await attempt(() => integrationReconcilePlan.perform(site, caller, wish));
  const page = reconcilePage({
    side: sideOf(placeHere(ctx), 'directory-groups'),
    crumbs: [
      { to: groupUrl(placeHere(ctx).path, 'directory-groups'), text: 'Directory groups' },
      { to: listUrl(ctx), text: name },
    ],
    at: `${groupUrl(placeHere(ctx).path, 'provisioning')}/${encodeURIComponent(here(ctx).integration)}/reconcile`,
    back: listUrl(ctx),
    integration: name,
    isLater: after !== '',
    ...('problem' in tried ? tried : tried.done),
  });
  await sendPage(site, ctx, refused ? { ...page, status: refused } : page);
}

function here(ctx: Context) {
  return { group: placeHere(ctx).path, integration: String(ctx.params.integration ?? '') };
}

function listUrl(ctx: Context): string {
  const { group, integration } = here(ctx);
  return `${groupUrl(group, 'directory-groups')}/${encodeURIComponent(integration)}`;
}
