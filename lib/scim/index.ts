export { resourceTypeDocument, schemaDocument, serviceProviderConfig } from './discovery.ts';
export {
  Conflict,
  type ErrorHeaders,
  Forbidden,
  InternalError,
  InvalidCursor,
  InvalidFilter,
  InvalidPath,
  InvalidSyntax,
  InvalidValue,
  MethodNotAllowed,
  Mutability,
  NoTarget,
  NotFound,
  NotSupported,
  PayloadTooLarge,
  PreconditionFailed,
  ScimError,
  type ScimType,
  ServiceUnavailable,
  TooMany,
  TooManyRequests,
  Unauthorized,
  UnsupportedMediaType,
} from './errors.ts';
export { digestOf, etagOf, namesEtag, namesVersion } from './etag.ts';
export { compareTexts, fold } from './filter/compare.ts';
export { foldedPath, foldResource } from './filter/fold.ts';
export { type Indexable, indexable, listed } from './filter/indexable.ts';
export { compileFilter } from './filter/match.ts';
export { compareSortValues, type SortValue, sortValue } from './filter/sort.ts';
export type { Filter, SortKey, Target } from './filter/types.ts';
export { parseJson } from './ingress/json.ts';
export { type Leniency, leniencies } from './ingress/leniencies.ts';
export { readReplacement, readResource } from './ingress/read_resource.ts';
export { strictError } from './ingress/strict.ts';
export { readElement } from './ingress/values.ts';
export {
  type BulkOperation,
  type BulkRequest,
  type BulkResult,
  bulkResponse,
  readBulk,
} from './messages/bulk.ts';
export { completion, type Deferred, deferReferences, resolved } from './messages/bulk_ids.ts';
export { type CanWait, orderOf, type Step } from './messages/bulk_order.ts';
export { openCursor, sealCursor } from './messages/cursor.ts';
export { type ListQuery, parseListQuery, parseSearchRequest } from './messages/list_query.ts';
export { listHead } from './messages/list_response.ts';
export { applyPatch } from './patch/apply_patch.ts';
export { type PatchOperation, parsePatch } from './patch/parse_patch.ts';
export { type Projection, parseProjection, project } from './projection.ts';
export { entitlementSchema, roleSchema } from './schema/catalog.ts';
export { commonAttributes } from './schema/common.ts';
export { withForeign } from './schema/foreign.ts';
export { membersAttribute } from './schema/group.ts';
export { groupMembershipSchema } from './schema/group_membership.ts';
export type { Registry } from './schema/registry.ts';
export { keysOf, resolvePath } from './schema/resolve.ts';
export type { Attribute, Notice, Resource, ResourceType } from './schema/types.ts';
export { loadRegistry } from './schema_files.ts';
export { scimEvents, scimEventUris } from './security_events.ts';
