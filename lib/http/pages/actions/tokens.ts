import { limits } from '../../../../config/limits.ts';
import { TooManyAttempts } from '../../../accounts/index.ts';
import { RuleError } from '../../../kernel/index.ts';
import {
  InvalidArguments,
  profileTokenCreate,
  profileTokenList,
  profileTokenRevoke,
} from '../../../operations/index.ts';
import { tokensPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { asPerson } from '../as_person.ts';
import { field } from '../form.ts';
import { isOperating } from '../operating.ts';
import { redirect } from '../redirect.ts';
import { sendPage } from '../send_page.ts';
import { say, signedIn } from '../session.ts';
import type { Site } from '../site.ts';
import { tooMany } from '../too_many.ts';

/** The typed values, their mistake, and the new token. */
interface Filled {
  readonly name?: string;
  readonly days?: string;
  readonly scope?: string;
  readonly problem?: string;
  readonly wrongPassword?: string;
  readonly made?: { readonly name: string; readonly secret: string };
}

export function showTokens(site: Site): Middleware {
  return async function listTokens(ctx: Context) {
    await sendPage(site, ctx, await pageOf(site, ctx));
  };
}

/** Answers with the new secret itself: it is shown only once, so no later page can have it. */
export function makeToken(site: Site): Middleware {
  return async function makeOwnToken(ctx: Context) {
    const typed = { name: field(ctx, 'name'), days: field(ctx, 'days'), scope: field(ctx, 'scope') };
    const refuse = async (why: Filled) =>
      sendPage(site, ctx, { ...(await pageOf(site, ctx, { ...typed, ...why })), status: 422 });
    try {
      const days = Number(typed.days) || 0;
      const scope = typed.scope === '' ? [] : [typed.scope];
      const wish = { name: typed.name, days, scope, password: field(ctx, 'password') };
      const { secret, token } = await asPerson(site, ctx, profileTokenCreate, wish);
      await sendPage(site, ctx, await pageOf(site, ctx, { made: { name: token.name, secret } }));
    } catch (error) {
      if (error instanceof TooManyAttempts) throw tooMany(error.waitMs);
      if (error instanceof InvalidArguments) {
        await refuse({ problem: 'Choose what the token may do.' });
        return;
      }
      if (!(error instanceof RuleError)) throw error;
      await refuse({
        [error.code === 'wrong_password' ? 'wrongPassword' : 'problem']: error.message,
      });
    }
  };
}

export function revokeToken(site: Site): Middleware {
  return async function revokeOwnToken(ctx: Context) {
    await asPerson(site, ctx, profileTokenRevoke, { token: field(ctx, 'token') });
    await say(site, ctx, { kind: 'done', text: 'The token is revoked. It does not work any more.' });
    redirect(site, ctx, '/profile/tokens');
  };
}

async function pageOf(site: Site, ctx: Context, filled: Filled = {}) {
  const { account } = signedIn(ctx);
  const { tokens } = await asPerson(site, ctx, profileTokenList);
  return tokensPage({
    ...filled,
    tokens: tokens.map(({ id, name, createdAt, expiresAt, scopes, lastUsed }) => ({
      ...{ id, name, scopes, createdAt: Date.parse(createdAt), expiresAt: Date.parse(expiresAt) },
      ...(lastUsed ? { used: { at: Date.parse(lastUsed.at), ip: lastUsed.ip } } : {}),
    })),
    operates: await isOperating(site, ctx),
    hasPassword: account.passwordHash !== undefined,
    maxDays: limits.tokenDays,
    maxName: limits.nameChars,
  });
}
