import { limits } from '../../../config/limits.ts';
import type { View } from '../../audit/index.ts';
import { type Access, authenticate, authorize, type Scope } from '../../integrations/index.ts';
import { tokenDigest } from '../../kernel/index.ts';
import type { Caller } from '../../provisioning/index.ts';
import { TooManyRequests, Unauthorized } from '../../scim/index.ts';
import { bearerOf, requestInfo, scimTokenKinds } from '../client.ts';
import type { Context, Middleware, Next } from '../types.ts';
import type { Tenant } from './endpoint.ts';

interface Parts {
  readonly store: View;
  readonly pepper: Buffer;
  /** Records that a token was used. */
  readonly noteUse: (caller: Caller) => void;
}

export interface Gate {
  /** Admits a request whose bearer token belongs to the group in the URL (RFC 6750 section 2.1, the header only). */
  readonly authenticate: Middleware;
  /** The integration of the request's token when it was last checked. Never a reason to admit the request. */
  readonly guess: (ctx: Context) => Tenant | undefined;
}

export function tokenGate({ store, pepper, noteUse }: Parts): Gate {
  const seen = new Map<string, Tenant>();
  const sent = new WeakMap<object, { readonly header: string; readonly digest: string }>();

  async function authenticateRequest(ctx: Context, next: Next): Promise<void> {
    try {
      await admit(ctx, next);
    } catch (error) {
      // Do not prefetch for callers that were rejected or throttled.
      if (ctx.state.caller === undefined || error instanceof TooManyRequests)
        seen.delete(digestIn(ctx) ?? '');
      throw error;
    }
  }

  async function admit(ctx: Context, next: Next): Promise<void> {
    const group = String(ctx.params.group);
    const access = await authenticate(store, { group, digest: digestIn(ctx), ip: ctx.ip }, store.now());
    remember(access);
    const { foreseen } = ctx.state;
    ctx.state.caller = {
      integration: access.integration,
      token: access.token,
      ahead: foreseen?.integrationId === access.integration.id ? foreseen.ahead : undefined,
      request: requestInfo(ctx),
      leniencies: new Set(),
      dropped: new Set(),
      logged: false,
    };
    noteUse(ctx.state.caller);
    await next();
  }

  function remember({ integration, token }: Access): void {
    if (seen.has(token.digest)) return;
    if (seen.size >= limits.guessedTokens) seen.delete(seen.keys().next().value ?? '');
    seen.set(token.digest, { id: integration.id, rootId: integration.rootId });
  }

  function guess(ctx: Context): Tenant | undefined {
    const digest = digestIn(ctx);
    return digest === undefined ? undefined : seen.get(digest);
  }

  /** Computed once for a connection that keeps sending the same token, which is kept no longer than that. */
  function digestIn(ctx: Context): string | undefined {
    if ('digest' in ctx.state) return ctx.state.digest;
    const header = ctx.get('authorization');
    const known = sent.get(ctx.req.socket);
    const digest =
      known?.header === header ? known.digest : tokenDigest(bearerOf(ctx), scimTokenKinds, pepper);
    if (digest !== undefined) sent.set(ctx.req.socket, { header, digest });
    ctx.state.digest = digest;
    return digest;
  }

  return { authenticate: authenticateRequest, guess };
}

/** Admits a request whose token has the scope. */
export function requireScope(scope: Scope): Middleware {
  return function checkScope(ctx: Context, next: Next) {
    authorize(callerOf(ctx), scope);
    return next();
  };
}

/** The authenticated caller; only after the gate. */
export function callerOf(ctx: Context): Caller {
  if (!ctx.state.caller) throw new Unauthorized('The request is not authenticated.');
  return ctx.state.caller;
}
