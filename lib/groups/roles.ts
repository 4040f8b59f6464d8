/** From weakest to strongest. */
export const roles = ['guest', 'reporter', 'developer', 'maintainer', 'owner'] as const;
export type Role = (typeof roles)[number];

export function highest(held: readonly Role[]): Role {
  return held.reduce((best, role) => (roles.indexOf(role) > roles.indexOf(best) ? role : best), 'guest');
}
