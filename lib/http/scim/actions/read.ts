import type { Shown } from '../../../provisioning/index.ts';
import { NotFound } from '../../../scim/index.ts';
import type { Context, Middleware } from '../../types.ts';
import type { Endpoint } from '../endpoint.ts';
import { type Load, loaded, readAhead } from '../read_ahead.ts';
import { sendResource } from '../send_resource.ts';

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
      await sendResource(ctx, found, endpoint);
    },
  ];
}
