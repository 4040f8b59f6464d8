import { limits } from '../../config/limits.ts';
import { atEnd } from './at_end.ts';
import type { Context, Middleware, Next } from './types.ts';

/** Ends the connection of a client that has not taken its answer after so many milliseconds. */
export function limitAnswers(ms: number = limits.answerMs): Middleware {
  return async function limitAnswer(ctx: Context, next: Next) {
    await next();
    const end = setTimeout(() => ctx.res.destroy(), ms).unref();
    atEnd(ctx, () => clearTimeout(end));
  };
}
