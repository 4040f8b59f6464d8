import { STATUS_CODES } from 'node:http';
import { TooManyAttempts } from '../../accounts/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { InvalidArguments } from '../../operations/index.ts';
import { InvalidValue, TooManyRequests } from '../../scim/index.ts';
import { asScimError } from '../scim/error_handler.ts';
import type { Context, Next } from '../types.ts';

/** Answers errors as problem details (RFC 9457), with the same status and sentence as SCIM. */
export async function handleProblems(ctx: Context, next: Next): Promise<void> {
  try {
    await next();
  } catch (thrown) {
    const { requestId } = ctx.state;
    const { status, message, headers } = asScimError(requestError(thrown), requestId);
    ctx.state.error = thrown;
    ctx.status = status;
    ctx.set({ ...headers, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    ctx.body = JSON.stringify({
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: message,
      ...(thrown instanceof RuleError || thrown instanceof InvalidArguments ? { code: thrown.code } : {}),
      ...(thrown instanceof SamlSessionRequired ? { signOnUrl: thrown.signOnUrl } : {}),
      requestId,
    });
    ctx.set('content-type', 'application/problem+json; charset=utf-8');
  }
}

/** Arguments that do not fit are a bad request, and attempts that have to wait say how long. */
function requestError(thrown: unknown): unknown {
  if (thrown instanceof InvalidArguments) return new InvalidValue(`${thrown.message}.`.replace(/\.\.$/, '.'));
  if (thrown instanceof TooManyAttempts)
    return new TooManyRequests(thrown.message, { 'retry-after': String(Math.ceil(thrown.waitMs / 1_000)) });
  return thrown;
}

/** The group requires a recent SAML sign-in; it starts at `signOnUrl`. */
export class SamlSessionRequired extends RuleError {
  readonly signOnUrl: string;

  constructor(signOnUrl: string) {
    super('saml_session_required', 'This group requires you to sign in with your organisation first.');
    this.signOnUrl = signOnUrl;
  }
}
