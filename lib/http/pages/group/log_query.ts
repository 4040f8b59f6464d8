import type { LogFilter } from '../../../views/index.ts';
import type { Context } from '../../types.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';

/** The filter in the URL of a log page. */
export function filterIn(ctx: Context): LogFilter {
  return {
    user: queried(ctx, 'user').trim(),
    status: queried(ctx, 'status'),
    kind: queried(ctx, 'kind'),
    since: queried(ctx, 'since'),
    until: queried(ctx, 'until'),
    integration: queried(ctx, 'integration'),
    token: queried(ctx, 'token'),
  };
}

/** The input of `log.list` for a filter; a status of `refused` means every refusal. */
export function wishOf(ctx: Context, { status, ...filter }: LogFilter) {
  const given = Object.entries({ ...filter, status: status === 'refused' ? '' : status });
  return {
    group: placeHere(ctx).path,
    failed: status === 'refused',
    ...Object.fromEntries(given.filter(([, value]) => value !== '')),
  };
}

/** The query of a filter. */
export function queryOf(filter: LogFilter): string {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== '')).toString();
}
