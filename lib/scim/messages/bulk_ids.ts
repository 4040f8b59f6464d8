import { InvalidValue } from '../errors.ts';
import { checkRequired, withSchemas } from '../ingress/read_resource.ts';
import { isEmpty } from '../ingress/values.ts';
import { schemaByUrn } from '../schema/resolve.ts';
import type { Resource, ResourceType } from '../schema/types.ts';
import type { BulkOperation } from './bulk.ts';

/** `bulkId:x`; `/Users/bulkId:x`, as in a `$ref`; `members[value eq "bulkId:x"]`, as in the path of a PATCH. */
const WHOLE = /^bulkId:(.+)$/i;
const LAST = /\/bulkId:([^/]+)$/i;
const QUOTED = /"bulkId:([^"\\]+)"/gi;

type IdOf = (bulkId: string) => string;

/** The bulkIds in the path or the data of an operation (RFC 7644 section 3.7.2). */
export function referencesIn({ id, data }: Pick<BulkOperation, 'id' | 'data'>): Set<string> {
  const found = new Set<string>();
  const collect = (bulkId: string): string => {
    found.add(bulkId);
    return '';
  };
  if (id !== undefined) mapText(id, '', collect);
  mapTexts(data, '', collect);
  return found;
}

/**
 * The operation with its references replaced by ids. `ids` has those of finished operations; references to `deferred` stay.
 * Throws `InvalidValue` for any other reference.
 */
export function resolved(
  operation: BulkOperation,
  ids: ReadonlyMap<string, string>,
  deferred: ReadonlySet<string> = new Set(),
): BulkOperation {
  const { id, data } = operation;
  return {
    ...operation,
    ...(id === undefined ? {} : { id: mapText(id, '', idIn(ids)) }),
    ...(data === undefined ? {} : { data: mapTexts(data, '', idIn(ids, deferred)) }),
  };
}

/** A part of a resource that refers to a resource that does not exist yet. */
export interface Deferred {
  /** As in a PATCH: `members`, `urn:…:enterprise:2.0:User:manager`. */
  readonly path: string;
  readonly value: unknown;
}

/**
 * Splits a resource into the part without references to `pending`, and those references. Throws `InvalidValue` when the
 * resource is invalid without them.
 */
export function deferReferences(
  type: ResourceType,
  resource: Resource,
  pending: ReadonlySet<string>,
): { readonly kept: Resource; readonly deferred: readonly Deferred[] } {
  const deferred: Deferred[] = [];
  const kept = keptOf(resource, '');
  const whole = withSchemas(type, kept);
  checkRequired(type, whole);
  return { kept: whole, deferred };

  function keptOf(holder: Resource, prefix: string): Resource {
    return Object.fromEntries(
      Object.entries(holder).flatMap(([name, value]) => {
        const isExtension = prefix === '' && name.includes(':') && schemaByUrn(type, name) !== undefined;
        const rest = isExtension
          ? keptOf(value as Resource, `${name}:`)
          : keptValue(value, `${prefix}${name}`);
        return rest === undefined || (isExtension && isEmpty(rest)) ? [] : [[name, rest]];
      }),
    );
  }

  function keptValue(value: unknown, path: string): unknown {
    const isPending = (part: unknown) => [...referencesIn({ data: part })].some((id) => pending.has(id));
    if (!isPending(value)) return value;
    const values = Array.isArray(value) ? value : [value];
    const [later, now] = [values.filter(isPending), values.filter((each) => !isPending(each))];
    deferred.push({ path, value: Array.isArray(value) ? later : value });
    return now.length === 0 ? undefined : now;
  }
}

/** The PATCH that adds the omitted references. */
export function completion(deferred: readonly Deferred[], ids: ReadonlyMap<string, string>): Resource {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: deferred.map(({ path, value }) => ({
      op: 'add',
      path,
      value: mapTexts(value, '', idIn(ids)),
    })),
  };
}

function idIn(ids: ReadonlyMap<string, string>, deferred: ReadonlySet<string> = new Set()): IdOf {
  return (bulkId) => {
    const id = deferred.has(bulkId) ? `bulkId:${bulkId}` : ids.get(bulkId);
    if (id === undefined)
      throw new InvalidValue(`This request has created no resource with bulkId:${bulkId.slice(0, 100)}.`);
    return id;
  };
}

function mapTexts(value: unknown, key: string, idOf: IdOf): unknown {
  if (typeof value === 'string') return mapText(value, key, idOf);
  if (Array.isArray(value)) return value.map((element) => mapTexts(element, key, idOf));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, mapTexts(inner, name, idOf)]),
  );
}

function mapText(text: string, key: string, idOf: IdOf): string {
  const [, whole] = WHOLE.exec(text) ?? [];
  if (whole !== undefined) return idOf(whole);
  if (key.toLowerCase() === 'path')
    return text.replace(QUOTED, (_found, bulkId: string) => `"${idOf(bulkId)}"`);
  return text.replace(LAST, (_found, bulkId: string) => `/${idOf(bulkId)}`);
}
