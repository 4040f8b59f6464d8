import type { Shown } from '../../provisioning/index.ts';
import { etagOf, type Projection, project, type Resource } from '../../scim/index.ts';
import type { Context } from '../types.ts';
import type { Endpoint } from './endpoint.ts';

/** The resource as the client sees it: with `meta.location` and `meta.version`, projected. */
export function present(stored: Shown, endpoint: Endpoint, base: string, projection: Projection): Resource {
  const location = locationOf(stored, endpoint, base);
  const meta = { ...(stored.resource.meta as Resource), location, version: shownEtag(stored) };
  return project(endpoint.type, { ...stored.resource, meta }, projection);
}

/** The SCIM base URL of the group, under the path that the client used. */
export function baseUrl(ctx: Context, publicUrl: string): string {
  return `${publicUrl}/api/scim/v2/groups/${encodeURIComponent(String(ctx.params.group))}`;
}

/** The ETag of a resource as it is shown. */
export function shownEtag({ v, beside }: Shown): string {
  return etagOf(v, beside);
}

export function locationOf({ id }: Shown, { type }: Endpoint, base: string): string {
  return `${base}${type.endpoint}/${id}`;
}
