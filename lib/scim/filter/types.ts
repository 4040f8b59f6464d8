import type { Attribute } from '../schema/types.ts';

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type Literal = string | number | boolean | null;

/** A filter (RFC 7644 section 3.4.2.2) with names resolved by the schema and values checked by type. */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly op: 'not'; readonly filter: Filter }
  /** A value path: some element of `target` matches `filter`, whose targets are relative to the element. */
  | { readonly op: 'some'; readonly target: Target; readonly filter: Filter }
  | { readonly op: 'pr'; readonly target: Target }
  /** The value is one of these case-exact texts. Clients cannot write this term: it replaces terms on relations. */
  | { readonly op: 'in'; readonly target: Target; readonly values: readonly string[] }
  /** `value` is prepared for comparison (folded, a date as milliseconds); `raw` is as written. */
  | { readonly op: Comparison; readonly target: Target; readonly value: Literal; readonly raw: Literal };

/** The location of the compared values: the keys from the resource (or element), through arrays on the way. */
export interface Target {
  /** `['emails', 'value']`, `['urn:…:User', 'manager', 'value']` */
  readonly keys: readonly string[];
  /** Canonical text, as in `Searchable.keys`: `emails.value`, `urn:…:User:manager.value`. */
  readonly text: string;
  /** The attribute of the compared values; its type and `caseExact` decide the comparison. */
  readonly attribute: Attribute;
}

export type SortKey = Target;
