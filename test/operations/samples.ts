import type { Action } from '../../lib/access/policy.ts';

export interface Sample {
  /** Commands of the operator that make what the input names. */
  readonly given?: readonly (readonly [command: string, args: Record<string, unknown>])[];
  readonly input: object;
  /** Whether it concerns the installation or the caller, not a group. */
  readonly noGroup?: true;
}

/**
 * A valid input of every operation, for a group that `rollcall bootstrap` has made. `member@<group>.test` is a developer
 * of the group.
 */
export const samples: Readonly<Record<Action, (group: string) => Sample>> = {
  'domain.claim': (group) => ({ input: { group, domain: `${group}.test` } }),
  'domain.list': (group) => ({ input: { group } }),
  'domain.remove': (group) => ({
    given: [['group domain add', { group, domain: `${group}.test` }]],
    input: { group, domain: `${group}.test` },
  }),
  'domain.verify': (group) => ({
    given: [['group domain add', { group, domain: `${group}.test` }]],
    input: { group, domain: `${group}.test` },
  }),
  'domain.vouch': (group) => ({ input: { group, domain: `${group}.test` } }),
  'token.create': (group) => ({ input: { group, name: 'Second' } }),
  'token.list': (group) => ({ input: { group } }),
  'token.rotate': (group) => ({ input: { group, token: 'first token' } }),
  'token.revoke': (group) => ({ input: { group, token: 'first token' } }),
};
