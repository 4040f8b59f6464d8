import { commonAttributes } from './common.ts';
import type { Attribute, ResolvedPath, ResourceType, Schema } from './types.ts';

type Names = ReadonlyMap<string, ResolvedPath>;

const namesOf = new WeakMap<ResourceType, Names>();

/**
 * The attribute that a name means: `userName`, `name.givenName`, `urn:…:User:userName`, `urn:…:enterprise:2.0:User:manager`,
 * and, where no core attribute has the name, `manager` bare. Letter case makes no difference (RFC 7643 section 2.1).
 */
export function resolvePath(type: ResourceType, name: string): ResolvedPath | undefined {
  return tableOf(type).get(name.toLowerCase());
}

/** The extension, or the core schema, whose URN this is. */
export function schemaByUrn(type: ResourceType, urn: string): Schema | undefined {
  const wanted = urn.toLowerCase();
  const schemas = [type.schema, ...type.extensions.map(({ schema }) => schema)];
  return schemas.find((schema) => schema.id.toLowerCase() === wanted);
}

/** The keys to walk from a resource to what a path means. */
export function keysOf({ extension, attribute, sub }: ResolvedPath): string[] {
  return [...(extension === undefined ? [] : [extension]), attribute.name, ...(sub ? [sub.name] : [])];
}

export function isExtension(type: ResourceType, schema: Schema): boolean {
  return schema !== type.schema;
}

/**
 * Every name that means something, folded: one look-up resolves any of them, however long its URN. The common attributes
 * count as part of the core schema (RFC 7643 section 3.1).
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
