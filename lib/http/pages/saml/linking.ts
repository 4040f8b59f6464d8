import { RuleError } from '../../../kernel/errors.ts';
import { linkedAs, linkSaml, unlinkSaml } from '../../../sign_on/link.ts';
import { noteMismatches } from '../../../sign_on/mismatch.ts';
import { attributesIn, findOutcome, samlOutcomes } from '../../../sign_on/outcomes.ts';
import { SamlRefusal } from '../../../sign_on/refusal.ts';
import { sideOfRoot } from '../../../sign_on/side.ts';
import { samlLinkPage } from '../../../views/saml_link_page.tsx';
import type { Context, Middleware, Next } from '../../types.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { begin } from './begin.ts';
import { sideHere } from './side.ts';

/** Asks who is signed in and not linked whether to link, in the place of another sign-in. */
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

/** Finds what was accepted for this account, and whose it is. */
export function findLink(site: Site): Middleware {
  return async function findAccepted(ctx: Context, next: Next) {
    const found = await findOutcome(site.services.store, site.runtime, outcomeOf(ctx));
    const side = found && (await sideOfRoot(site.services.store, site.samlUrl, found.rootId));
    if (side && side.provider.id === found.providerId) ctx.state.saml = side;
    await next();
  };
}

/** Links what was accepted, where the same account is signed in that began. */
export function finishLink(site: Site): Middleware {
  const { services, runtime } = site;
  return async function linkAccepted(ctx: Context) {
    if (!ctx.state.saml) throw new SamlRefusal('saml.link_expired');
    const { provider, group } = ctx.state.saml;
    const { account } = signedIn(ctx);
    const cause = { requestId: ctx.state.requestId, ip: ctx.ip };
    const verified = await services.store.transaction(async (tx) => {
      const outcome = await findOutcome(tx, runtime, outcomeOf(ctx));
      if (outcome?.about.kind !== 'link') throw new SamlRefusal('saml.link_expired');
      if (outcome.accountId !== account.id) throw new SamlRefusal('saml.other_account');
      tx.remove(samlOutcomes, outcome);
      const accepted = { ...outcome.about, ...attributesIn(outcome.about.attributes) };
      await linkSaml(tx, services, provider, account.id, accepted, cause);
      return accepted;
    });
    await noteMismatches(services, provider, verified);
    await say(site, ctx, { kind: 'done', text: `Your account is linked to ${group.name}.` });
    redirect(site, ctx, '/profile');
  };
}

export function unlink(site: Site): Middleware {
  return async function unlinkAccount(ctx: Context) {
    const { account, session } = signedIn(ctx);
    const who = { accountId: account.id, sessionId: session.id };
    const cause = { requestId: ctx.state.requestId, ip: ctx.ip };
    try {
      await unlinkSaml(site.services, who, ctx.params.identity ?? '', cause);
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
