import { hash } from 'node:crypto';
import { limits } from '../../../config/limits.ts';
import { valuesOf } from '../../kernel/index.ts';
import { type ListQuery, openCursor, sealCursor } from '../../scim/index.ts';
import type { Search } from '../../store/index.ts';
import type { Endpoint } from './endpoint.ts';

/** One resource type, and the query for it. */
export interface Question {
  readonly endpoint: Endpoint;
  readonly query: ListQuery;
}

type Signer = Pick<Endpoint, 'runtime' | 'cursorKey'>;

/** The query for the store. */
export function searchOf({ filter, sort }: ListQuery, from: Search['from'], limit: number): Search {
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(sort === undefined ? {} : { sort }),
    from,
    limit,
  };
}

/** A cursor (RFC 9865) that continues at `after`, for the same query only. */
export function sealNext(
  { runtime, cursorKey }: Signer,
  integrationId: string,
  questions: readonly Question[],
  after: string,
): string {
  const expires = runtime.now() + limits.cursorLifetime;
  return sealCursor({ after, digest: digestOf(integrationId, questions), expires }, cursorKey);
}

/** The position of a cursor. Throws `InvalidCursor`, `ExpiredCursor`. */
export function openNext(
  { runtime, cursorKey }: Signer,
  integrationId: string,
  questions: readonly Question[],
  cursor: string,
): string {
  return openCursor(cursor, digestOf(integrationId, questions), runtime.now(), valuesOf(cursorKey));
}

/** What a cursor is valid for: the same resource types, filter and order in the same integration. */
function digestOf(integrationId: string, questions: readonly Question[]): string {
  const asked = questions.map(({ endpoint, query: { filter, sort } }) => [
    endpoint.type.id,
    filter,
    sort && [sort.by.text, sort.descending],
  ]);
  return hash('sha256', JSON.stringify([integrationId, asked]), 'base64url').slice(0, 22);
}
