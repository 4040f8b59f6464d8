/**
 * What a personal access token, or a token of a service account, may do in the API: each may do what those before it
 * may.
 *
 * - `members:read`: groups, their members, and what changed.
 * - `read`: everything that can be seen.
 * - `write`: changes, except those of `admin`.
 * - `admin`: whatever decides who gets in: credentials, set-up links, sign-on, domains, owners, service accounts.
 */
export const apiScopes = ['members:read', 'read', 'write', 'admin'] as const;

/**
 * What the personal token of an operator may do in the whole installation, in the same order:
 *
 * - `operate:read`: what the operator's pages show, and the log of the platform.
 * - `operate`: ends credentials, tokens and sessions, creates groups, sets seats, changes webhooks and streams of the service.
 */
export const operatorScopes = ['operate:read', 'operate'] as const;

/** What a person chooses from. */
export const personalScopes = [...apiScopes, ...operatorScopes] as const;

export type OperatorScope = (typeof operatorScopes)[number];
export type ApiScope = (typeof personalScopes)[number];

const ladders: readonly (readonly ApiScope[])[] = [apiScopes, operatorScopes];

/** Whether scopes include one, or one that may do more. */
export function includesScope(held: readonly ApiScope[], wanted: ApiScope): boolean {
  return ladders.some((scopes) => {
    const least = scopes.indexOf(wanted);
    return least >= 0 && held.some((scope) => scopes.indexOf(scope) >= least);
  });
}

export function isOperatorScope(scope: ApiScope): scope is OperatorScope {
  return operatorScopes.some((one) => one === scope);
}
