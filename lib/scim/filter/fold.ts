import { resolvePath, schemaByUrn } from '../schema/resolve.ts';
import type { Attribute, Resource, ResourceType } from '../schema/types.ts';
import { comparable } from './compare.ts';
import { isAssigned } from './match.ts';
import type { Target } from './types.ts';

/**
 * Prepares a resource for comparison in a document store: folds texts unless `caseExact`, turns dates into milliseconds,
 * omits unassigned values, and makes keys safe in a dotted path.
 */
export function foldResource(type: ResourceType, resource: Resource): Record<string, unknown> {
  const folded: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(resource)) {
    const extension = key.includes(':') ? schemaByUrn(type, key) : undefined;
    const kept = extension
      ? foldComplex(value, extension.attributes)
      : foldValue(value, resolvePath(type, key)?.attribute);
    if (kept !== undefined) folded[encodeKey(key)] = kept;
  }
  return folded;
}

/** The path of the compared values in a folded resource, or in an element of it. */
export function foldedPath({ keys }: Target): string {
  return keys.map(encodeKey).join('.');
}

/** `.` and `$` have special meanings in the names of document fields. */
function encodeKey(key: string): string {
  return key.replace(/[%.$]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function foldValue(value: unknown, attribute: Attribute | undefined): unknown {
  if (!attribute || !isAssigned(value)) return undefined;
  if (Array.isArray(value)) {
    const elements = value
      .map((element) => foldOne(element, attribute))
      .filter((element) => element !== undefined);
    return elements.length > 0 ? elements : undefined;
  }
  return foldOne(value, attribute);
}

function foldOne(value: unknown, attribute: Attribute): unknown {
  return attribute.subAttributes ? foldComplex(value, attribute.subAttributes) : comparable(value, attribute);
}

function foldComplex(value: unknown, attributes: readonly Attribute[]): Record<string, unknown> | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const folded: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const kept = foldValue(
      inner,
      attributes.find((attribute) => attribute.name === key),
    );
    if (kept !== undefined) folded[encodeKey(key)] = kept;
  }
  return Object.keys(folded).length > 0 ? folded : undefined;
}
