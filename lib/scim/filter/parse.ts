import { parse } from 'scim2-parse-filter';
import { limits } from '../../../config/limits.ts';
import { InvalidFilter } from '../errors.ts';
import { keysOf, resolvePath } from '../schema/resolve.ts';
import type { Attribute, Notice, ResolvedPath, ResourceType } from '../schema/types.ts';
import { comparable } from './compare.ts';
import { type FilterLimits, type Lexed, lex } from './lexer.ts';
import { mistakeIn } from './mistake.ts';
import type { Comparison, Filter, Literal, Target } from './types.ts';

type Resolve = (name: string) => { readonly target: Target; readonly inside?: Attribute } | undefined;

const COMPARISONS = new Set<string>(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
const NAME = /^p(\d+)$/;

/**
 * Parses a filter (RFC 7644 section 3.4.2.2) against the schemas of a resource type. Throws `InvalidFilter` when it is
 * malformed or too large, names no attribute, or compares an attribute that cannot be compared.
 */
export function parseFilter(
  text: string,
  type: ResourceType,
  notice: Notice = () => undefined,
  bounds: FilterLimits = limits,
): Filter {
  return read(text, (name) => resolveIn(type, name, notice), notice, bounds);
}

/** Parses the filter of a value path (`type eq "work"`). Its names are sub-attributes of `attribute`. */
export function parseValueFilter(
  text: string,
  attribute: Attribute,
  notice: Notice = () => undefined,
  bounds: FilterLimits = limits,
): Filter {
  return read(text, (name) => resolveElement(attribute, name), notice, bounds);
}

function read(text: string, resolve: Resolve, notice: Notice, bounds: FilterLimits): Filter {
  const lexed = lex(text, bounds);
  for (const leniency of lexed.leniencies) notice(leniency);
  return walk(parsed(lexed), lexed, resolve, notice);
}

function parsed(lexed: Lexed): unknown {
  try {
    return parse(lexed.text);
  } catch {
    throw malformed(lexed);
  }
}

function malformed({ tokens, leniencies }: Lexed): InvalidFilter {
  const hint = leniencies.has('filter.value-bare') ? ' A value with spaces needs double quotes.' : '';
  return new InvalidFilter((mistakeIn(tokens) ?? 'Invalid filter.') + hint);
}

/** Attributes that are computed for each response and not stored. */
const unstored = new Set(['meta.location', 'meta.version']);

/** Accepts only what the grammar allows; refuses anything else that the parser accepts. */
function walk(node: unknown, lexed: Lexed, resolve: Resolve, notice: Notice): Filter {
  const { op, filters, filter, valFilter, attrPath, compValue } = (node ?? {}) as Record<string, unknown>;
  if ((op === 'and' || op === 'or') && Array.isArray(filters))
    return { op, filters: filters.map((each) => walk(each, lexed, resolve, notice)) };
  if (op === 'not' && filter !== undefined) return { op, filter: walk(filter, lexed, resolve, notice) };
  if (typeof op !== 'string' || typeof attrPath !== 'string') throw malformed(lexed);

  const name = lexed.names[Number(NAME.exec(attrPath)?.[1])];
  if (name === undefined) throw malformed(lexed);
  const found = resolve(name);
  if (!found) throw new InvalidFilter(`The filter names an unknown attribute${quoted(name)}.`);
  const { target, inside } = found;
  if (op === '[]') {
    if (!inside) throw new InvalidFilter(`${target.text} has no sub-attributes to filter by.`);
    return {
      op: 'some',
      target,
      filter: walk(valFilter, lexed, (sub) => resolveElement(inside, sub), notice),
    };
  }
  if (op === 'pr') return { op, target };
  if (!COMPARISONS.has(op)) throw malformed(lexed);
  const literal = lexed.literals[Number(compValue)];
  if (typeof compValue !== 'string' || literal === undefined) throw malformed(lexed);
  return comparison(op as Comparison, comparedTarget(target, inside), literal, notice);
}

/** A complex attribute is compared by its `value` (RFC 7644 section 3.4.2.2, RFC 7643 section 2.4). */
function comparedTarget(target: Target, inside: Attribute | undefined): Target {
  const value = inside?.subAttributes?.find((sub) => sub.name === 'value');
  if (!inside?.subAttributes) return target;
  if (!value) throw new InvalidFilter(`${target.text} is complex: compare one of its sub-attributes.`);
  return { keys: [...target.keys, 'value'], text: `${target.text}.value`, attribute: value };
}

function comparison(op: Comparison, target: Target, literal: Literal, notice: Notice): Filter {
  const { attribute } = target;
  if (literal === null || literal === '') {
    if (op !== 'eq' && op !== 'ne') throw new InvalidFilter('Compare null and "" with eq or ne.');
    return { op, target, value: null, raw: null };
  }
  const misfit = (hint = ''): InvalidFilter =>
    new InvalidFilter(
      `${target.text} is of type ${attribute.type}, which ${op} cannot compare with this value.${hint}`,
    );
  switch (attribute.type) {
    case 'boolean': {
      const value = booleanOf(literal, notice);
      if (value === undefined || (op !== 'eq' && op !== 'ne')) throw misfit();
      return { op, target, value, raw: value };
    }
    case 'integer':
    case 'decimal':
      if (typeof literal !== 'number' || isTextual(op)) throw misfit();
      return { op, target, value: literal, raw: literal };
    case 'dateTime': {
      const at = typeof literal === 'string' ? comparable(literal, attribute) : undefined;
      if (at === undefined || isTextual(op)) throw misfit();
      return { op, target, value: at, raw: literal };
    }
    case 'binary':
      if (typeof literal !== 'string' || !(op === 'eq' || op === 'ne' || isTextual(op))) throw misfit();
      break;
    default:
      if (typeof literal !== 'string') throw misfit(' Put a text in double quotes.');
  }
  return { op, target, value: comparable(literal, attribute) ?? null, raw: literal };
}

function isTextual(op: Comparison): boolean {
  return op === 'co' || op === 'sw' || op === 'ew';
}

function booleanOf(literal: Literal, notice: Notice): boolean | undefined {
  if (typeof literal === 'boolean') return literal;
  const folded = typeof literal === 'string' ? literal.toLowerCase() : undefined;
  if (folded !== 'true' && folded !== 'false') return undefined;
  notice('filter.boolean-text');
  return folded === 'true';
}

function resolveIn(type: ResourceType, name: string, notice: Notice): ReturnType<Resolve> {
  const path = resolvePath(type, name, notice);
  if (path && unstored.has(path.text)) throw new InvalidFilter(`A filter cannot use ${path.text}.`);
  if (!path) return undefined;
  const leaf = path.sub ?? path.attribute;
  const target = targetOf(path, leaf);
  return leaf.subAttributes
    ? { target, inside: leaf }
    : { target, ...(leaf.multiValued ? { inside: leaf } : {}) };
}

/** The sub-attribute of a complex attribute, or `value` of a simple multi-valued one: the element itself. */
function resolveElement(attribute: Attribute, name: string): ReturnType<Resolve> {
  const folded = name.toLowerCase();
  if (!attribute.subAttributes)
    return folded === 'value' ? { target: { keys: [], text: 'value', attribute } } : undefined;
  const sub = attribute.subAttributes.find((each) => each.name.toLowerCase() === folded);
  return sub && { target: { keys: [sub.name], text: sub.name, attribute: sub } };
}

function targetOf(path: ResolvedPath, attribute: Attribute): Target {
  return { keys: keysOf(path), text: path.text, attribute };
}

/** Names are safe to show: the lexer allows only letters, digits and `$ . : - _` in them. */
function quoted(name: string): string {
  return name.length > 100 ? '' : `: ${name}`;
}
