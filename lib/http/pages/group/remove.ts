import { integrationRemove, integrationShow } from '../../../operations/index.ts';
import { removePage } from '../../../views/index.ts';
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
import { aroundHere, integrationHere } from './integration.ts';
import { groupUrl } from './side.ts';
import { redirectToWork } from './work.ts';

export function showRemove(site: Site): Middleware {
  return async function removeForm(ctx: Context) {
    const { name } = await integrationShow.perform(site, callerOf(ctx), integrationHere(ctx));
    await sendPage(
      site,
      ctx,
      removePage({
        ...aroundHere(ctx, name),
        name,
        hasPassword: hasPassword(ctx),
        ...missingSignOn(site, ctx, ctx.url),
      }),
    );
  };
}

export function removeIntegration(site: Site): Middleware {
  return async function remove(ctx: Context) {
    const caller = callerOf(ctx);
    const here = integrationHere(ctx);
    const { name } = await integrationShow.perform(site, caller, here);
    const wish = { ...here, members: field(ctx, 'members') };
    const refuse = (why: { readonly problem: string } | Unconfirmed) => {
      const page = removePage({ ...aroundHere(ctx, name), name, hasPassword: hasPassword(ctx), ...why });
      return sendPage(site, ctx, { ...page, status: 422 });
    };
    const open = await unconfirmed(site, ctx, ctx.path);
    if (open) return refuse(open);
    const tried = await attempt(() => integrationRemove.perform(site, caller, wish));
    if ('problem' in tried) return refuse(tried);
    const { people, members, work } = tried.done;
    if (work !== undefined) return redirectToWork(site, ctx, work);
    const who = people === 1 ? 'One person' : `${people} people`;
    const text = `${name} is removed. ${who} ${members === 'keep' ? 'kept' : 'lost'} the access.`;
    await say(site, ctx, { kind: 'done', text });
    redirect(site, ctx, groupUrl(here.group, 'provisioning'));
  };
}
