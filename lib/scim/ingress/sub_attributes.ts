import { limits } from '../../../config/limits.ts';
import { InvalidValue } from '../errors.ts';
import type { Attribute, Notice } from '../schema/types.ts';

/** Other names that identity providers use for a sub-attribute, by its attribute. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  manager: { managerid: 'value' },
};

/** The sub-attribute of a key, in any letter case. */
export function subNamed(
  attribute: Attribute,
  subs: readonly Attribute[],
  key: string,
  notice: Notice,
): Attribute | undefined {
  const folded = key.toLowerCase();
  const found = subs.find((sub) => sub.name.toLowerCase() === folded);
  if (found) return found;
  const renames = RENAMED[attribute.name] ?? {};
  const renamed = Object.hasOwn(renames, folded) ? renames[folded] : undefined;
  if (renamed === undefined) return undefined;
  notice('sub-attribute-renamed');
  return subs.find((sub) => sub.name === renamed);
}

/**
 * Parses JSON that a client sends as a string instead of an object or a list of objects; returns any other value
 * unchanged. Throws `InvalidValue` when the JSON is too long or has another type, an empty list included.
 */
export function unpacked(attribute: Attribute, value: unknown, where: string, notice: Notice): unknown {
  if (!attribute.subAttributes || typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  if (value.length > limits.attributeChars)
    throw new InvalidValue(`${where} has more than ${limits.attributeChars} characters.`);
  const json = parsed(value);
  if (json === undefined) return value;
  const elements = [json].flat();
  if (elements.length === 0 || !elements.every((element) => isElement(attribute, element)))
    throw new InvalidValue(`${where} takes an object, not a text of JSON. Send the object itself.`);
  notice('json-text');
  return json;
}

function isElement(attribute: Attribute, element: unknown): boolean {
  if (element === null || typeof element !== 'object' || Array.isArray(element)) return false;
  const { subAttributes = [] } = attribute;
  return Object.keys(element).some((key) => subNamed(attribute, subAttributes, key, () => undefined));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
