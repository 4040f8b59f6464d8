import { limits } from '../../config/limits.ts';
import type { Context, Middleware, Next } from './types.ts';

/** Calls `clean` when the answer is sent or its client has disconnected; at once if that has happened already. */
export function atEnd(ctx: Context, clean: () => void): void {
  const { res, state } = ctx;
  if (res.writableFinished || res.destroyed) clean();
  else if (state.atEnd) state.atEnd.push(clean);
  else {
    const cleaning = [clean];
    state.atEnd = cleaning;
    res.once('close', () => {
      for (const each of cleaning) each();
    });
  }
}

/** Closes the connection of a client that has not read its answer within this many milliseconds. */
export function limitAnswers(ms: number = limits.answerMs): Middleware {
  return async function limitAnswer(ctx: Context, next: Next) {
    await next();
    const end = setTimeout(() => ctx.res.destroy(), ms).unref();
    atEnd(ctx, () => clearTimeout(end));
  };
}
