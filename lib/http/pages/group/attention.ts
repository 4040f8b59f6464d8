import { integrationAttention, integrationDismiss } from '../../../operations/index.ts';
import { attentionPage, causeOf, differenceOf, remedyOf } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say } from '../session.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { aroundHere, integrationHere, integrationUrl } from './integration.ts';
import { placeHere } from './place.ts';
import { groupUrl } from './side.ts';

/** The users of an integration that need a decision. */
export function showAttention(site: Site): Middleware {
  return async function attentionOfIntegration(ctx: Context) {
    const { integration, conflicts, mismatches, more } = await integrationAttention.perform(
      site,
      callerOf(ctx),
      integrationHere(ctx),
    );
    const page = attentionPage({
      ...aroundHere(ctx, integration),
      more,
      waiting: [
        ...conflicts.map((conflict) => ({
          ...conflict,
          cause: causeOf(conflict),
          remedies: conflict.remedies.map((remedy) => ({
            text: remedyOf(remedy),
            ...(remedy.code === 'verify_domain'
              ? { to: groupUrl(placeHere(ctx).path, 'domains'), link: 'Open the domains' }
              : {}),
          })),
        })),
        ...mismatches.map((mismatch) => ({ ...mismatch, cause: differenceOf(mismatch), remedies: [] })),
      ],
    });
    await sendPage(site, ctx, page);
  };
}

export function dismiss(site: Site): Middleware {
  return async function dismissOne(ctx: Context) {
    const wish = { ...integrationHere(ctx), user: field(ctx, 'user') };
    const { userName } = await integrationDismiss.perform(site, callerOf(ctx), wish);
    await say(site, ctx, {
      kind: 'done',
      text: `${userName} is off the list. If the conflict remains, the next request of the identity provider puts it back.`,
    });
    redirect(site, ctx, `${integrationUrl(ctx)}/attention`);
  };
}
