import { isDeepStrictEqual } from 'node:util';
import { Mutability } from '../errors.ts';
import type { Attribute, Resource } from './types.ts';

/**
 * Throws `Mutability` when an immutable value that is set would change or disappear (RFC 7643 section 2.2). `before`
 * and `after` are a value of the attribute, or the same element of it.
 */
export function refuseChange(attribute: Attribute, before: unknown, after: unknown, where: string): void {
  if (before === undefined || isDeepStrictEqual(before, after)) return;
  if (attribute.mutability === 'immutable')
    throw new Mutability(`${where} is immutable: once it is set it cannot be changed.`);
  for (const sub of attribute.subAttributes ?? [])
    refuseChange(sub, partOf(before, sub), partOf(after, sub), `${where}.${sub.name}`);
}

/** Whether the attribute, or a sub-attribute, is immutable. */
export function hasImmutable({ mutability, subAttributes = [] }: Attribute): boolean {
  return mutability === 'immutable' || subAttributes.some(hasImmutable);
}

function partOf(value: unknown, { name }: Attribute): unknown {
  return (value as Resource | undefined)?.[name];
}
