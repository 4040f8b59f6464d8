import { limits } from '../../../config/limits.ts';
import { OAuthError, selfIssuer } from '../../integrations/index.ts';
import { digestsOf, type Secret } from '../../kernel/index.ts';
import { field } from '../pages/form.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { issuerOf } from './metadata.ts';

const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What a request shows of its client: an id, and one of the proofs. */
interface Shown {
  readonly id: string;
  readonly secret?: string;
  readonly assertion?: string;
  readonly isAssertionAsPassword?: boolean;
}

/**
 * Reads the client of the request: `client_secret_basic`, `client_secret_post` (RFC 6749 section 2.3.1) or
 * `private_key_jwt` (RFC 7523 section 2.2). It must prove itself in one way only.
 */
export function readClient(pepper: Secret, publicUrl: string): Middleware {
  return async function readOAuthClient(ctx: Context, next: Next) {
    const { id, secret = '', assertion, ...more } = await shownBy(ctx);
    const [segment = ''] = ctx.path.split('/').slice(-2);
    const issuer = issuerOf(publicUrl, segment);
    const proof =
      assertion === undefined
        ? { secretDigests: digestsOf(secret, pepper) }
        : { assertion, audiences: [issuer, `${issuer}/token`] };
    ctx.state.oauthClient = { id: id.slice(0, limits.nameChars), proof, ...more };
    await next();
  };
}

async function shownBy(ctx: Context): Promise<Shown> {
  const ways = [ctx.get('authorization'), field(ctx, 'client_secret'), field(ctx, 'client_assertion')];
  if (ways.filter((way) => way !== '').length > 1)
    throw new OAuthError('invalid_request', 'Use only one way to authenticate the client.');
  if (ctx.get('authorization') !== '') return basic(ctx);
  return field(ctx, 'client_assertion') === '' ? posted(ctx) : asserted(ctx);
}

function posted(ctx: Context): Shown {
  const shown = { id: field(ctx, 'client_id'), secret: field(ctx, 'client_secret') };
  if (shown.id === '' || shown.secret === '')
    throw new OAuthError('invalid_request', 'Send client_id and client_secret, HTTP Basic, or an assertion.');
  return shown;
}

/** The assertion of another issuer needs `client_id`; a client's own one names the client itself. */
async function asserted(ctx: Context): Promise<Shown> {
  if (field(ctx, 'client_assertion_type') !== ASSERTION_TYPE)
    throw new OAuthError('invalid_request', `The client_assertion_type is not ${ASSERTION_TYPE}.`);
  const assertion = field(ctx, 'client_assertion');
  const named = field(ctx, 'client_id');
  const id = named === '' ? await selfIssuer(assertion) : named;
  if (id === undefined)
    throw new OAuthError('invalid_request', 'Send client_id beside an assertion of another issuer.');
  return { id, assertion };
}

/** Some clients send the assertion as the password. */
function basic(ctx: Context): Shown {
  const [, sent = ''] = BASIC.exec(ctx.get('authorization')) ?? [];
  const text = Buffer.from(sent, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [id, password] = [decoded(text.slice(0, Math.max(colon, 0))), decoded(text.slice(colon + 1))];
  const named = field(ctx, 'client_id');
  if (named !== '' && named !== id)
    throw new OAuthError('invalid_request', 'The client_id is not that of the Authorization header.');
  if (JWT.test(password)) return { id, assertion: password, isAssertionAsPassword: true };
  return { id, secret: password };
}

/** Each part of Basic is a form field (RFC 6749 appendix B). */
function decoded(text: string): string {
  return new URLSearchParams(`is=${text.replaceAll('&', '%26')}`).get('is') ?? '';
}
