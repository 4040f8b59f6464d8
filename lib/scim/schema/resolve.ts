import { commonAttributes } from './common.ts';
import type { Attribute, Notice, ResolvedPath, ResourceType, Schema } from './types.ts';

type Names = ReadonlyMap<string, ResolvedPath>;

const namesOf = new WeakMap<ResourceType, Names>();

/**
 * The attribute of a name: `userName`, `name.givenName`, `urn:…:User:userName`, `urn:…:enterprise:2.0:User:manager`,
 * and bare `manager` if no core attribute has this name. Ignores letter case (RFC 7643 section 2.1). Accepts a dot
 * instead of the colon after the URN.
 */
export function resolvePath(
  type: ResourceType,
  name: string,
  notice: Notice = () => undefined,
): ResolvedPath | undefined {
  const folded = name.toLowerCase();
  const names = tableOf(type);
  const found = names.get(folded);
  if (found || !folded.includes(':')) return found;
  const urn = schemasOf(type).find(({ id }) => folded.startsWith(`${id.toLowerCase()}.`))?.id;
  const meant =
    urn === undefined ? undefined : names.get(`${urn.toLowerCase()}:${folded.slice(urn.length + 1)}`);
  if (meant) notice('urn-dotted');
  return meant;
}

/** The extension, or the core schema, with this URN. */
export function schemaByUrn(type: ResourceType, urn: string): Schema | undefined {
  const wanted = urn.toLowerCase();
  return schemasOf(type).find((schema) => schema.id.toLowerCase() === wanted);
}

function schemasOf({ schema, extensions }: ResourceType): Schema[] {
  return [schema, ...extensions.map((extension) => extension.schema)];
}

/** The keys from a resource to the target of a path. */
export function keysOf({ extension, attribute, sub }: ResolvedPath): string[] {
  return [...(extension === undefined ? [] : [extension]), attribute.name, ...(sub ? [sub.name] : [])];
}

/**
 * Every valid name, folded, so that one look-up resolves any of them, however long its URN. The common attributes count
 * as part of the core schema (RFC 7643 section 3.1).
 */
function tableOf(type: ResourceType): Names {
  const known = namesOf.get(type);
  if (known) return known;
  const names = new Map<string, ResolvedPath>();
  for (const { schema } of type.extensions) addBare(names, schema.attributes, schema.id);
  addBare(names, type.schema.attributes);
  addBare(names, commonAttributes);
  for (const { schema } of type.extensions) addPrefixed(names, schema.id, schema.attributes, schema.id);
  addPrefixed(names, type.schema.id, type.schema.attributes);
  addPrefixed(names, type.schema.id, commonAttributes);
  namesOf.set(type, names);
  return names;
}

function addBare(
  names: Map<string, ResolvedPath>,
  attributes: readonly Attribute[],
  extension?: string,
): void {
  for (const path of pathsOf(attributes, extension)) names.set(bareName(path), path);
}

function addPrefixed(
  names: Map<string, ResolvedPath>,
  urn: string,
  attributes: readonly Attribute[],
  extension?: string,
): void {
  for (const path of pathsOf(attributes, extension))
    names.set(`${urn.toLowerCase()}:${bareName(path)}`, path);
}

function pathsOf(attributes: readonly Attribute[], extension?: string): ResolvedPath[] {
  const prefix = extension === undefined ? '' : `${extension}:`;
  const place = extension === undefined ? {} : { extension };
  return attributes.flatMap((attribute) => {
    const text = prefix + attribute.name;
    const subs = (attribute.subAttributes ?? []).map((sub) => ({
      ...place,
      attribute,
      sub,
      text: `${text}.${sub.name}`,
    }));
    return [{ ...place, attribute, text }, ...subs];
  });
}

function bareName({ attribute, sub }: ResolvedPath): string {
  return (sub ? `${attribute.name}.${sub.name}` : attribute.name).toLowerCase();
}
