import { OAuthError } from '../../integrations/index.ts';
import { PageError } from '../pages/page_error.ts';
import { asScimError } from '../scim/error_handler.ts';
import type { Context, Next } from '../types.ts';

/** Answers errors as RFC 6749 section 5.2 says. */
export async function handleOAuthErrors(ctx: Context, next: Next): Promise<void> {
  ctx.set({ 'cache-control': 'no-store', pragma: 'no-cache', 'x-content-type-options': 'nosniff' });
  try {
    await next();
  } catch (thrown) {
    ctx.state.error = thrown;
    const { status, code, message, headers } = answerTo(thrown, ctx);
    ctx.status = status;
    ctx.set({ ...headers });
    ctx.body = { error: code, error_description: message };
  }
}

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function answerTo(thrown: unknown, ctx: Context): Answer {
  if (thrown instanceof OAuthError) {
    const { code, message } = thrown;
    if (code !== 'invalid_client') return { status: 400, code, message };
    const headers = /^Basic\b/i.test(ctx.get('authorization'))
      ? { 'www-authenticate': 'Basic realm="Rollcall"' }
      : {};
    return { status: 401, code, message, headers };
  }
  if (thrown instanceof PageError)
    return {
      status: 400,
      code: 'invalid_request',
      message: 'Send each parameter once, in a body of the type application/x-www-form-urlencoded.',
    };
  const { status, message, headers } = asScimError(thrown, ctx.state.requestId);
  return { status, code: codeOf(status), message, headers };
}

/** RFC 6749 has codes for 400 and 401 only; the others are those of section 4.1.2.1. */
function codeOf(status: number): string {
  if (status === 500) return 'server_error';
  return status === 429 || status === 503 ? 'temporarily_unavailable' : 'invalid_request';
}
