import type { Attribute, Notice, Resource } from '../schema/types.ts';

/**
 * Removes repeated values from the elements of a multi-valued attribute, and all primaries but one. Does not modify the
 * given elements. Plain texts and numbers may repeat; repeated references are dropped when they are stored.
 */
export function tidied(attribute: Attribute, elements: unknown[], notice: Notice): unknown[] {
  const { subAttributes, valueRequired } = attribute;
  const mayRepeat = subAttributes === undefined || valueRequired === true;
  return onePrimary(mayRepeat ? elements : withoutRepeats(elements, notice), notice);
}

/** Adds the sub-attributes of a repeated value, primary or not, to its first occurrence. */
function withoutRepeats(elements: readonly unknown[], notice: Notice): unknown[] {
  const distinct = new Map<string, unknown>();
  for (const element of elements) {
    const identity = identityOf(element);
    const first = distinct.get(identity);
    distinct.set(identity, distinct.has(identity) ? joined(first, element) : element);
  }
  if (distinct.size < elements.length) notice('value-repeated');
  return [...distinct.values()];
}

/** Keeps only the last of several primary values primary. */
function onePrimary(elements: unknown[], notice: Notice): unknown[] {
  const primaries = elements.filter(isPrimary);
  if (primaries.length < 2) return elements;
  notice('primary-many');
  const newest = primaries.at(-1);
  return elements.map((element) =>
    isPrimary(element) && element !== newest ? { ...element, primary: false } : element,
  );
}

export function isPrimary(element: unknown): element is Resource {
  return (element as Resource | undefined)?.primary === true;
}

/**
 * A text that identifies a value, whatever the order of its keys. Ignores `primary` and `display` (RFC 7643 section
 * 2.4): changing them does not make a different value.
 */
export function identityOf(element: unknown): string {
  if (element === null || typeof element !== 'object') return textOf(element);
  const { primary: _primary, display, ...rest } = element as Resource;
  return textOf(rest.value === undefined ? { ...rest, display } : rest);
}

function joined(first: unknown, again: unknown): unknown {
  if (first === null || typeof first !== 'object') return first;
  const both = { ...first, ...(again as Resource) };
  return isPrimary(first) ? { ...both, primary: true } : both;
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
