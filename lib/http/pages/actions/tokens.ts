import { limits } from '../../../../config/limits.ts';
import {
  makePersonalToken,
  personalTokensOf,
  revokePersonalToken,
} from '../../../accounts/personal_tokens.ts';
import { RuleError } from '../../../kernel/errors.ts';
import { tokensPage } from '../../../views/tokens_page.tsx';
import type { Context, Middleware } from '../../types.ts';
import { field } from '../form.ts';
import { hasOwnPassword } from '../own_password.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';

/** What somebody has typed, what was wrong with it, and the token that was made. */
interface Filled {
  readonly name?: string;
  readonly days?: string;
  readonly problem?: string;
  readonly wrongPassword?: string;
  readonly made?: { readonly name: string; readonly secret: string };
}

export function showTokens(site: Site): Middleware {
  return async function listTokens(ctx: Context) {
    await sendPage(site, ctx, await pageOf(site, ctx));
  };
}

/** Answers with the new secret itself: it is shown this once, so it is kept for no later page. */
export function makeToken(site: Site): Middleware {
  const { services, runtime } = site;
  return async function makeOwnToken(ctx: Context) {
    const { account } = signedIn(ctx);
    const typed = { name: field(ctx, 'name'), days: field(ctx, 'days') };
    const refuse = async (why: Filled) =>
      sendPage(site, ctx, { ...(await pageOf(site, ctx, { ...typed, ...why })), status: 422 });
    if (!(await hasOwnPassword(site, ctx))) return refuse({ wrongPassword: 'This is not your password.' });
    try {
      const wish = { name: typed.name, days: Number(typed.days) };
      const { secret, token } = await services.store.transaction((tx) =>
        makePersonalToken(tx, runtime, services.secrets.tokenPepper, account, wish),
      );
      await sendPage(site, ctx, await pageOf(site, ctx, { made: { name: token.name, secret } }));
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      await refuse({ problem: error.message });
    }
  };
}

export function revokeToken(site: Site): Middleware {
  const { services, runtime } = site;
  return async function revokeOwnToken(ctx: Context) {
    const { account } = signedIn(ctx);
    const actor = { kind: 'account', accountId: account.id } as const;
    await services.store.transaction((tx) =>
      revokePersonalToken(tx, runtime, account, field(ctx, 'token'), actor),
    );
    await say(site, ctx, { kind: 'done', text: 'The token is revoked. It does not work any more.' });
    redirect(site, ctx, '/profile/tokens');
  };
}

async function pageOf({ services, runtime }: Site, ctx: Context, filled: Filled = {}) {
  const { account } = signedIn(ctx);
  const tokens = await personalTokensOf(services.store, runtime, account.id);
  return tokensPage({
    ...filled,
    tokens,
    hasPassword: account.passwordHash !== undefined,
    maxDays: limits.tokenDays,
    maxName: limits.nameChars,
  });
}
