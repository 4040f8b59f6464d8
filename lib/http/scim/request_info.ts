import { limits } from '../../../config/limits.ts';
import type { RequestInfo } from '../../provisioning/types.ts';
import type { Context } from '../types.ts';

/** What the owner's log tells of a request. */
export function requestInfo(ctx: Context): RequestInfo {
  return {
    requestId: ctx.state.requestId,
    method: ctx.method,
    path: pathBelow(ctx.url, String(ctx.params?.group ?? '')),
    ip: ctx.ip,
    userAgent: ctx.get('user-agent').slice(0, limits.nameChars),
  };
}

const SECRET = /password|token|secret/i;

/** The URL below the SCIM base URL, for the owner's log: without the values of parameters that speak of secrets. */
function pathBelow(url: string, group: string): string {
  const prefix = /^\/api\/scim\/v2\/groups\/[^/?]*/.exec(url)?.[0] ?? `/api/scim/v2/groups/${group}`;
  const [path = '', ...query] = url.slice(prefix.length).split(/[?&]/);
  const shown = query.map((part) => (SECRET.test(part) ? part.replace(/=.*/, '=***') : part));
  return (path || '/') + (shown.length > 0 ? `?${shown.join('&')}` : '');
}
