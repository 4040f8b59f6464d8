import type { RequestInfo } from '../../provisioning/index.ts';
import { userAgentOf } from '../client.ts';
import type { Context } from '../types.ts';

/** The data of a request for the provisioning log. */
export function requestInfo(ctx: Context): RequestInfo {
  return {
    requestId: ctx.state.requestId,
    method: ctx.method,
    path: pathBelow(ctx.url, String(ctx.params?.group ?? '')),
    ip: ctx.ip,
    userAgent: userAgentOf(ctx),
  };
}

/** The URL relative to the SCIM base URL. */
function pathBelow(url: string, group: string): string {
  const prefix = /^\/api\/scim\/v2\/groups\/[^/?]*/.exec(url)?.[0] ?? `/api/scim/v2/groups/${group}`;
  const below = url.slice(prefix.length);
  return below.startsWith('/') ? below : `/${below}`;
}
