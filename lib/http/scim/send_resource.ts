import { noticeOf, type Shown } from '../../provisioning/resources.ts';
import { NotFound } from '../../scim/errors.ts';
import { etagOf } from '../../scim/etag.ts';
import { parseProjection } from '../../scim/projection.ts';
import type { Notice } from '../../scim/schema/types.ts';
import type { Context } from '../types.ts';
import { callerOf } from './authenticate.ts';
import { withComputed } from './computed.ts';
import type { Endpoint, Tenant } from './endpoint.ts';
import { parameters } from './parameters.ts';
import { piecesOfWhole, sendPieces, showsApart } from './pieces.ts';
import { baseUrl, locationOf, present } from './present.ts';
import { sendScim } from './reply.ts';

/**
 * Answers with one resource, where it is and its `ETag` (RFC 7644 sections 3.3 and 3.14). Throws `NotFound` where it has
 * vanished meanwhile.
 */
export async function sendResource(
  ctx: Context,
  stored: Shown,
  endpoint: Endpoint,
  tenant: Tenant = callerOf(ctx).integration,
): Promise<void> {
  const base = baseUrl(ctx, endpoint.publicUrl);
  const projection = parseProjection(endpoint.type, parameters(ctx), noticeIn(ctx));
  if (showsApart(endpoint, projection)) {
    const whole = await endpoint.service.whole?.(stored);
    if (!whole) throw new NotFound(`There is no ${endpoint.type.name} ${stored.id}.`);
    identify(ctx, locationOf(stored, endpoint, base), whole.stored.v);
    await sendPieces(ctx, piecesOfWhole(whole, endpoint, base, projection));
  } else {
    const [shown = stored] = await withComputed([stored], endpoint, tenant, base, projection);
    identify(ctx, locationOf(stored, endpoint, base), stored.v);
    sendScim(ctx, present(shown, endpoint, base, projection));
  }
}

/** A person, who reads at `/Me`, is no integration. */
function noticeIn({ state }: Context): Notice | undefined {
  return state.caller && noticeOf(state.caller);
}

/** The headers that an answer with a resource has, and 304 in its place (RFC 7643 section 3.1, RFC 9110 section 15.4.5). */
export function identify(ctx: Context, location: string, version: number): void {
  ctx.set('location', location);
  ctx.set('content-location', location);
  ctx.set('etag', etagOf(version));
}
