import { limits } from '../../../config/limits.ts';
import { OAuthError } from '../../integrations/index.ts';
import { digestOf } from '../../kernel/index.ts';
import { field } from '../pages/form.ts';
import type { Context, Middleware, Next } from '../types.ts';

const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i;

/**
 * Reads the client of the request, by `client_secret_basic` or `client_secret_post` (RFC 6749 section 2.3.1). It must
 * prove itself in one way only.
 */
export function readClient(pepper: Buffer): Middleware {
  return async function readOAuthClient(ctx: Context, next: Next) {
    const { id, secret } = ctx.get('authorization') === '' ? posted(ctx) : basic(ctx);
    ctx.state.oauthClient = { id: id.slice(0, limits.nameChars), secretDigest: digestOf(secret, pepper) };
    await next();
  };
}

interface Shown {
  readonly id: string;
  readonly secret: string;
}

function posted(ctx: Context): Shown {
  const shown = { id: field(ctx, 'client_id'), secret: field(ctx, 'client_secret') };
  if (shown.id === '' || shown.secret === '')
    throw new OAuthError('invalid_request', 'Send client_id and client_secret, or HTTP Basic.');
  return shown;
}

function basic(ctx: Context): Shown {
  if (field(ctx, 'client_secret') !== '')
    throw new OAuthError('invalid_request', 'Send the secret in one place only.');
  const [, sent = ''] = BASIC.exec(ctx.get('authorization')) ?? [];
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(sent, 'base64').toString('utf8')) ?? [];
  const shown = { id: decoded(id), secret: decoded(secret) };
  const named = field(ctx, 'client_id');
  if (named !== '' && named !== shown.id)
    throw new OAuthError('invalid_request', 'The client_id is not that of the Authorization header.');
  return shown;
}

/** Each part of Basic is a form field (RFC 6749 appendix B). */
function decoded(text: string): string {
  return new URLSearchParams(`is=${text.replaceAll('&', '%26')}`).get('is') ?? '';
}
