import type { Resource } from '../../scim/index.ts';

interface Written {
  readonly modifiedAt: number;
  readonly meta: Resource;
}

/** `meta` of a resource that is written now. `lastModified` never decreases, even if the clock goes back. */
export function metaOf(resourceType: string, before: Resource | undefined, now: number): Written {
  const present = (before?.meta ?? {}) as Resource;
  const modifiedAt = Math.max(now, timeOf(present.created), timeOf(present.lastModified));
  const lastModified = new Date(modifiedAt).toISOString();
  return { modifiedAt, meta: { resourceType, created: lastModified, ...present, lastModified } };
}

function timeOf(text: unknown): number {
  return typeof text === 'string' ? Date.parse(text) : 0;
}
