/**
 * Who may do what. Nothing else decides rights over operations. An action that is not listed does not exist.
 *
 * - `operator`: runs the installation.
 * - `owner`: is an owner of the top-level group that the action concerns.
 * - `member`: has a role below that, or a role in a part of the group only.
 *
 * Some actions belong to the operator for ever, because an owner could take over accounts with them: vouching for a
 * domain without DNS, linking an account to an identity, every action on accounts, import, export and migrate.
 */
export const policy = {
  'token.create': ['operator', 'owner'],
  'token.list': ['operator', 'owner'],
  'token.rotate': ['operator', 'owner'],
  'token.revoke': ['operator', 'owner'],
} as const satisfies Readonly<Record<string, readonly Party[]>>;

export type Party = 'operator' | 'owner' | 'member';
export type Action = keyof typeof policy;

export function may(party: Party, action: Action): boolean {
  const allowed: readonly Party[] = policy[action];
  return allowed.includes(party);
}
