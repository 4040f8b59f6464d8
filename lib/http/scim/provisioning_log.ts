import type { View } from '../../audit/index.ts';
import { entryOf, type LogBook, logStranger } from '../../provisioning/index.ts';
import { requestInfo } from '../client.ts';
import type { Context, Middleware, Next } from '../types.ts';
import { asScimError } from './error_handler.ts';

interface Parts {
  readonly store: View;
  readonly logBook: LogBook;
}

/**
 * Logs reads and refusals in the provisioning log; a change has written its entry already. An unauthenticated request
 * is shown to the owners of the group that it named.
 */
export function logRequest(parts: Parts): Middleware {
  return async function logScimRequest(ctx: Context, next: Next) {
    await next();
    const { caller, error } = ctx.state;
    if (caller?.logged && error === undefined) return;
    const happened = { status: ctx.status, outcome: outcomeOf(ctx) };
    if (caller) parts.logBook.add(entryOf(parts.store, caller, happened));
    else await logStranger(parts, String(ctx.params?.group ?? ''), requestInfo(ctx), happened);
  };
}

function outcomeOf(ctx: Context): string {
  const { error, requestId, person, remark } = ctx.state;
  if (error !== undefined) return `Refused: ${asScimError(error, requestId).message}`;
  const after = remark === undefined ? '' : ` ${remark}`;
  if (person) return `Read by ${person.account.username}, the person it is about.${after}`;
  if (ctx.status === 304) return 'Not changed since the client read it.';
  if (ctx.method === 'GET' || ctx.method === 'HEAD' || ctx.path.endsWith('/.search')) return `Read.${after}`;
  return 'Nothing to change.';
}
