import { hash } from 'node:crypto';

/**
 * The weak ETag of a version (RFC 9110 section 8.8.3). `beside` is the version of data that is shown with the
 * resource but stored elsewhere.
 */
export function etagOf(version: number, beside?: string): string {
  return beside === undefined ? `W/"${version}"` : `W/"${version}.${beside}"`;
}

/** A digest of values, for `beside` in an ETag; undefined when there are none. */
export function digestOf(values: readonly object[]): string | undefined {
  if (values.length === 0) return undefined;
  return hash('sha256', JSON.stringify(values), 'base64url').slice(0, 16);
}

/** Whether an `If-Match` header names a version, whatever its `beside`. */
export function namesVersion(header: string, version: number): boolean {
  return tagsIn(header).some((tag) => tag === '*' || tag.replace(/\..*"$/, '"') === `"${version}"`);
}

/** Whether an `If-None-Match` header names an ETag, compared weakly. */
export function namesEtag(header: string, etag: string): boolean {
  return tagsIn(header).some((tag) => tag === '*' || tag === strong(etag));
}

function tagsIn(header: string): string[] {
  return header.split(',').map((tag) => strong(tag.trim()));
}

function strong(tag: string): string {
  return tag.replace(/^W\//, '');
}
