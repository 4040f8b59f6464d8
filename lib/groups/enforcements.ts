import type { Collection, Doc } from '../store/index.ts';

/** The members to whom a rule applies: none, all, or those whose primary e-mail is in one of the domains. */
export type EnforcementMode = 'off' | 'everyone' | 'domains';

/** The rule that requires SAML sign-in for one group and everything below it. The `id` is that of the group. */
export interface Enforcement extends Doc {
  readonly rootId: string;
  readonly mode: EnforcementMode;
  /** In ASCII, as after the `@` of an address key. */
  readonly domains: readonly string[];
  readonly changedAt: number;
}

/** A rule as the places of groups repeat it; `groupId` names the group that has it. */
export interface RuleInPlace extends Pick<Enforcement, 'mode' | 'domains'> {
  readonly groupId: string;
}

export const enforcements: Collection<Enforcement> = {
  name: 'saml_enforcements',
  scope: 'rootId',
  unique: {},
  indexes: {},
};
