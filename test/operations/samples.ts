import type { Action } from '../../lib/access/policy.ts';

/** A valid input of every operation, for a group that `rollcall bootstrap` has made. */
export const samples: Readonly<Record<Action, (group: string) => object>> = {
  'token.create': (group) => ({ group, name: 'Second' }),
  'token.list': (group) => ({ group }),
  'token.rotate': (group) => ({ group, token: 'first token' }),
  'token.revoke': (group) => ({ group, token: 'first token' }),
};
