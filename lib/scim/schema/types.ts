/** RFC 7643 section 7: an attribute definition, as data. */
export interface Attribute {
  readonly name: string;
  readonly type:
    | 'string'
    | 'boolean'
    | 'decimal'
    | 'integer'
    | 'dateTime'
    | 'binary'
    | 'reference'
    | 'complex';
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
  /** How many values one request may have; `limits.multiValues` where it does not say. */
  readonly maxValues?: number;
  /** Whether an element without a `value` is refused; elsewhere it is passed over. */
  readonly valueRequired?: true;
  /** Whether it is understood, and left out of the published schema. */
  readonly unpublished?: true;
}

export interface Schema {
  /** The URN. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

/** RFC 7643 section 6, with its schemas at hand. */
export interface ResourceType {
  readonly id: string;
  readonly name: string;
  /** `/Users` */
  readonly endpoint: string;
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly { readonly schema: Schema; readonly required: boolean }[];
  /** A multi-valued core attribute that is kept apart from the resource, each value on its own. */
  readonly apart?: Attribute;
  /** A core attribute that is worked out from other documents for each answer. */
  readonly computed?: Attribute;
  /** The type whose attributes clients send to this one too: a PATCH passes over them. */
  readonly neighbour?: ResourceType;
  /** Whether its resources can be read and not written. */
  readonly readOnly?: true;
}

/**
 * A name resolved against a resource type: `emails.value`, `userName`,
 * `urn:…:enterprise:2.0:User` + `manager.value`. Resolving ignores case and matches the longest known URN first.
 */
export interface ResolvedPath {
  /** The URN of the extension that the attribute belongs to; absent for core and common attributes. */
  readonly extension?: string;
  readonly attribute: Attribute;
  readonly sub?: Attribute;
  /** Canonical text: `name.givenName`, `urn:…:User:manager.value`. */
  readonly text: string;
}

/** A resource as it is stored and sent: own keys in canonical spelling, extensions under their URN. */
export type Resource = Record<string, unknown>;

/** Called for each leniency that was needed, by name, so that it can be counted and logged, and for each dropped attribute. */
export type Notice = (leniency: string, dropped?: string) => void;
