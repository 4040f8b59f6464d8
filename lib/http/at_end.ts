import type { Context } from './types.ts';

/** Calls `clean` once the answer is sent or its client has gone; at once where that is so already. */
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
