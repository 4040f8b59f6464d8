/** The SCIM base URL of a top-level group. */
export function scimUrlOf(publicUrl: string, slug: string): string {
  return `${publicUrl}/api/scim/v2/groups/${slug}`;
}

/** The token endpoint of a top-level group. */
export function tokenUrlOf(publicUrl: string, slug: string): string {
  return `${publicUrl}/api/oauth/groups/${slug}/token`;
}

/** The URL that gives its holder a set-up link. */
export function setupUrlOf(publicUrl: string, secret: string): string {
  return `${publicUrl}/set-up/${secret}`;
}
