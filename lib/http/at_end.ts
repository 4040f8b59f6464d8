import type { Context } from './types.ts';

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
