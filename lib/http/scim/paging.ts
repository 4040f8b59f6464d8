import { createHash } from 'node:crypto';
import { limits } from '../../../config/limits.ts';
import { type ListQuery, openCursor, sealCursor } from '../../scim/index.ts';
import type { Search } from '../../store/index.ts';
import type { Endpoint } from './endpoint.ts';

/** One resource type, and what is asked of it. */
export interface Question {
  readonly endpoint: Endpoint;
  readonly query: ListQuery;
}

type Signer = Pick<Endpoint, 'runtime' | 'cursorKey'>;

/** What the store is asked. */
export function searchOf({ filter, sort }: ListQuery, from: Search['from'], limit: number): Search {
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(sort === undefined ? {} : { sort }),
    from,
    limit,
  };
}

/** A cursor (RFC 9865) that goes on at `after`, for the same questions only. */
export function sealNext(
  { runtime, cursorKey }: Signer,
  integrationId: string,
  questions: readonly Question[],
  after: string,
): string {
  const expires = runtime.now() + limits.cursorLifetime;
  return sealCursor({ after, digest: digestOf(integrationId, questions), expires }, cursorKey);
}

/** Where a cursor goes on. Throws `InvalidCursor`, `ExpiredCursor`. */
export function openNext(
  { runtime, cursorKey }: Signer,
  integrationId: string,
  questions: readonly Question[],
  cursor: string,
): string {
  return openCursor(cursor, digestOf(integrationId, questions), runtime.now(), cursorKey);
}

/** What a cursor is good for: the same resource types, filter and order in the same integration. */
function digestOf(integrationId: string, questions: readonly Question[]): string {
  const asked = questions.map(({ endpoint, query: { filter, sort } }) => [
    endpoint.type.id,
    filter,
    sort && [sort.by.text, sort.descending],
  ]);
  return createHash('sha256')
    .update(JSON.stringify([integrationId, asked]))
    .digest('base64url')
    .slice(0, 22);
}
