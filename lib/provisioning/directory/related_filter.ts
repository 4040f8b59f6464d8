import { commonAttributes, type Filter, type Target } from '../../scim/index.ts';

/** An attribute that names related resources and is not stored with the resource. */
interface Relation {
  /** `members` */
  readonly name: string;
  /** The ids of the resources that match a term on the relation. Throws `InvalidFilter` for an unsupported term. */
  readonly find: (term: Filter) => Promise<readonly string[]>;
}

const ID = idTarget();

/**
 * Resolves the terms on a relation: `members.value eq "x"` and `members[value eq "x"]` become the ids of the matching
 * resources.
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
  if (!attribute) throw new TypeError('The common attributes have no id.');
  return { keys: ['id'], text: 'id', attribute };
}
