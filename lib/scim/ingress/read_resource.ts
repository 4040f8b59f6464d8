import { limits } from '../../../config/limits.ts';
import { InvalidSyntax, InvalidValue } from '../errors.ts';
import { hasImmutable, refuseChange } from '../schema/immutable.ts';
import { resolvePath, schemaByUrn } from '../schema/resolve.ts';
import type { Attribute, Notice, ResolvedPath, Resource, ResourceType } from '../schema/types.ts';
import { isEmpty, readValue } from './values.ts';

/**
 * The resource in the body of a POST, as its schemas define it: canonical names and types, without read-only, unknown
 * and unassigned attributes, with new `schemas`. Throws `InvalidSyntax`, `InvalidValue`.
 */
export function readResource(type: ResourceType, body: unknown, notice: Notice): Resource {
  const resource = readAttributes(type, body, notice);
  if (resource.active === undefined && hasActive(type)) resource.active = true;
  checkRequired(type, resource);
  return sized(type, withSchemas(type, resource));
}

/**
 * The resource in the body of a PUT that replaces `current` (RFC 7644 section 3.5.1). Omitted attributes are cleared,
 * except `active`, `externalId`, read-only and immutable ones. Throws `Mutability` when an immutable one would change.
 */
export function readReplacement(
  type: ResourceType,
  body: unknown,
  current: Resource,
  notice: Notice,
): Resource {
  const resource = readAttributes(type, body, notice);
  for (const attribute of identity) keep(attribute, current, resource, attribute.name === 'externalId');
  for (const attribute of type.schema.attributes) {
    keep(attribute, current, resource, attribute.name === 'active');
    keepImmutable(attribute, current, resource, '');
  }
  for (const { schema } of type.extensions) {
    const before = (current[schema.id] ?? {}) as Resource;
    const after = (resource[schema.id] ?? {}) as Resource;
    for (const attribute of schema.attributes) {
      keep(attribute, before, after, false);
      keepImmutable(attribute, before, after, `${schema.id}:`);
    }
    if (!isEmpty(after)) resource[schema.id] = after;
  }
  checkRequired(type, resource);
  return sized(type, withSchemas(type, resource));
}

/** The resource with the `schemas` that it uses, as its first key. */
export function withSchemas(type: ResourceType, resource: Resource): Resource {
  const { schemas: _sent, ...attributes } = resource;
  const used = type.extensions.map(({ schema }) => schema.id).filter((urn) => attributes[urn] !== undefined);
  return { schemas: [type.schema.id, ...used], ...attributes };
}

/** Returns the resource unless it is too large, not counting what its type stores separately. Throws `InvalidValue`. */
export function sized({ apart }: ResourceType, resource: Resource): Resource {
  const counted = apart ? { ...resource, [apart.name]: undefined } : resource;
  if (JSON.stringify(counted).length > limits.resourceChars)
    throw new InvalidValue(`The resource would have more than ${limits.resourceChars} characters.`);
  return resource;
}

/** Throws `InvalidValue` when a required attribute is missing or blank. */
export function checkRequired(type: ResourceType, resource: Resource): void {
  checkHas(type.schema.attributes, resource, '');
  for (const { schema, required } of type.extensions) {
    const extension = resource[schema.id];
    if (required && extension === undefined)
      throw new InvalidValue(`The extension ${schema.id} is required.`);
    if (extension !== undefined) checkHas(schema.attributes, extension as Resource, `${schema.id}:`);
  }
}

type Kept = Pick<Attribute, 'name' | 'mutability'>;
const identity: readonly Kept[] = [
  { name: 'id', mutability: 'readOnly' },
  { name: 'meta', mutability: 'readOnly' },
  { name: 'externalId', mutability: 'readWrite' },
];

function keep({ name, mutability }: Kept, before: Resource, after: Resource, always: boolean): void {
  const held = before[name];
  if (held === undefined) return;
  if (mutability === 'readOnly' || ((always || mutability === 'immutable') && after[name] === undefined))
    after[name] = held;
}

