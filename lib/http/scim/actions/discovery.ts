import { limits } from '../../../../config/limits.ts';
import {
  Forbidden,
  listHead,
  NotFound,
  type Registry,
  type Resource,
  resourceTypeDocument,
  schemaDocument,
  scimEventUris,
  serviceProviderConfig,
} from '../../../scim/index.ts';
import type { Reader } from '../../../store/index.ts';
import { isStreamed } from '../../../webhooks/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { callerOf } from '../authenticate.ts';
import { parameters } from '../parameters.ts';
import { baseUrl, sendScim } from '../present.ts';

/** The features of the service. The routes and these documents use the same tables. */
const features = {
  patch: true,
  bulk: { supported: true, maxOperations: limits.bulkOperations, maxPayloadSize: limits.bulkBytes },
  filter: { supported: true, maxResults: limits.maxPageSize },
  changePassword: false,
  sort: true,
  etag: true,
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: limits.pageSize,
    maxPageSize: limits.maxPageSize,
    cursorTimeout: limits.cursorLifetime / 1_000,
  },
  securityEvents: { asyncRequest: 'none', eventUris: scimEventUris },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token that an owner of the group made, in the Authorization header',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
} as const;

interface Parts {
  readonly registry: Registry;
  readonly publicUrl: string;
  readonly store: Reader;
}

/**
 * `GET /ServiceProviderConfig` (RFC 7643 section 5). `securityEvents` (RFC 9967 section 4) is there once a stream gets
 * the group: clients of before that RFC refuse attributes that they do not know.
 */
export function readServiceProviderConfig({ publicUrl, store }: Parts): Middleware {
  return async function sendServiceProviderConfig(ctx: Context) {
    refuseFilter(ctx);
    const { pagination, securityEvents, ...plain } = features;
    const isConformant = isStrict(ctx) && !isPlain(ctx);
    const isHeard = await isStreamed(store, callerOf(ctx).integration.rootId);
    const shown = {
      ...(isPlain(ctx) ? plain : { ...plain, pagination, ...(isHeard ? { securityEvents } : {}) }),
      ...(isConformant ? { interopProfileConformant: true as const } : {}),
    };
    sendDocument(ctx, serviceProviderConfig(shown, baseUrl(ctx, publicUrl)));
  };
}

/** `GET /ResourceTypes` and `GET /ResourceTypes/{id}` (RFC 7643 section 6). */
export function readResourceTypes({ registry, publicUrl }: Omit<Parts, 'store'>): Middleware {
  return async function sendResourceTypes(ctx: Context) {
    const base = baseUrl(ctx, publicUrl);
    sendOneOrAll(
      ctx,
      'resource type',
      registry.types.map((type) => resourceTypeDocument(type, base)),
    );
  };
}

/** `GET /Schemas` and `GET /Schemas/{urn}` (RFC 7643 section 7). */
export function readSchemas({ registry, publicUrl }: Omit<Parts, 'store'>): Middleware {
  return async function sendSchemas(ctx: Context) {
    const base = baseUrl(ctx, publicUrl);
    const traits = { isWhole: isPlain(ctx), isTyped: isStrict(ctx) };
    sendOneOrAll(
      ctx,
      'schema',
      registry.schemas.map((schema) => schemaDocument(schema, base, traits)),
    );
  };
}

/** Whether the client refuses additions to RFC 7643, and needs everything in it. */
function isPlain(ctx: Context): boolean {
  return callerOf(ctx).integration.settings.plainDiscovery === true;
}

/** Whether the integration keeps to the SCIM interoperability profile. */
function isStrict(ctx: Context): boolean {
  return callerOf(ctx).integration.settings.strict === true;
}

function sendOneOrAll(ctx: Context, kind: string, documents: readonly Resource[]): void {
  refuseFilter(ctx);
  const { id } = ctx.params;
  if (id === undefined) {
    const head = listHead({ total: documents.length, count: documents.length, startIndex: 1 });
    sendScim(ctx, { ...head, Resources: documents });
    return;
  }
  const wanted = id.toLowerCase();
  const found = documents.find((document) => String(document.id).toLowerCase() === wanted);
  if (!found) throw new NotFound(`There is no ${kind} ${id}. /${kind}s lists those that there are.`);
  sendDocument(ctx, found);
}

function sendDocument(ctx: Context, document: Resource): void {
  ctx.set('content-location', String((document.meta as Resource).location));
  sendScim(ctx, document);
}

/** RFC 7644 section 4: discovery endpoints ignore paging and refuse filters. */
function refuseFilter(ctx: Context): void {
  if (parameters(ctx).filter !== undefined) throw new Forbidden('Discovery endpoints cannot be filtered.');
}
