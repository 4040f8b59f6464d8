import type { Unit } from '../../audit/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { type Attribute, fold, type Resource, type ResourceType } from '../../scim/index.ts';
import type { Collection, Doc } from '../../store/index.ts';

/** A document with a unique key over its `uniqueValues`. */
interface Holder extends Doc {
  readonly uniqueValues?: readonly string[];
}

interface Claim {
  readonly id: string;
  readonly scope: string;
  readonly resource: Resource;
  /** The resource before the change, if it exists. */
  readonly present?: Resource;
}

interface Unique {
  readonly path: readonly string[];
  /** The spelling in errors and claims. */
  readonly name: string;
  readonly caseExact: boolean;
}

/** The unique values of a resource: attributes with `uniqueness` server or global that have no key of their own. */
export class UniqueValues<D extends Holder> {
  readonly #from: Collection<D>;
  readonly #typeName: string;
  readonly #attributes: readonly Unique[];

  constructor(from: Collection<D>, { name, schema, extensions }: ResourceType) {
    const keyed = from.search?.keys ?? {};
    const core = schema.attributes.filter((attribute) => !Object.hasOwn(keyed, attribute.name));
    this.#from = from;
    this.#typeName = name;
    this.#attributes = [
      ...uniquesIn(core, [], ''),
      ...extensions.flatMap((extension) =>
        uniquesIn(extension.schema.attributes, [extension.schema.id], `${extension.schema.id}:`),
      ),
    ];
  }

  /**
   * Claims the values of a resource. Throws `RuleError` `unique_value_taken` when another resource of the scope has one
   * of them. A value from before its attribute was unique gets no claim, so that its resource can still change.
   */
  async claim(unit: Unit, { id, scope, resource, present = {} }: Claim): Promise<string[]> {
    const values = this.#valuesOf(resource);
    const holders = await Promise.all(values.map((value) => unit.find(this.#from, scope, 'value', value)));
    const taken = values.filter((_, at) => holders[at] !== undefined && holders[at].id !== id);
    const held = new Set(this.#valuesOf(present));
    const refused = taken.find((value) => !held.has(value));
    if (refused !== undefined)
      throw new RuleError(
        'unique_value_taken',
        `The value of ${refused.split('=', 1)[0]} is taken by another ${this.#typeName}.`,
      );
    return values.filter((value) => !taken.includes(value));
  }

  /** `attribute=value` of every assigned value, folded unless `caseExact`. */
  #valuesOf(resource: Resource): string[] {
    const values = this.#attributes.flatMap(({ path, name, caseExact }) =>
      valuesAt(resource, path).map(
        (value) => `${name}=${typeof value === 'string' && !caseExact ? fold(value) : value}`,
      ),
    );
    return [...new Set(values)];
  }
}

function uniquesIn(attributes: readonly Attribute[], path: readonly string[], prefix: string): Unique[] {
  return attributes.flatMap(({ name, caseExact, uniqueness, subAttributes }) => {
    const unique = { path: [...path, name], name: prefix + name, caseExact };
    if (subAttributes) return uniquesIn(subAttributes, unique.path, `${unique.name}.`);
    return uniqueness === 'none' ? [] : [unique];
  });
}

function valuesAt(holder: unknown, [key = '', ...rest]: readonly string[]): unknown[] {
  const held = (holder as Resource | undefined)?.[key];
  const values: unknown[] = Array.isArray(held) ? held : held === undefined ? [] : [held];
  return rest.length === 0 ? values : values.flatMap((value) => valuesAt(value, rest));
}
