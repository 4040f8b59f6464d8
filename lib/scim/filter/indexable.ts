import type { Comparison, Filter, Target } from './types.ts';

/** A comparison that an index can answer. Every match of the whole filter passes it. */
export interface Indexable {
  /** The key in `Searchable.keys`. */
  readonly text: string;
  readonly op: Exclude<Comparison, 'ne' | 'co' | 'ew'>;
  readonly value: string | number | boolean;
}

const USEFUL: readonly Indexable['op'][] = ['eq', 'sw', 'gt', 'ge', 'lt', 'le'];

/** The most selective comparison of a filter, or of one of its `and` terms, on an attribute in `keys`. */
export function indexable(filter: Filter, keys: Readonly<Record<string, unknown>>): Indexable | undefined {
  const found = candidates(filter, keys, '');
  return USEFUL.map((op) => found.find((each) => each.op === op)).find((each) => each !== undefined);
}

/** The values of the shortest `in` term on `text`, of a filter or of one of its `and` terms. */
export function listed(filter: Filter, text: string): readonly string[] | undefined {
  const terms = filter.op === 'and' ? filter.filters : [filter];
  const lists = terms.flatMap((term) => (term.op === 'in' && term.target.text === text ? [term.values] : []));
  return lists.sort((a, b) => a.length - b.length)[0];
}

function candidates(filter: Filter, keys: Readonly<Record<string, unknown>>, prefix: string): Indexable[] {
  switch (filter.op) {
    case 'and':
      return filter.filters.flatMap((each) => candidates(each, keys, prefix));
    case 'some':
      return candidates(filter.filter, keys, `${filter.target.text}.`);
    case 'eq':
    case 'sw':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return filter.value === null ? [] : usable(filter.op, filter.target, filter.value, keys, prefix);
    default:
      return [];
  }
}

function usable(
  op: Indexable['op'],
  target: Target,
  value: string | number | boolean,
  keys: Readonly<Record<string, unknown>>,
  prefix: string,
): Indexable[] {
  const text = prefix + target.text;
  return Object.hasOwn(keys, text) ? [{ text, op, value }] : [];
}
