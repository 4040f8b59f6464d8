import { RuleError, type Runtime } from '../kernel/index.ts';
import { maskUrl } from '../observe/index.ts';
import { ScimError } from '../scim/index.ts';
import type { Context, Middleware, Next } from './types.ts';

/** One line per request, without headers and bodies. */
export function accessLog(runtime: Runtime): Middleware {
  return async function logAccess(ctx: Context, next: Next) {
    const started = runtime.now();
    await next();
    const { requestId, log, caller, error } = ctx.state;
    const line = {
      requestId,
      method: ctx.method,
      path: maskUrl(ctx.path),
      status: ctx.status,
      ms: runtime.now() - started,
      ip: ctx.ip,
      ...(caller ? { integrationId: caller.integration.id } : {}),
      ...(caller && caller.leniencies.size > 0 ? { leniencies: [...caller.leniencies] } : {}),
    };
    if (ctx.status === 500) log.error({ ...line, err: error }, 'request failed');
    else if (ctx.status > 500 && !isDecided(error))
      log.warn({ ...line, reason: reasonOf(error) }, 'request failed');
    else if (isProbe(ctx.path)) log.debug(line, 'request');
    else log.info(line, 'request');
  };
}

/** The message of an error, followed by its causes. */
function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause === undefined ? message : `${message}: ${reasonOf(cause)}`;
}

/** Whether a rule refused the request, whatever its status: the service itself works. */
function isDecided(error: unknown): boolean {
  return error instanceof ScimError || error instanceof RuleError;
}

function isProbe(path: string): boolean {
  return path === '/healthz' || path === '/readyz';
}
