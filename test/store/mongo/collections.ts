import type { Collection, Doc } from '../../../lib/store/port.ts';

export interface Person extends Doc {
  readonly tenant: string;
  readonly name: string;
  readonly count: number;
  readonly tags?: readonly string[];
}

/** A small collection of what MongoDB alone is tested for; `../collections.ts` has the whole of a declaration. */
export const people: Collection<Person> = {
  name: 'people',
  scope: 'tenant',
  unique: { name: { fields: ['name'] } },
  indexes: { tag: { fields: ['tags'] }, count: { fields: ['count'] } },
};

export const asDeclared = (collections: readonly unknown[]) => collections as Collection<Doc>[];
