import type { Resource } from '../schema/types.ts';

interface Listed {
  readonly total: number;
  /** The number of resources on this page. */
  readonly count: number;
  /** For index paging. */
  readonly startIndex?: number;
  /** For cursor paging (RFC 9865); absent on the last page. */
  readonly nextCursor?: string;
}

/** The ListResponse message (RFC 7644 section 3.4.2), without its `Resources`. */
export function listHead({ count, total, startIndex, nextCursor }: Listed): Resource {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    itemsPerPage: count,
    ...(startIndex === undefined ? {} : { startIndex }),
    ...(nextCursor === undefined ? {} : { nextCursor }),
  };
}
