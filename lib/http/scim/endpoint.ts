import type { Integration, Scope } from '../../integrations/index.ts';
import type { Runtime, Secret } from '../../kernel/index.ts';
import type { ReadableService, ResourceService } from '../../provisioning/index.ts';
import type { ResourceType } from '../../scim/index.ts';

/** The owner of the requested resources. */
export type Tenant = Pick<Integration, 'id' | 'rootId'>;

/** One resource type with its schema, its service and the scopes that it requires. */
export interface Endpoint {
  readonly type: ResourceType;
  readonly service: ReadableService;
  /** The scope of a tenant's resources in the store: the integration, or the top-level group. */
  readonly scopeOf: (tenant: Tenant) => string;
  readonly scopes: { readonly read: Scope };
  readonly publicUrl: string;
  readonly runtime: Runtime;
  /** Signs cursors (RFC 9865). */
  readonly cursorKey: Secret;
}

/** A resource type that a client may change. */
export interface WritableEndpoint extends Endpoint {
  readonly service: ResourceService;
  readonly scopes: { readonly read: Scope; readonly write: Scope };
}

export function isWritable(endpoint: Endpoint | WritableEndpoint): endpoint is WritableEndpoint {
  return endpoint.type.readOnly !== true;
}
