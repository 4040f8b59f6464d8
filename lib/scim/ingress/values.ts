import { limits } from '../../../config/limits.ts';
import { InvalidValue } from '../errors.ts';
import { dateOf } from '../filter/compare.ts';
import type { Attribute, Notice, Resource } from '../schema/types.ts';
import { tidied } from './elements.ts';
import { subNamed, unpacked } from './sub_attributes.ts';

/**
 * A value as the schema of its attribute defines it; undefined for an unassigned value: null, "", [] and {} (RFC 7643
 * section 2.5). Throws `InvalidValue` with the name of the attribute for an invalid value. Only counts the elements of
 * an attribute that allows very many (`maxValues`): its user reads them with `readElement`.
 */
export function readValue(attribute: Attribute, sent: unknown, where: string, notice: Notice): unknown {
  const value = unpacked(attribute, sent, where, notice);
  if (isNothing(attribute, value) || attribute.returned === 'never') return undefined;
  if (!attribute.multiValued) return readElement(attribute, single(value, where, notice), where, notice);
  if (!Array.isArray(value)) notice('single-for-many');
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const most = attribute.maxValues ?? limits.multiValues;
  if (given.length > most) throw new InvalidValue(`${where} has more than ${most} values.`);
  if (attribute.maxValues) return given;
  const elements = given.map((element) => readElement(attribute, element, where, notice)).filter(isDefined);
  return elements.length === 0 ? undefined : tidied(attribute, elements, notice);
}

export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

/** {} instead of a list is one element without content, so it is not empty. */
function isNothing({ multiValued }: Attribute, value: unknown): boolean {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return !(multiValued && isObject) && isEmpty(value);
}

function single(value: unknown, where: string, notice: Notice): unknown {
  if (!Array.isArray(value)) return value;
  if (value.length > 1) throw new InvalidValue(`${where} takes one value, not several.`);
  notice('many-for-single');
  return value[0];
}

export function readElement(attribute: Attribute, value: unknown, where: string, notice: Notice): unknown {
  const read = readOne(attribute, value, where, notice);
  if (attribute.valueRequired && (read as Resource | undefined)?.value === undefined)
    throw new InvalidValue(`Each of the ${where} needs a value: the id of the resource that it refers to.`);
  return read;
}

function readOne(attribute: Attribute, value: unknown, where: string, notice: Notice): unknown {
  if (isEmpty(value)) return undefined;
  const { subAttributes } = attribute;
  if (subAttributes)
    return readComplex(attribute, subAttributes, unpacked(attribute, value, where, notice), where, notice);
  return readScalar(attribute, unwrapped(value, notice), where, notice);
}

function readComplex(
  attribute: Attribute,
  subs: readonly Attribute[],
  value: unknown,
  where: string,
  notice: Notice,
): Resource | undefined {
  if (Array.isArray(value)) throw new InvalidValue(`${where} takes objects, not lists of lists.`);
  if (typeof value !== 'object' || value === null) {
    const main = subs.find((sub) => sub.name === 'value');
    if (!main) throw new InvalidValue(`${where} takes an object.`);
    notice('scalar-for-complex');
    return { value: readScalar(main, value, `${where}.value`, notice) };
  }
  const read: Resource = {};
  for (const [key, inner] of Object.entries(value)) {
    const sub = subNamed(attribute, subs, key, notice);
    if (!sub) notice('attribute-unknown', `${where}.${key}`);
    else if (sub.mutability !== 'readOnly') {
      const kept = readValue(sub, inner, `${where}.${sub.name}`, notice);
      if (kept !== undefined) read[sub.name] = kept;
    }
  }
  return Object.keys(read).length === 0 ? undefined : read;
}

function unwrapped(value: unknown, notice: Notice): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'value')) return value;
  notice('object-for-scalar');
  return (value as Resource).value;
}

function readScalar(attribute: Attribute, value: unknown, where: string, notice: Notice): unknown {
  if (isEmpty(value)) return undefined;
  switch (attribute.type) {
    case 'boolean':
      return readBoolean(value, where, notice);
    case 'integer':
    case 'decimal':
      return readNumber(attribute, value, where, notice);
    case 'dateTime':
      if (typeof value !== 'string' || dateOf(value) === undefined)
        throw new InvalidValue(`${where} takes a date and time, such as 2026-01-31T12:00:00Z.`);
      return value;
    default:
      return readText(value, where, notice);
  }
}

function readBoolean(value: unknown, where: string, notice: Notice): boolean {
  if (typeof value === 'boolean') return value;
  const folded = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  if (folded !== 'true' && folded !== 'false') throw new InvalidValue(`${where} takes true or false.`);
  notice('boolean-text');
  return folded === 'true';
}

function readNumber({ type }: Attribute, value: unknown, where: string, notice: Notice): number {
  const isText = typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value);
  const number = isText ? Number(value) : value;
  const isFit = type === 'integer' ? Number.isSafeInteger : Number.isFinite;
  if (typeof number !== 'number' || !isFit(number))
    throw new InvalidValue(`${where} takes ${type === 'integer' ? 'a whole number' : 'a number'}.`);
  if (isText) notice('number-text');
  return number;
}

function readText(value: unknown, where: string, notice: Notice): string {
  const isInexact = typeof value === 'number' && !Number.isSafeInteger(value);
  if (typeof value === 'object' || isInexact) throw new InvalidValue(`${where} takes a text.`);
  if (typeof value !== 'string') notice('text-scalar');
  const text = String(value);
  if (text.length > limits.attributeChars)
    throw new InvalidValue(`${where} has more than ${limits.attributeChars} characters.`);
  if (!text.isWellFormed()) throw new InvalidValue(`${where} is not well-formed Unicode.`);
  return text;
}

function isDefined(value: unknown): boolean {
  return value !== undefined;
}
