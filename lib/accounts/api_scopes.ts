/**
 * What a personal access token, or a token of a service account, may do in the API: the first part of what the later
 * ones may do.
 *
 * - `members:read`: groups, their members, and what changed.
 * - `read`: everything that can be seen.
 * - `write`: changes, except those of `admin`.
 * - `admin`: whatever decides who gets in: credentials, set-up links, sign-on, domains, owners, service accounts.
 */
export const apiScopes = ['members:read', 'read', 'write', 'admin'] as const;
export type ApiScope = (typeof apiScopes)[number];

/** Whether scopes include one, or one that may do more. */
export function includesScope(held: readonly ApiScope[], wanted: ApiScope): boolean {
  return held.some((scope) => apiScopes.indexOf(scope) >= apiScopes.indexOf(wanted));
}
