import { limits } from '../../../config/limits.ts';
import { InvalidCount, InvalidFilter, InvalidSyntax, InvalidValue } from '../errors.ts';
import { parseFilter } from '../filter/parse.ts';
import { sortKey } from '../filter/sort.ts';
import type { Filter, SortKey } from '../filter/types.ts';
import { type Projection, parseProjection } from '../projection.ts';
import type { Notice, ResourceType } from '../schema/types.ts';
import { checkKind } from './kind.ts';

export interface ListQuery {
  readonly filter?: Filter;
  readonly sort?: { readonly by: SortKey; readonly descending: boolean };
  readonly page:
    | { readonly kind: 'index'; readonly startIndex: number; readonly count: number }
    | { readonly kind: 'cursor'; readonly cursor?: string; readonly count: number };
  readonly projection: Projection;
}

type Parameters = Readonly<Record<string, string | undefined>>;

const NAMES = [
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  'attributes',
  'excludedAttributes',
] as const;
type Name = (typeof NAMES)[number];

/**
 * Reads the query parameters of a list (RFC 7644 section 3.4.2, RFC 9865). Names match in any letter case; unknown ones
 * are ignored. `filtered` has the names that a filter may use. Throws a `ScimError` for an invalid value.
 */
export function parseListQuery(
  parameters: Parameters,
  type: ResourceType,
  notice: Notice,
  filtered = type,
): ListQuery {
  const given: Partial<Record<Name, string>> = {};
  for (const [key, value] of Object.entries(parameters)) {
    const name = NAMES.find((each) => each.toLowerCase() === key.toLowerCase());
    if (name && value !== undefined) given[name] = value;
  }
  const { filter } = given;
  const sortBy = given.sortBy?.trim();
  if (filter?.trim() === '')
    throw new InvalidFilter('The filter is empty. Leave the parameter out to list everything.');
  return {
    ...(filter ? { filter: parseFilter(filter, filtered, notice) } : {}),
    ...(sortBy
      ? { sort: { by: sortKey(sortBy, type, notice), descending: isDescending(given.sortOrder) } }
      : {}),
    page: pageOf(given),
    projection: parseProjection(type, given, notice),
  };
}

/** Reads a SearchRequest message (RFC 7644 section 3.4.3), which has the same members as the query. */
export function parseSearchRequest(
  body: unknown,
  type: ResourceType,
  notice: Notice,
  filtered = type,
): ListQuery {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new InvalidSyntax('The search request must be a JSON object.');
  const isSchemas = (key: string) => key.toLowerCase() === 'schemas';
  checkKind(Object.entries(body).find(([key]) => isSchemas(key))?.[1], 'SearchRequest');
  const parameters = Object.entries(body)
    .filter(([key, value]) => !isSchemas(key) && value !== null && value !== undefined)
    .map(([key, value]) => [key, textOf(key, value)] as const);
  return parseListQuery(Object.fromEntries(parameters), type, notice, filtered);
}

function textOf(key: string, value: unknown): string {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(',');
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!NAMES.some((name) => name.toLowerCase() === key.toLowerCase())) return '';
  throw new InvalidValue(`${key} of the search request must be a text, a number or a list of texts.`);
}

function isDescending(order: string | undefined): boolean {
  const folded = (order ?? 'ascending').toLowerCase();
  if (folded !== 'ascending' && folded !== 'descending')
    throw new InvalidValue('sortOrder must be ascending or descending.');
  return folded === 'descending';
}

function pageOf({ startIndex, count, cursor }: Partial<Record<Name, string>>): ListQuery['page'] {
  const size = Math.min(Math.max(countOf(count, cursor !== undefined), 0), limits.maxPageSize);
  if (cursor === undefined)
    return { kind: 'index', startIndex: Math.max(indexOf(startIndex), 1), count: size };
  if (startIndex !== undefined) throw new InvalidValue('startIndex and cursor cannot be used together.');
  return { kind: 'cursor', ...(cursor === '' ? {} : { cursor }), count: size };
}

function countOf(text: string | undefined, byCursor: boolean): number {
  if (text === undefined || text === '') return limits.pageSize;
  const count = wholeNumber(text);
  if (count !== undefined) return count;
  throw byCursor
    ? new InvalidCount('count must be a whole number.')
    : new InvalidValue('count must be a whole number.');
}

function indexOf(text: string | undefined): number {
  if (text === undefined || text === '') return 1;
  const index = wholeNumber(text);
  if (index === undefined) throw new InvalidValue('startIndex must be a whole number.');
  return index;
}

function wholeNumber(text: string): number | undefined {
  return /^[+-]?\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}
