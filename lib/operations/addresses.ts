/** Where the identity provider of a top-level group sends its requests. */
export function scimUrlOf(publicUrl: string, slug: string): string {
  return `${publicUrl}/api/scim/v2/groups/${slug}`;
}
