import { RuleError } from '../errors.ts';
import { fold } from '../scim/filter/compare.ts';
import type { Attribute, Resource, ResourceType } from '../scim/schema/types.ts';
import type { Collection, Doc, Transaction } from '../store/port.ts';

/** A document of a collection whose unique key `value` runs along what its resource alone may hold. */
interface Holder extends Doc {
  readonly uniqueValues?: readonly string[];
}

interface Claim {
  readonly id: string;
  readonly scope: string;
  readonly resource: Resource;
  /** As the resource is now, where there is one. */
  readonly present?: Resource;
}

/**
 * The values that a resource alone may hold: those of attributes with `uniqueness` server or global that have no key of
 * their own. Throws `RuleError` `unique_value_taken` where another resource of the scope has one. A value that came before
 * its attribute was unique stays without a claim, so that such a resource can still be changed.
 */
export async function claimValues<D extends Holder>(
  tx: Transaction,
  from: Collection<D>,
  type: ResourceType,
  { id, scope, resource, present = {} }: Claim,
): Promise<string[]> {
  const keyed = from.search?.keys ?? {};
  const values = valuesIn(type, keyed, resource);
  const holders = await Promise.all(values.map((value) => tx.find(from, scope, 'value', value)));
  const taken = values.filter((_, at) => holders[at] !== undefined && holders[at].id !== id);
  const held = new Set(valuesIn(type, keyed, present));
  const refused = taken.find((value) => !held.has(value));
  if (refused !== undefined)
    throw new RuleError(
      'unique_value_taken',
      `The value of ${refused.split('=', 1)[0]} is taken by another ${type.name}.`,
    );
  return values.filter((value) => !taken.includes(value));
}

/** `attribute=value` of every assigned value, folded unless `caseExact`. */
function valuesIn(type: ResourceType, keyed: object, resource: Resource): string[] {
  const core = type.schema.attributes.filter(({ name }) => !Object.hasOwn(keyed, name));
  const extended = type.extensions.flatMap(({ schema }) =>
    valuesOf(schema.attributes, resource[schema.id], `${schema.id}:`),
  );
  return [...new Set([...valuesOf(core, resource, ''), ...extended])];
}

function valuesOf(attributes: readonly Attribute[], holder: unknown, prefix: string): string[] {
  return attributes.flatMap((attribute) => {
    const held = (holder as Resource | undefined)?.[attribute.name];
    const values: readonly unknown[] = Array.isArray(held) ? held : [held];
    const name = prefix + attribute.name;
    if (attribute.subAttributes) {
      const subs = attribute.subAttributes;
      return values.flatMap((value) => valuesOf(subs, value, `${name}.`));
    }
    if (attribute.uniqueness === 'none') return [];
    return values
      .filter((value) => value !== undefined)
      .map((value) => `${name}=${typeof value === 'string' && !attribute.caseExact ? fold(value) : value}`);
  });
}
