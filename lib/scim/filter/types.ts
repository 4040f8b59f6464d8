import type { Attribute } from '../schema/types.ts';

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type Literal = string | number | boolean | null;

/** A filter (RFC 7644 section 3.4.2.2), names resolved against the schema and values checked against their types. */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly op: 'not'; readonly filter: Filter }
  /** A value path: some element of `target` matches `filter`, whose targets are relative to the element. */
  | { readonly op: 'some'; readonly target: Target; readonly filter: Filter }
  | { readonly op: 'pr'; readonly target: Target }
  /** One of these case-exact texts. Clients cannot write it: terms that were looked up before become it. */
  | { readonly op: 'in'; readonly target: Target; readonly values: readonly string[] }
  /** `value` as it is compared (folded, a date as milliseconds), `raw` as it was written. */
  | { readonly op: Comparison; readonly target: Target; readonly value: Literal; readonly raw: Literal };

/** Where the compared values lie: the keys to walk from the resource (or element), arrays passed through on the way. */
export interface Target {
  /** `['emails', 'value']`, `['urn:…:User', 'manager', 'value']` */
  readonly keys: readonly string[];
  /** Canonical text, as in `Searchable.keys`: `emails.value`, `urn:…:User:manager.value`. */
  readonly text: string;
  /** Of the compared values: type and `caseExact` decide how they compare. */
  readonly attribute: Attribute;
}

export type SortKey = Target;
