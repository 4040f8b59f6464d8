import type { Readable } from 'node:stream';
import type { Shown } from '../../provisioning/index.ts';
import { type Attribute, etagOf, type Projection, project, type Resource } from '../../scim/index.ts';
import type { Context } from '../types.ts';
import type { Endpoint } from './endpoint.ts';

const SCIM_JSON = 'application/scim+json';
const PLAIN_JSON = 'application/json';
/** The answers to the `Accept` headers that most clients send. */
const usual = new Map([
  ['', SCIM_JSON],
  ['*/*', SCIM_JSON],
  [SCIM_JSON, SCIM_JSON],
  [PLAIN_JSON, PLAIN_JSON],
]);

/** The resource as the client sees it: with its own URI and those of its links, and `meta.version`, projected. */
export function present(stored: Shown, endpoint: Endpoint, base: string, projection: Projection): Resource {
  const { type } = endpoint;
  const location = locationOf(stored, endpoint, base);
  const meta = { ...(stored.resource.meta as Resource), location, version: shownEtag(stored) };
  const links = type.links ? linksOf(stored, type.links, base) : {};
  return project(type, { ...stored.resource, ...links, meta }, projection);
}

/** Whether an answer includes what a resource type stores separately. */
export function showsApart({ type, service }: Endpoint, projection: Projection): boolean {
  const { apart } = type;
  if (!apart || !service.whole) return false;
  const sample = Object.fromEntries((apart.subAttributes ?? []).map(({ name }) => [name, name]));
  const shown = project(type, { [apart.name]: [sample] }, projection)[apart.name];
  return Array.isArray(shown) && shown.length > 0;
}

/** The attributes that refer to other resources, each with its `$ref`. */
function linksOf({ resource }: Shown, links: readonly Attribute[], base: string): Resource {
  return Object.fromEntries(
    links.map(({ name, subAttributes = [] }) => {
      const [first] = subAttributes.find((sub) => sub.name === '$ref')?.referenceTypes ?? [];
      const held = resource[name] as { readonly value: string; readonly type?: string };
      return [name, { ...held, $ref: `${base}/${held.type ?? first}s/${held.value}` }];
    }),
  );
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

/**
 * Sends a JSON body as `application/scim+json` (RFC 7644 section 8.1); as `application/json` only to a client that
 * accepts nothing else.
 */
export function sendScim(ctx: Context, body: object): void {
  sendScimText(ctx, JSON.stringify(body));
}

/** Like `sendScim`, for a body that is JSON already, as a text or a stream. */
export function sendScimText(ctx: Context, body: string | Readable): void {
  // First: Koa guesses the type of a body that has none.
  setHeaders(ctx);
  ctx.body = body;
  if (typeof body === 'string') ctx.state.room?.resize(body.length);
}

/**
 * Answers 204 with the media type of SCIM, which some clients check before the status. Koa removes the type of an empty
 * answer unless the headers are sent already; every header is set before this.
 */
export function sendNothing(ctx: Context): void {
  ctx.status = 204;
  setHeaders(ctx);
  ctx.flushHeaders();
}

function setHeaders(ctx: Context): void {
  ctx.set('cache-control', 'no-store');
  ctx.set('x-content-type-options', 'nosniff');
  const type = usual.get(ctx.get('accept')) ?? negotiated(ctx);
  ctx.set('content-type', `${type}; charset=utf-8`);
}

function negotiated(ctx: Context): string {
  return !ctx.accepts(SCIM_JSON) && ctx.accepts(PLAIN_JSON) ? PLAIN_JSON : SCIM_JSON;
}
