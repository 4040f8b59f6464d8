import type { Resource } from '../schema/types.ts';

interface Listed {
  readonly resources: readonly object[];
  readonly total: number;
  /** Of index paging. */
  readonly startIndex?: number;
  /** Of cursor paging (RFC 9865); absent on the last page. */
  readonly nextCursor?: string;
}

/** The ListResponse message (RFC 7644 section 3.4.2). */
export function listResponse({ resources, total, startIndex, nextCursor }: Listed): Resource {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    itemsPerPage: resources.length,
    ...(startIndex === undefined ? {} : { startIndex }),
    ...(nextCursor === undefined ? {} : { nextCursor }),
    Resources: resources,
  };
}
