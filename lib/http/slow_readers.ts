import { limits } from '../../config/limits.ts';
import { atEnd } from './at_end.ts';
import type { Context, Middleware, Next } from './types.ts';

/** Closes the connection of a client that has not read its answer within this many milliseconds. */
export function limitAnswers(ms: number = limits.answerMs): Middleware {
  return async function limitAnswer(ctx: Context, next: Next) {
    await next();
    const end = setTimeout(() => ctx.res.destroy(), ms).unref();
    atEnd(ctx, () => clearTimeout(end));
  };
}
