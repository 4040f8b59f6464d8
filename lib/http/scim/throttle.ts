import { type IRateLimiterRes, RateLimiterMemory } from 'rate-limiter-flexible';
import { spend, wrongTokens } from '../../accounts/index.ts';
import type { UnitStore } from '../../audit/index.ts';
import { slugKey } from '../../groups/index.ts';
import { TooManyRequests, Unauthorized } from '../../scim/index.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { callerOf } from './authenticate.ts';

export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Answers 429 to clients that keep sending invalid tokens for a group, counted in the store for all processes. Identity
 * providers share IP addresses among their customers, so a valid token always passes and does not count.
 */
export function limitFailures(
  store: UnitStore,
  rate: Rate,
  isFailure: (error: unknown, ctx: Context) => boolean = isWrongToken,
): Middleware {
  /** Clients that were told to wait: a flood does not reach the store again. */
  const waiting = new RateLimiterMemory({ points: 1, duration: rate.seconds });

  async function msToWait(ctx: Context): Promise<number | undefined> {
    const group = slugKey(String(ctx.params.group));
    const known = await waiting.get(`${ctx.ip} ${group}`);
    if (known) return known.msBeforeNext;
    const allowances = wrongTokens(group, ctx.ip, rate.requests, rate.seconds * 1_000);
    const ms = await spend(store, allowances).catch(() => undefined);
    if (ms !== undefined) await waiting.block(`${ctx.ip} ${group}`, ms / 1_000);
    return ms;
  }

  return async function countFailures(ctx: Context, next: Next) {
    try {
      await next();
    } catch (error) {
      if (!isFailure(error, ctx)) throw error;
      const ms = await msToWait(ctx);
      throw ms === undefined ? error : tooMany(ms);
    }
  };
}

/** Refuses an integration that exceeds its rate in this process. Normal bursts of provisioning stay far below it. */
export function limitIntegration(rate: Rate): Middleware {
  const count = counter(rate);
  return async function countRequests(ctx: Context, next: Next) {
    await count(callerOf(ctx).integration.id);
    await next();
  };
}

/** Counts what happens in this process. Throws `TooManyRequests` beyond the rate. */
export function counter({ requests, seconds }: Rate): (of: string) => Promise<void> {
  const happened = new RateLimiterMemory({ points: requests, duration: seconds });
  return async (of) => {
    try {
      await happened.consume(of);
    } catch (rejected) {
      throw tooMany((rejected as IRateLimiterRes).msBeforeNext ?? 0);
    }
  };
}

/** The refusal of a client that has to wait. */
export function tooMany(ms: number): TooManyRequests {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  return new TooManyRequests(`Too many requests. Try again in ${seconds} s.`, {
    'retry-after': String(seconds),
  });
}

function isWrongToken(error: unknown, ctx: Context): boolean {
  return ctx.get('authorization') !== '' && isUnauthorized(error);
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof Unauthorized || (error as { code?: unknown } | undefined)?.code === 'unauthorized';
}
