import { keysOf, resolvePath, schemaByUrn } from './schema/resolve.ts';
import type { Attribute, Notice, Resource, ResourceType } from './schema/types.ts';

/** The attributes that a client includes or excludes (RFC 7644 section 3.9). */
export interface Projection {
  readonly included?: Names;
  readonly excluded?: Names;
}

/** Keys of a resource, each with its sub-attributes or `all`. */
type Names = ReadonlyMap<string, 'all' | ReadonlySet<string>>;

interface Selection {
  readonly attributes?: string | undefined;
  readonly excludedAttributes?: string | undefined;
}

const everything: Projection = {};

/** Reads `attributes` and `excludedAttributes`; ignores unknown names. */
export function parseProjection(
  type: ResourceType,
  { attributes, excludedAttributes }: Selection,
  notice?: Notice,
): Projection {
  const included = namesIn(type, attributes, notice);
  const excluded = namesIn(type, excludedAttributes, notice);
  if (!included && !excluded) return everything;
  return { ...(included ? { included } : {}), ...(excluded ? { excluded } : {}) };
}

/** The part of a resource to return, by the `returned` of each attribute and the client's selection. */
export function project(type: ResourceType, resource: Resource, projection: Projection): Resource {
  if (projection === everything && showsWhole(type, resource)) return resource;
  const kept: Resource = {};
  for (const [key, value] of Object.entries(resource)) {
    const extension = key.includes(':') ? schemaByUrn(type, key) : undefined;
    const shown = extension
      ? projectExtension(key, value as Resource, extension.attributes, projection)
      : projectAttribute(key, value, resolvePath(type, key)?.attribute, projection);
    if (shown !== undefined) kept[key] = shown;
  }
  return kept;
}

/** The attributes of a type that are shown as they are when a client selects nothing; false for others of it. */
const plain = new WeakMap<ResourceType, Map<string, boolean>>();

function showsWhole(type: ResourceType, resource: Resource): boolean {
  const known = plain.get(type) ?? new Map<string, boolean>();
  plain.set(type, known);
  for (const key of Object.keys(resource)) if (!(known.get(key) ?? learnt(known, type, key))) return false;
  return true;
}

function learnt(known: Map<string, boolean>, type: ResourceType, key: string): boolean {
  const extension = key.includes(':') ? schemaByUrn(type, key) : undefined;
  const attribute = extension ? undefined : resolvePath(type, key)?.attribute;
  if (!extension && !attribute) return false;
  const isShown = extension
    ? areDefault(extension.attributes)
    : attribute !== undefined && isPlain(attribute);
  known.set(key, isShown);
  return isShown;
}

function isPlain({ returned, subAttributes = [] }: Attribute): boolean {
  return returned === 'always' || (returned === 'default' && areDefault(subAttributes));
}

function areDefault(attributes: readonly Attribute[]): boolean {
  return attributes.every(({ returned }) => returned === 'default');
}

function projectAttribute(
  key: string,
  value: unknown,
  attribute: Attribute | undefined,
  projection: Projection,
): unknown {
  if (!attribute || attribute.returned === 'never') return undefined;
  if (attribute.returned === 'always') return value;
  const { included, excluded } = projection;
  const wanted = included?.get(key);
  if (included ? wanted === undefined : attribute.returned === 'request') return undefined;
  const unwanted = excluded?.get(key);
  if (unwanted === 'all') return undefined;
  if (!attribute.subAttributes) return value;
  return projectSubs(value, attribute.subAttributes, wanted, unwanted);
}

const NOTHING: ReadonlySet<string> = new Set();

/** A client selects a whole extension by its URN, or single attributes. Attributes `returned` always are kept. */
function projectExtension(
  urn: string,
  value: Resource,
  attributes: readonly Attribute[],
  { included, excluded }: Projection,
): Resource | undefined {
  const wanted = included?.get(urn);
  const unwanted = excluded?.get(urn);
  const isExcluded = (included && wanted === undefined) || unwanted === 'all';
  return projectSubs(value, attributes, isExcluded ? NOTHING : wanted, unwanted) as Resource | undefined;
}

type Subs = 'all' | ReadonlySet<string> | undefined;

function projectSubs(value: unknown, subs: readonly Attribute[], wanted: Subs, unwanted: Subs): unknown {
  const isWhole = wanted === undefined || wanted === 'all';
  if (isWhole && unwanted === undefined && areDefault(subs)) return value;
  if (Array.isArray(value)) {
    const elements = value.map((element) => projectSubs(element, subs, wanted, unwanted));
    return elements.filter((element) => element !== undefined);
  }
  const shown = Object.entries(value as Resource).filter(([key]) => {
    const sub = subs.find((each) => each.name === key);
    if (!sub || sub.returned === 'never') return false;
    if (sub.returned === 'always') return true;
    if (unwanted instanceof Set && unwanted.has(key)) return false;
    return isWhole ? sub.returned === 'default' : wanted.has(key);
  });
  return shown.length > 0 ? Object.fromEntries(shown) : undefined;
}

function namesIn(type: ResourceType, list: string | undefined, notice?: Notice): Names | undefined {
  const wanted = (list ?? '')
    .split(',')
    // Microsoft's collection sends `emails[type eq "work"]` and means `emails`.
    .map((name) => name.replace(/\[.*/, '').trim())
    .filter((name) => name !== '');
  if (wanted.length === 0) return undefined;
  const names = new Map<string, 'all' | Set<string>>();
  for (const name of wanted) {
    const extension = schemaByUrn(type, name);
    const path = resolvePath(type, name, notice);
    if (extension && extension !== type.schema) names.set(extension.id, 'all');
    else if (path) add(names, keysOf(path));
  }
  return names;
}

function add(names: Map<string, 'all' | Set<string>>, [key = '', sub]: readonly string[]): void {
  const known = names.get(key);
  if (sub === undefined || known === 'all') names.set(key, 'all');
  else names.set(key, new Set([...(known ?? []), sub]));
}
