import { comparable, passes } from './compare.ts';
import type { Comparison, Filter, Target } from './types.ts';

type Matcher = (resource: unknown) => boolean;

/**
 * Returns a function that tests a resource, or an element of a multi-valued attribute. A comparison passes when one of
 * several values passes; all terms of a value path test the same element. An unassigned attribute equals null, and `ne`
 * is `not eq`.
 */
export function compileFilter(filter: Filter): Matcher {
  switch (filter.op) {
    case 'and': {
      const all = filter.filters.map(compileFilter);
      return (resource) => all.every((matcher) => matcher(resource));
    }
    case 'or': {
      const any = filter.filters.map(compileFilter);
      return (resource) => any.some((matcher) => matcher(resource));
    }
    case 'not': {
      const inner = compileFilter(filter.filter);
      return (resource) => !inner(resource);
    }
    case 'some': {
      const inner = compileFilter(filter.filter);
      return (resource) => some(resource, filter.target, inner);
    }
    case 'pr':
      return (resource) => some(resource, filter.target, isAssigned);
    case 'in': {
      const values = new Set<unknown>(filter.values);
      return (resource) => some(resource, filter.target, (value) => values.has(value));
    }
    case 'ne': {
      const equal = compileFilter({ ...filter, op: 'eq' });
      return (resource) => !equal(resource);
    }
    default:
      return filter.value === null
        ? isUnassigned(filter.target)
        : compares(filter.op, filter.target, filter.value);
  }
}

export function matches(filter: Filter, resource: unknown): boolean {
  return compileFilter(filter)(resource);
}

function compares(
  op: Exclude<Comparison, 'ne'>,
  target: Target,
  literal: string | number | boolean,
): Matcher {
  return (resource) =>
    some(resource, target, (value) => {
      const compared = comparable(value, target.attribute);
      return compared !== undefined && passes(op, compared, literal);
    });
}

function isUnassigned(target: Target): Matcher {
  return (resource) => !some(resource, target, isAssigned);
}

/** RFC 7643 section 2.5: null, "" and empty values count as unassigned. */
export function isAssigned(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (typeof value !== 'object') return true;
  return Array.isArray(value) ? value.some(isAssigned) : Object.values(value).some(isAssigned);
}

/** Whether a value at the target passes; searches arrays along the path. */
function some(from: unknown, { keys }: Target, test: (value: unknown) => boolean): boolean {
  return someAt(from, keys, 0, test);
}

function someAt(
  value: unknown,
  keys: readonly string[],
  at: number,
  test: (value: unknown) => boolean,
): boolean {
  if (Array.isArray(value)) return value.some((element) => someAt(element, keys, at, test));
  if (at === keys.length) return test(value);
  if (value === null || typeof value !== 'object') return false;
  const key = keys[at] ?? '';
  return Object.hasOwn(value, key) && someAt((value as Record<string, unknown>)[key], keys, at + 1, test);
}
