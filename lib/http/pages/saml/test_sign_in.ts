import { type Action, may, partiesOf } from '../../../access/index.ts';
import { RuleError } from '../../../kernel/index.ts';
import { samlTest, samlTestReport } from '../../../operations/index.ts';
import { samlReportPage } from '../../../views/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { callerOf } from '../group/caller.ts';
import { sideOf } from '../group/side.ts';
import { PageError, pageNotFound } from '../page_error.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { go } from './begin.ts';
import { sideHere } from './side.ts';

/** Admits only persons who may perform the action on the group: its owners. */
export function ownersOnly(site: Site, action: Action): Middleware {
  const { services } = site;
  return async function requireOwner(ctx: Context, next: Next) {
    const { group } = sideHere(ctx);
    const parties = await partiesOf(services.store, callerOf(ctx), { group }, action);
    if (parties === 'saml_required' || !may(parties, action))
      throw new PageError(403, 'owners_only', 'Only owners may do this', [
        'Ask an owner of the group to do it.',
      ]);
    await next();
  };
}

export function beginTest(site: Site): Middleware {
  return async function testSignIn(ctx: Context) {
    const { group } = sideHere(ctx);
    await go(site, ctx, await samlTest.perform(site, callerOf(ctx), { group: group.slug }));
  };
}

export function showReport(site: Site): Middleware {
  return async function testReport(ctx: Context) {
    const { group } = sideHere(ctx);
    const wanted = { group: group.slug, outcome: String(ctx.query.outcome ?? '') };
    const report = await samlTestReport.perform(site, callerOf(ctx), wanted).catch((error: unknown) => {
      throw error instanceof RuleError ? pageNotFound() : error;
    });
    const side = sideOf({ group, path: group.slug, parties: ['owner'], needs: 0 }, 'single-sign-on');
    await sendPage(site, ctx, samlReportPage({ side, group: group.name, path: group.slug, ...report }));
  };
}
