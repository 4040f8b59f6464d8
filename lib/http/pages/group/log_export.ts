import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { limits } from '../../../../config/limits.ts';
import { type LogEntryView, logList } from '../../../operations/index.ts';
import { atEnd } from '../../at_end.ts';
import type { Context, Middleware } from '../../types.ts';
import { secure } from '../headers.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { changeText } from './log_entries.ts';
import { filterIn, wishOf } from './log_query.ts';
import { placeHere } from './place.ts';

type Format = 'csv' | 'json';

const types: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
};

const lines = { escape_formulas: true, record_delimiter: 'windows', quote_record_delimiter: true } as const;

const columns = [
  'time',
  'method',
  'path',
  'status',
  'duration_ms',
  'person',
  'integration',
  'credential',
  'address',
  'user_agent',
  'reference',
  'outcome',
  'changes',
  'unknown_attributes',
];

/** What is filtered, as a file. A spreadsheet takes no cell of it as a formula. */
export function exportLog(site: Site, format: Format): Middleware {
  return async function exportRequests(ctx: Context) {
    const pages = pagesOf(site, ctx);
    // The first page comes before the headers: a wrong filter answers an error.
    const first = await pages.next();
    const body = Readable.from(format === 'csv' ? csvOf(first, pages) : jsonOf(first, pages));
    atEnd(ctx, () => void pages.return());
    secure(site, ctx);
    ctx.set('cache-control', 'no-store');
    ctx.set('content-disposition', `attachment; filename="log.${format}"`);
    ctx.set('content-type', types[format]);
    ctx.body = body;
  };
}

type Pages = AsyncGenerator<readonly LogEntryView[], void>;
type First = IteratorResult<readonly LogEntryView[], void>;

async function* pagesOf(site: Site, ctx: Context): Pages {
  const wish = { ...wishOf(ctx, filterIn(ctx)), group: placeHere(ctx).path };
  let count = 0;
  for (let after: string | undefined; count < limits.exportedRequests; ) {
    const limit = Math.min(limits.maxPageSize, limits.exportedRequests - count);
    const page = { ...wish, limit, ...(after === undefined ? {} : { after }) };
    const { entries, next } = await logList.perform(site, callerOf(ctx), page);
    count += entries.length;
    yield entries;
    if (next === undefined) return;
    after = next;
  }
}

async function* all(first: First, rest: Pages): Pages {
  if (first.done !== true) yield first.value;
  yield* rest;
}

async function* csvOf(first: First, rest: Pages): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`;
  for await (const entries of all(first, rest)) yield stringify(entries.map(rowOf), lines);
}

async function* jsonOf(first: First, rest: Pages): AsyncGenerator<string> {
  let before = '[';
  for await (const entries of all(first, rest))
    for (const entry of entries) {
      yield `${before}${JSON.stringify(entry)}`;
      before = ',\n';
    }
  yield before === '[' ? '[]' : ']';
}

function rowOf(entry: LogEntryView): (string | number | undefined)[] {
  const { at, method, path, status, ms, userName, integration, token, ip, userAgent, requestId } = entry;
  return [
    ...[at, method, path, status, ms, userName, integration, token, ip, userAgent, requestId],
    entry.outcome,
    entry.changes?.map(changeText).join('; '),
    entry.dropped?.join('; '),
  ];
}
