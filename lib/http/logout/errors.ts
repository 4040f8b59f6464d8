import { LogoutRefusal } from '../../logout/index.ts';
import { asScimError } from '../scim/error_handler.ts';
import type { Context, Next } from '../types.ts';

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** What a transmitter learns: the code and no more (RFC 8935 section 2.4). */
const descriptions: Readonly<Record<string, string>> = {
  invalid_request: 'The request has no security event token that can be read.',
  invalid_key: 'The signature of the token cannot be verified.',
  invalid_issuer: 'The issuer of the token is not one of this endpoint.',
  invalid_audience: 'The audience of the token is not this endpoint.',
  authentication_failed: 'The transmitter is not authenticated.',
};

/** Answers errors of a push as RFC 8935 section 2.3 says. */
export async function handlePushErrors(ctx: Context, next: Next): Promise<void> {
  await answering(ctx, next, (refusal) => {
    const err = refusal.code in descriptions ? refusal.code : 'invalid_request';
    ctx.status = 400;
    ctx.body = { err, description: descriptions[err] };
  });
}

/** Answers errors of a global token revocation: one and the same 401 to all who do not prove themselves. */
export async function handleRevocationErrors(ctx: Context, next: Next): Promise<void> {
  await answering(ctx, next, ({ code }) => {
    if (code === 'unknown_subject') {
      ctx.status = 404;
      ctx.body = { error: 'not_found', error_description: 'There is no such person.' };
    } else if (code === 'invalid_subject') {
      ctx.status = 400;
      ctx.body = {
        error: 'invalid_request',
        error_description: 'Send a JSON object with a sub_id of the format email, iss_sub or opaque.',
      };
    } else {
      ctx.status = 401;
      ctx.set('www-authenticate', 'Bearer error="invalid_token"');
      ctx.body = { error: 'invalid_token', error_description: 'The bearer is not valid for this endpoint.' };
    }
  });
}

async function answering(ctx: Context, next: Next, answer: (refusal: LogoutRefusal) => void): Promise<void> {
  ctx.set(HEADERS);
  try {
    await next();
  } catch (thrown) {
    ctx.state.error = thrown;
    if (thrown instanceof LogoutRefusal) {
      answer(thrown);
      return;
    }
    const { status, message, headers } = asScimError(thrown, ctx.state.requestId);
    ctx.status = status;
    ctx.set({ ...headers });
    ctx.body = { error: status === 500 ? 'server_error' : 'invalid_request', error_description: message };
  }
}
