import { RuleError } from '../../../kernel/index.ts';
import { profileSamlLink, profileSamlUnlink } from '../../../operations/index.ts';
import { findOutcome, linkedAs, SamlRefusal, sideOfRoot } from '../../../sign_on/index.ts';
import { samlLinkPage } from '../../../views/index.ts';
import type { Context, Middleware, Next } from '../../types.ts';
import { callerOf } from '../group/caller.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { begin } from './begin.ts';
import { sideHere } from './side.ts';

/** Asks a signed-in person without a SAML identity whether to link, instead of signing in again. */
export function offerLink(site: Site): Middleware {
  return async function askToLink(ctx: Context, next: Next) {
    const { provider, group } = sideHere(ctx);
    const account = ctx.state.signedIn?.account;
    if (!account || (await linkedAs(site.services.store, provider, account.id))) await next();
    else
      await sendPage(site, ctx, {
        ...samlLinkPage({
          group: group.name,
          path: group.slug,
          name: account.name,
          username: account.username,
        }),
      });
  };
}

export function beginLink(site: Site): Middleware {
  return async function linkAccount(ctx: Context) {
    const { account } = signedIn(ctx);
    if (await linkedAs(site.services.store, sideHere(ctx).provider, account.id)) {
      await say(site, ctx, { kind: 'done', text: 'Your account is linked already.' });
      redirect(site, ctx, '/profile');
    } else await begin(site, ctx, { purpose: 'link', accountId: account.id, returnTo: '/profile' });
  };
}

/** Finds the group of the accepted response. */
export function findLink(site: Site): Middleware {
  return async function findAccepted(ctx: Context, next: Next) {
    const found = await findOutcome(site.services.store, outcomeOf(ctx));
    const side = found && (await sideOfRoot(site.services.store, site.samlUrl, found.rootId));
    if (side && side.provider.id === found.providerId) ctx.state.saml = side;
    await next();
  };
}

/** Links the accepted SAML identity, if the account that started is signed in. */
export function finishLink(site: Site): Middleware {
  return async function linkAccepted(ctx: Context) {
    if (!ctx.state.saml) throw new SamlRefusal('saml.link_expired');
    const { name } = await profileSamlLink.perform(site, callerOf(ctx), { outcome: outcomeOf(ctx) });
    await say(site, ctx, { kind: 'done', text: `Your account is linked to ${name}.` });
    redirect(site, ctx, '/profile');
  };
}

export function unlink(site: Site): Middleware {
  return async function unlinkAccount(ctx: Context) {
    try {
      await profileSamlUnlink.perform(site, callerOf(ctx), { identity: ctx.params.identity ?? '' });
      await say(site, ctx, { kind: 'done', text: 'The identity is unlinked.' });
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      await say(site, ctx, { kind: 'problem', text: error.message });
    }
    redirect(site, ctx, '/profile');
  };
}

function outcomeOf(ctx: Context): string {
  return typeof ctx.query.outcome === 'string' ? ctx.query.outcome : '';
}
