import { limits } from '../../../config/limits.ts';
import type { View } from '../../audit/index.ts';
import { type Access, authenticate, authorize, type Scope } from '../../integrations/index.ts';
import { type Secret, tokenDigests } from '../../kernel/index.ts';
import type { Caller } from '../../provisioning/index.ts';
import { TooManyRequests, Unauthorized } from '../../scim/index.ts';
import { bearerOf, requestInfo, scimTokenKinds } from '../client.ts';
import type { Context, Middleware, Next } from '../types.ts';
import type { Tenant } from './endpoint.ts';

interface Parts {
  readonly store: View;
  readonly pepper: Secret;
  /** Records that a token was used, and the digest that it should have. */
  readonly noteUse: (caller: Caller, digest: string | undefined) => void;
}

export interface Gate {
  /** Admits a request whose bearer token belongs to the group in the URL (RFC 6750 section 2.1, the header only). */
  readonly authenticate: Middleware;
  /** The integration of the request's token when it was last checked. Never a reason to admit the request. */
  readonly guess: (ctx: Context) => Tenant | undefined;
}

export function tokenGate({ store, pepper, noteUse }: Parts): Gate {
  const seen = new Map<string, Tenant>();
  const sent = new WeakMap<object, { readonly header: string; readonly digests: readonly string[] }>();

  async function authenticateRequest(ctx: Context, next: Next): Promise<void> {
    try {
      await admit(ctx, next);
    } catch (error) {
      // Do not prefetch for callers that were rejected or throttled.
      if (ctx.state.caller === undefined || error instanceof TooManyRequests)
        for (const digest of digestsIn(ctx)) seen.delete(digest);
      throw error;
    }
  }

  async function admit(ctx: Context, next: Next): Promise<void> {
    const group = String(ctx.params.group);
    const digests = digestsIn(ctx);
    const access = await authenticate(store, { group, digests, ip: ctx.ip }, store.now());
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
    noteUse(ctx.state.caller, digests[0]);
    await next();
  }

  function remember({ integration, token }: Access): void {
    if (seen.has(token.digest)) return;
    if (seen.size >= limits.guessedTokens) seen.delete(seen.keys().next().value ?? '');
    seen.set(token.digest, { id: integration.id, rootId: integration.rootId });
  }

  function guess(ctx: Context): Tenant | undefined {
    for (const digest of digestsIn(ctx)) {
      const tenant = seen.get(digest);
      if (tenant) return tenant;
    }
    return undefined;
  }

  /** Computed once for a connection that keeps sending the same token, which is kept no longer than that. */
  function digestsIn(ctx: Context): readonly string[] {
    if (ctx.state.digests) return ctx.state.digests;
    const header = ctx.get('authorization');
    const known = sent.get(ctx.req.socket);
    const digests =
      known?.header === header ? known.digests : tokenDigests(bearerOf(ctx), scimTokenKinds, pepper);
    if (digests.length > 0) sent.set(ctx.req.socket, { header, digests });
    ctx.state.digests = digests;
    return digests;
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
