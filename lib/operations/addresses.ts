/** The SCIM base URL of a top-level group. */
export function scimUrlOf(publicUrl: string, slug: string): string {
  return `${publicUrl}/api/scim/v2/groups/${slug}`;
}
