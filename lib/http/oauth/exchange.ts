import { limits } from '../../../config/limits.ts';
import type { UnitStore } from '../../audit/index.ts';
import { giveAccessToken, type KeySource, OAuthError, type TokenUses } from '../../integrations/index.ts';
import { requestInfo } from '../client.ts';
import { field } from '../pages/form.ts';
import { counter } from '../scim/throttle.ts';
import type { Context, Middleware, Next } from '../types.ts';

interface Parts {
  readonly store: UnitStore;
  readonly pepper: Buffer;
  readonly tokenUses: TokenUses;
  readonly keysOf: KeySource;
}

/** The only grant is that of clients without a person (RFC 6749 section 4.4). */
export async function requireClientCredentials(ctx: Context, next: Next): Promise<void> {
  const grant = field(ctx, 'grant_type');
  if (grant === '') throw new OAuthError('invalid_request', 'Send a grant_type.');
  if (grant !== 'client_credentials')
    throw new OAuthError('unsupported_grant_type', 'The only grant_type is client_credentials.');
  await next();
}

/** Answers with an access token (RFC 6749 section 5.1). */
export function exchange({ store, pepper, tokenUses, keysOf }: Parts): Middleware {
  const countExchange = counter({ requests: limits.accessTokensPerMinute, seconds: 60 });
  return async function giveToken(ctx: Context) {
    const { oauthClient } = ctx.state;
    if (!oauthClient) throw new OAuthError('invalid_client', 'The client is not authenticated.');
    const { id: clientId, proof } = oauthClient;
    const group = String(ctx.params.group);
    const request = { group, clientId, proof, scope: field(ctx, 'scope'), ip: ctx.ip };
    const { integration, token, secret, scope, expiresIn } = await giveAccessToken(
      { store, pepper, keysOf, countExchange },
      request,
    );
    ctx.state.granted = { integration, token };
    tokenUses.note({ integration, token, request: requestInfo(ctx) });
    ctx.body = { access_token: secret, token_type: 'Bearer', expires_in: expiresIn, scope };
  };
}
