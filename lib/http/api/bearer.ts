import { sessionsOf, usePersonalToken } from '../../accounts/index.ts';
import { tokenDigests } from '../../kernel/index.ts';
import { bearerOf } from '../client.ts';
import type { Site } from '../pages/site.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { refusal } from './me.ts';

/**
 * Admits a request with a personal access token, from the header only: a cookie never counts, so no page of another
 * site can send one. With `others`, a request without such a token, or with one without scopes, goes to the next route.
 */
export function admitToken(site: Site, others: 'refused' | 'passed'): Middleware {
  const { services } = site;
  const { store, secrets } = services;
  return async function authenticatePerson(ctx: Context, next: Next) {
    const digests = tokenDigests(bearerOf(ctx), ['rcp'], secrets.tokenPepper);
    const found = await usePersonalToken(services, digests, ctx.ip);
    if (others === 'passed' && found?.token.scopes === undefined) return next();
    if (!found) throw await refusal(site, ctx);
    const { account, token } = found;
    const { serviceOf } = account;
    ctx.state.apiCaller = {
      actor: { kind: 'account', accountId: account.id, tokenId: token.id, ip: ctx.ip },
      sessions: serviceOf === undefined ? await sessionsOf(store, account.id) : [],
      scopes: token.scopes ?? [],
      ...(serviceOf === undefined ? {} : { serviceOf }),
      requestId: ctx.state.requestId,
    };
    return next();
  };
}
