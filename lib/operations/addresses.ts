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

/** Where the identity provider of a top-level group revokes all that a person has (Global Token Revocation). */
export function revocationUrlOf(publicUrl: string, slug: string): string {
  return `${publicUrl}/api/oauth/groups/${slug}/revocation`;
}

/** Where it pushes security events (RFC 8935). */
export function eventsUrlOf(publicUrl: string, slug: string): string {
  return `${publicUrl}/api/oauth/groups/${slug}/events`;
}
