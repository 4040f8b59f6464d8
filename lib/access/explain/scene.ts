import type { Account } from '../../accounts/index.ts';
import type { Group } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import type { Registry } from '../../scim/index.ts';
import type { Reader } from '../../store/index.ts';

export interface WhyParts {
  readonly store: Reader;
  readonly registry: Registry;
}

/** What every part of an explanation needs. */
export interface Scene extends WhyParts {
  readonly group: Group;
  readonly path: string;
  readonly account: Account;
  readonly integrations: readonly Integration[];
}
