import type { Account } from '../../accounts/types.ts';
import type { Group } from '../../groups/types.ts';
import type { Integration } from '../../integrations/types.ts';
import type { Registry } from '../../scim/schema/registry.ts';
import type { Reader } from '../../store/port.ts';

export interface WhyParts {
  readonly store: Reader;
  readonly registry: Registry;
}

/** What every part of an explanation is about. */
export interface Scene extends WhyParts {
  readonly group: Group;
  readonly path: string;
  readonly account: Account;
  readonly integrations: readonly Integration[];
}
