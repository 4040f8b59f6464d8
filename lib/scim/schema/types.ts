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
  /** The most values in one request; `limits.multiValues` by default. */
  readonly maxValues?: number;
  /** Whether an element without a `value` is refused instead of ignored. */
  readonly valueRequired?: true;
  /** Whether it is accepted but omitted from the published schema. */
  readonly unpublished?: true;
}

export interface Schema {
  /** The URN. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

/** RFC 7643 section 6, with its schemas. */
export interface ResourceType {
  readonly id: string;
  readonly name: string;
  /** `/Users` */
  readonly endpoint: string;
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly { readonly schema: Schema; readonly required: boolean }[];
  /** A multi-valued core attribute that is stored separately from the resource, each value as a document. */
  readonly apart?: Attribute;
  /** A core attribute that is computed from other documents for each answer. */
  readonly computed?: Attribute;
  /** Singular attributes that refer to other resources. Their `$ref` is not stored: each answer has it. */
  readonly links?: readonly Attribute[];
  /** A type whose attributes clients also send to this one: PATCH ignores them. */
  readonly neighbour?: ResourceType;
  /** Whether its resources are read-only. */
  readonly readOnly?: true;
  /** Whether its resources are created and deleted, and never change in between. They are no part of a search over all types. */
  readonly fixed?: true;
}

/**
 * A resolved name: `emails.value`, `userName`, `urn:…:enterprise:2.0:User` + `manager.value`. Resolving ignores case
 * and matches the longest known URN first.
 */
export interface ResolvedPath {
  /** The URN of the attribute's extension; absent for core and common attributes. */
  readonly extension?: string;
  readonly attribute: Attribute;
  readonly sub?: Attribute;
  /** Canonical text: `name.givenName`, `urn:…:User:manager.value`. */
  readonly text: string;
}

/** A resource as stored and sent: own keys in canonical spelling, extensions under their URN. */
export type Resource = Record<string, unknown>;

/** Called for each leniency, by name, to count and log it, and for each dropped attribute. */
export type Notice = (leniency: string, dropped?: string) => void;
