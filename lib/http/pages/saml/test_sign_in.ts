import { memberOf } from '../../../groups/members.ts';
import { findOutcome } from '../../../sign_on/outcomes.ts';
import { samlReportPage } from '../../../views/saml_report_page.tsx';
import type { Context, Middleware, Next } from '../../types.ts';
import { PageError, pageNotFound } from '../page_error.ts';
import { sendPage } from '../send_page.ts';
import { signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { begin } from './begin.ts';
import { sideHere } from './side.ts';

/** Lets only owners of the top-level group pass. */
export function requireOwner({ services: { store } }: Site): Middleware {
  return async function ownersOnly(ctx: Context, next: Next) {
    const { group } = sideHere(ctx);
    const member = await memberOf(store, group.id, signedIn(ctx).account.id);
    if (!member?.ownerOf.includes(group.id))
      throw new PageError(403, 'owners_only', 'Only owners may do this', [
        'Ask an owner of the group to do it.',
      ]);
    await next();
  };
}

export function beginTest(site: Site): Middleware {
  return async function testSignIn(ctx: Context) {
    await begin(site, ctx, { purpose: 'test', accountId: signedIn(ctx).account.id });
  };
}

export function showReport(site: Site): Middleware {
  return async function testReport(ctx: Context) {
    const { group } = sideHere(ctx);
    const secret = String(ctx.query.outcome ?? '');
    const found = await findOutcome(site.services.store, site.runtime, secret);
    const isMine = found?.rootId === group.id && found.accountId === signedIn(ctx).account.id;
    if (!found || !isMine || found.about.kind !== 'test') throw pageNotFound();
    await sendPage(site, ctx, samlReportPage({ group: group.name, path: group.slug, ...found.about }));
  };
}
