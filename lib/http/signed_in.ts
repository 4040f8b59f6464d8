import type Koa from 'koa';
import { shownPerson } from './api/me.ts';
import { settleAddress } from './client.ts';
import type { HostContext } from './mount.ts';
import { readSession } from './pages/session.ts';
import type { Site } from './pages/site.ts';
import type { Context, State } from './types.ts';

export type SignedIn = Awaited<ReturnType<typeof shownPerson>>;

/** Tells another app who is signed in with the browser of a request, as `/api/v1/me` does; undefined for nobody. */
export function signedInBy(app: Koa<State>, site: Site) {
  const read = readSession(site);
  return async ({ req, res }: Pick<HostContext, 'req' | 'res'>): Promise<SignedIn | undefined> => {
    const ctx: Context = Object.assign(app.createContext<State>(req, res), { params: {} });
    await settleAddress(ctx, done);
    await read(ctx, done);
    const { signedIn } = ctx.state;
    if (!signedIn) return undefined;
    const { account, session } = signedIn;
    return shownPerson(site, { account, sessions: [session], by: { session } });
  };
}

async function done(): Promise<void> {}
