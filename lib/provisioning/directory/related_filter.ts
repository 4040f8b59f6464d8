import { commonAttributes, type Filter, type Target } from '../../scim/index.ts';

/** An attribute that is no part of the stored resource: it says which other resources belong to one. */
export interface Relation {
  /** `members` */
  readonly name: string;
  /** The ids of the resources that a term on it finds. Throws `InvalidFilter` for a term that cannot be answered. */
  readonly find: (term: Filter) => Promise<readonly string[]>;
}

const ID = idTarget();

/**
 * A filter with its terms on a relation answered: `members.value eq "x"` and `members[value eq "x"]` become the ids of the
 * resources that have it.
 */
export async function resolveRelation(relation: Relation, filter: Filter): Promise<Filter> {
  switch (filter.op) {
    case 'and':
    case 'or':
      return {
        op: filter.op,
        filters: await Promise.all(filter.filters.map((each) => resolveRelation(relation, each))),
      };
    case 'not':
      return { op: 'not', filter: await resolveRelation(relation, filter.filter) };
    default: {
      if (filter.target.keys[0] !== relation.name) return filter;
      const found = await relation.find(filter.op === 'some' ? filter.filter : filter);
      return { op: 'in', target: ID, values: [...new Set(found)] };
    }
  }
}

function idTarget(): Target {
  const attribute = commonAttributes.find(({ name }) => name === 'id');
  if (!attribute) throw new TypeError('there is no attribute id');
  return { keys: ['id'], text: 'id', attribute };
}
