import { InvalidPath } from '../errors.ts';
import { keysOf, resolvePath } from '../schema/resolve.ts';
import type { Notice, ResolvedPath, ResourceType } from '../schema/types.ts';
import { comparable, compareTexts } from './compare.ts';
import type { SortKey } from './types.ts';

export type SortValue = string | number | boolean | undefined;

/**
 * The attribute to sort by (RFC 7644 section 3.4.2.3); a complex one is sorted by its `value`. Throws `InvalidPath`
 * for an unknown attribute, and for one that is not stored with the resource.
 */
export function sortKey(name: string, type: ResourceType, notice?: Notice): SortKey {
  const path = storedPath(type, resolvePath(type, name, notice));
  if (!path) throw new InvalidPath('sortBy names an unknown attribute.');
  const leaf = path.sub ?? path.attribute;
  const value = leaf.subAttributes?.find((sub) => sub.name === 'value');
  if (leaf.subAttributes && !value)
    throw new InvalidPath(`${path.text} is complex: sort by one of its sub-attributes.`);
  if (value) return { keys: [...keysOf(path), 'value'], text: `${path.text}.value`, attribute: value };
  return { keys: keysOf(path), text: path.text, attribute: leaf };
}

/** Sorts by id instead of location: the locations of one type differ only in the id. */
function storedPath(type: ResourceType, path: ResolvedPath | undefined): ResolvedPath | undefined {
  if (path?.text === 'meta.location') return resolvePath(type, 'id');
  if (path && isUnstored(type, path)) throw new InvalidPath(`A list cannot be sorted by ${path.text}.`);
  return path;
}

function isUnstored({ apart, computed }: ResourceType, { attribute, text }: ResolvedPath): boolean {
  if (attribute === apart || attribute === computed) return true;
  return text === 'meta.version' || attribute.returned === 'never';
}

/** The value that sorts a resource: the primary value of an attribute with several, or else the first. */
export function sortValue(resource: unknown, { keys, attribute }: SortKey): SortValue {
  let value = resource;
  for (const key of keys) {
    const holder = Array.isArray(value) ? preferred(value) : value;
    if (holder === null || typeof holder !== 'object' || !Object.hasOwn(holder, key)) return undefined;
    value = (holder as Record<string, unknown>)[key];
  }
  return comparable(Array.isArray(value) ? value[0] : value, attribute);
}

/** Compares two sort values. Unassigned values sort last in ascending order, first in descending order. */
export function compareSortValues(a: SortValue, b: SortValue): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return Number(a) - Number(b);
}

function preferred(elements: readonly unknown[]): unknown {
  return (
    elements.find((element) => (element as { primary?: unknown } | null)?.primary === true) ?? elements[0]
  );
}
