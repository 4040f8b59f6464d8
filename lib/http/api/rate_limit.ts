import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Rate, tooMany } from '../scim/throttle.ts';
import type { Context, Middleware, Next } from '../types.ts';

/**
 * Refuses an account that exceeds its rate in this process, with the fields of draft-ietf-httpapi-ratelimit-headers-10.
 */
export function limitAccount({ requests, seconds }: Rate): Middleware {
  const happened = new RateLimiterMemory({ points: requests, duration: seconds });
  const tell = (ctx: Context, { remainingPoints, msBeforeNext }: RateLimiterRes) =>
    ctx.set({
      'ratelimit-policy': `"account";q=${requests};w=${seconds}`,
      ratelimit: `"account";r=${Math.max(0, remainingPoints)};t=${Math.ceil(msBeforeNext / 1_000)}`,
    });
  return async function countRequests(ctx: Context, next: Next) {
    const accountId = ctx.state.apiCaller?.actor.accountId;
    if (accountId === undefined) return next();
    try {
      tell(ctx, await happened.consume(accountId));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      tell(ctx, refused);
      throw tooMany(refused.msBeforeNext);
    }
    return next();
  };
}
