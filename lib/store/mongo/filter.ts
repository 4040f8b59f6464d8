import { type Filter, foldedPath, indexable, type Target } from '../../scim/index.ts';
import type { Doc, Searchable } from '../port.ts';
import { type Condition, type Layout, plain, trusted } from './layout.ts';

/** The path of the folded resource in a stored document. */
const resource = 'match.';

/** True for every element, because their keys are encoded. A condition of operators alone would match plain values. */
const anyElement: Condition = { '%': trusted({ $exists: false }) };

type Compared = Exclude<Filter, { op: 'and' | 'or' | 'not' | 'some' | 'pr' | 'in' }>;

const nothing: Condition = { $nor: [{}] };

/**
 * The MongoDB query with the same matches as `compileFilter` (scim/filter/match.ts): on the folded resource, or on an
 * indexed field. Nothing of the filter becomes an operator or a name: values are plain, texts in patterns are escaped,
 * paths come from the schemas.
 */
export function compileQuery(layout: Layout, { keys }: Searchable<Doc>, filter: Filter): Condition {
  const compiler = new Compiler(layout, keys);
  const terms = filter.op === 'and' ? filter.filters : [filter];
  return joined(terms.flatMap((term) => [...compiler.narrowing(term), compiler.compile(term, resource)]));
}

class Compiler {
  readonly #layout: Layout;
  readonly #keys: Searchable<Doc>['keys'];

  constructor(layout: Layout, keys: Searchable<Doc>['keys']) {
    this.#layout = layout;
    this.#keys = keys;
  }

  /** What a value path implies for an indexed field. */
  narrowing(filter: Filter): Condition[] {
    if (filter.op !== 'some') return [];
    const term = indexable(filter, this.#keys);
    return term ? [this.#along(term.text, comparison(term.op, term.value))] : [];
  }

  /** `under` is the prefix of the targets' paths: empty inside an element. */
  compile(filter: Filter, under: string): Condition {
    switch (filter.op) {
      case 'and':
        return joined(filter.filters.map((each) => this.compile(each, under)));
      case 'or':
        return { $or: filter.filters.map((each) => this.compile(each, under)) };
      case 'not':
        return { $nor: [this.compile(filter.filter, under)] };
      case 'some':
        return this.#some(filter.target, filter.filter, under);
      case 'pr':
        return { [under + foldedPath(filter.target)]: trusted({ $exists: true }) };
      case 'in':
        return this.#at(filter.target, trusted({ $in: filter.values.map(plain) }), under);
      case 'ne':
        return { $nor: [this.compile({ ...filter, op: 'eq' }, under)] };
      default:
        return this.#compare(filter, under);
    }
  }

  #compare({ op, target, value }: Compared, under: string): Condition {
    if (value === null) return { [under + foldedPath(target)]: trusted({ $exists: false }) };
    if (!comparing(op, value)) return nothing;
    return this.#at(target, comparison(op, value), under);
  }

  #at(target: Target, condition: unknown, under: string): Condition {
    return under === resource && Object.hasOwn(this.#keys, target.text)
      ? this.#along(target.text, condition)
      : { [under + foldedPath(target)]: condition };
  }

  /** A single element has to match. A single-valued attribute counts as its own only element. */
  #some(target: Target, inner: Filter, under: string): Condition {
    const path = under + foldedPath(target);
    if (target.attribute.multiValued) {
      return { [path]: trusted({ $elemMatch: { ...anyElement, ...this.compile(inner, '') } }) };
    }
    return joined([{ [path]: trusted({ $exists: true }) }, this.compile(inner, `${path}.`)]);
  }

  #along(text: string, condition: unknown): Condition {
    const key = this.#keys[text];
    if (!key) throw new TypeError(`${text} is not a key`);
    if (key.index === 'id') return { _id: condition } as Condition;
    const { fields, marker } = this.#layout.entry(key.index);
    return { [fields[0] ?? '']: condition, [marker]: true };
  }
}

/** The condition on one value. MongoDB's ranges stay within one type of value, like ours. */
function comparison(op: Compared['op'], given: string | number | boolean): unknown {
  const value = plain(given);
  const text = typeof value === 'string' ? escaped(value) : '';
  switch (op) {
    case 'co':
      return trusted({ $regex: text });
    case 'sw':
      return trusted({ $regex: `^${text}` });
    case 'ew':
      return trusted({ $regex: `${text}(?![\\s\\S])` });
    case 'gt':
      return trusted({ $gt: value });
    case 'ge':
      return trusted({ $gte: value });
    case 'lt':
      return trusted({ $lt: value });
    case 'le':
      return trusted({ $lte: value });
    default:
      return value;
  }
}

/** Texts have every comparison, numbers all except those on parts of a text, and booleans equality only. */
function comparing(op: Compared['op'], value: string | number | boolean): boolean {
  if (typeof value === 'string' || op === 'eq') return true;
  return typeof value === 'number' && op !== 'co' && op !== 'sw' && op !== 'ew';
}

/** A condition that requires all conditions; one object if the names differ, which every query planner handles best. */
export function joined(conditions: readonly Condition[]): Condition {
  const together: Record<string, unknown> = {};
  const apart: Condition[] = [];
  for (const [name, value] of conditions.flatMap((condition): [string, unknown][] =>
    Object.entries(condition),
  )) {
    if (!Object.hasOwn(together, name)) together[name] = value;
    else if (together[name] !== value) apart.push({ [name]: value });
  }
  if (apart.length === 0) return together;
  return { $and: [together, ...apart] };
}

/** A pattern that matches exactly this text. MongoDB's patterns cannot contain NUL. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\0', '\\x00');
}