/**
 * Keeps immutable values, and immutable parts of a single value. The elements of a list cannot be matched with those
 * before, so they are not kept.
 */
function keepImmutable(attribute: Attribute, before: Resource, after: Resource, prefix: string): void {
  const { name, multiValued, mutability, subAttributes } = attribute;
  const held = before[name];
  if (held === undefined || !hasImmutable(attribute)) return;
  if (multiValued && mutability !== 'immutable') return;
  if (subAttributes && !multiValued) {
    const parts = { ...((after[name] ?? {}) as Resource) };
    for (const sub of subAttributes.filter(hasImmutable)) keep(sub, held as Resource, parts, false);
    if (!isEmpty(parts)) after[name] = parts;
  }
  refuseChange(attribute, held, after[name], prefix + name);
}

function checkHas(attributes: readonly Attribute[], holder: Resource, prefix: string): void {
  for (const { name, required } of attributes) {
    const value = holder[name];
    const isMissing = value === undefined || (typeof value === 'string' && value.trim() === '');
    if (required && isMissing) throw new InvalidValue(`${prefix}${name} is required.`);
  }
}

function hasActive({ schema }: ResourceType): boolean {
  return schema.attributes.some(({ name, type }) => name === 'active' && type === 'boolean');
}

function readAttributes(type: ResourceType, body: unknown, notice: Notice): Resource {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new InvalidSyntax('The body must be a JSON object.');
  const resource: Resource = {};
  noticeSchemas(type, body as Resource, notice);
  for (const [key, value] of Object.entries(body)) readKey(type, resource, key, value, notice);
  return resource;
}

function readKey(type: ResourceType, resource: Resource, key: string, value: unknown, notice: Notice): void {
  if (key.toLowerCase() === 'schemas') return;
  const schema = key.includes(':') ? schemaByUrn(type, key) : undefined;
  if (schema) {
    if (isEmpty(value)) return;
    if (typeof value !== 'object' || Array.isArray(value))
      throw new InvalidValue(`${schema.id} takes an object.`);
    for (const [name, inner] of Object.entries(value as object))
      readKey(type, resource, `${schema.id}:${name}`, inner, notice);
    return;
  }
  const path = resolvePath(type, key, notice);
  if (!path) {
    notice('attribute-unknown', key);
    return;
  }
  const isNone = value === null || (Array.isArray(value) && value.length === 0);
  if (path.attribute === type.apart && !path.sub && isNone) resource[path.attribute.name] = value;
  if (path.sub) notice('key-dotted');
  else if (path.extension !== undefined && !key.includes(':')) notice('attribute-bare');
  place(resource, path, value, notice);
}

function place(
  resource: Resource,
  { extension, attribute, sub, text }: ResolvedPath,
  value: unknown,
  notice: Notice,
): void {
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') return;
  if (attribute.unpublished) notice('password-ignored');
  if (sub && attribute.multiValued) {
    notice('attribute-unknown', text);
    return;
  }
  const read = readValue(sub ?? attribute, value, text, notice);
  if (read === undefined) return;
  const holder = extension === undefined ? resource : childOf(resource, extension);
  if (sub) childOf(holder, attribute.name)[sub.name] = read;
  else if (attribute.subAttributes && !attribute.multiValued)
    holder[attribute.name] = { ...childOf(holder, attribute.name), ...(read as Resource) };
  else holder[attribute.name] = read;
}

function childOf(holder: Resource, key: string): Resource {
  const child = (holder[key] ?? {}) as Resource;
  holder[key] = child;
  return child;
}

function noticeSchemas(type: ResourceType, body: Resource, notice: Notice): void {
  const key = Object.keys(body).find((each) => each.toLowerCase() === 'schemas');
  const schemas = key === undefined ? undefined : body[key];
  if (isEmpty(schemas)) notice('schemas-missing');
  else if (
    !Array.isArray(schemas) ||
    schemas.some((urn) => typeof urn !== 'string' || !schemaByUrn(type, urn))
  )
    notice('schemas-unknown');
}
