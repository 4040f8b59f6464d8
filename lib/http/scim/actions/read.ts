import type { Shown } from '../../../provisioning/resources.ts';
import { NotFound } from '../../../scim/errors.ts';
import { parseProjection } from '../../../scim/projection.ts';
import type { Context, Middleware } from '../../types.ts';
import { asksComputed } from '../computed.ts';
import { isFresh } from '../conditions.ts';
import type { Endpoint } from '../endpoint.ts';
import { parameters } from '../parameters.ts';
import { baseUrl, locationOf } from '../present.ts';
import { type Load, loaded, readAhead } from '../read_ahead.ts';
import { identify, sendResource } from '../send_resource.ts';

/** `GET /{resources}/{id}` (RFC 7644 section 3.4.1). */
export function read(endpoint: Endpoint): Middleware[] {
  const load: Load<Shown | undefined> = (ctx, tenant) =>
    endpoint.service.get(endpoint.scopeOf(tenant), String(ctx.params.id));

  return [
    readAhead(endpoint.guess, load),
    ...endpoint.admit(endpoint.scopes.read),
    async function readOne(ctx: Context) {
      const found = await loaded(ctx, load);
      if (!found) throw new NotFound(`There is no ${endpoint.type.name} ${ctx.params.id}.`);
      // What is computed may change while the version stays.
      const asks = () => asksComputed(endpoint.type, parseProjection(endpoint.type, parameters(ctx)));
      if (isFresh(ctx, found.v) && !asks()) {
        identify(ctx, locationOf(found, endpoint, baseUrl(ctx, endpoint.publicUrl)), found.v);
        ctx.status = 304;
      } else await sendResource(ctx, found, endpoint);
    },
  ];
}
