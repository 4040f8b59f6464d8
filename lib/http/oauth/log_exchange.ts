import type { View } from '../../audit/index.ts';
import { OAuthError } from '../../integrations/index.ts';
import { entryOf, type LogBook, logStranger } from '../../provisioning/index.ts';
import { requestInfo } from '../client.ts';
import { asScimError } from '../scim/error_handler.ts';
import type { Context, Middleware, Next } from '../types.ts';

interface Parts {
  readonly store: View;
  readonly logBook: LogBook;
}

/** Writes each exchange to the provisioning log of the group that it named, a refusal with its true reason. */
export function logExchange(parts: Parts): Middleware {
  return async function logTokenRequest(ctx: Context, next: Next) {
    await next();
    const { granted, error, requestId } = ctx.state;
    const request = { ...requestInfo(ctx), path: ctx.path };
    const { status } = ctx;
    if (granted) {
      const outcome = `Gave an access token to the client ${granted.token.name}.`;
      const caller = { ...granted, request, leniencies: new Set<never>(), dropped: new Set<never>() };
      parts.logBook.add(entryOf(parts.store, { ...caller, logged: false }, { status, outcome }));
      return;
    }
    const reason = error instanceof OAuthError ? error.reason : asScimError(error, requestId).message;
    const happened = { status, outcome: `Refused: ${reason}` };
    await logStranger(parts, String(ctx.params.group), request, happened);
  };
}
