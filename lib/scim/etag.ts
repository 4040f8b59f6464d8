/** The weak ETag of a version (RFC 9110 section 8.8.3). */
export function etagOf(version: number): string {
  return `W/"${version}"`;
}

/** Whether an `If-Match` or `If-None-Match` header names a version, compared weakly. */
export function matchesEtag(header: string, version: number): boolean {
  return header.split(',').some((tag) => {
    const wanted = tag.trim();
    return wanted === '*' || wanted.replace(/^W\//, '') === `"${version}"`;
  });
}
