import type { View } from '../../audit/index.ts';
import { OAuthError } from '../../integrations/index.ts';
import {
  type Caller,
  entryOf,
  type LogBook,
  logUnauthenticated,
  type RequestInfo,
} from '../../provisioning/index.ts';
import type { Leniency } from '../../scim/index.ts';
import { requestInfo } from '../client.ts';
import { asScimError } from '../scim/error_handler.ts';
import type { Context, Middleware, Next } from '../types.ts';

type Granted = NonNullable<Context['state']['granted']>;

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
      const outcome = `Gave an access token to ${granted.token.name}.`;
      parts.logBook.add(entryOf(parts.store, callerOf(ctx, granted, request), { status, outcome }));
      return;
    }
    const reason = error instanceof OAuthError ? error.reason : asScimError(error, requestId).message;
    const happened = { status, outcome: `Refused: ${reason}` };
    await logUnauthenticated(parts, String(ctx.params.group), request, async () => happened);
  };
}

function callerOf(ctx: Context, granted: Granted, request: RequestInfo): Caller {
  const leniencies = new Set<Leniency>();
  if (ctx.state.oauthClient?.isAssertionAsPassword) leniencies.add('assertion-as-password');
  return { ...granted, request, leniencies, dropped: new Set(), logged: false };
}
