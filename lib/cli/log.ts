import type { ShownChange } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { exactTime, fields, joined, table } from './terminal/layout.ts';
import type { Style } from './terminal/paint.ts';

export const log = commandOf(operations.logList, {
  name: 'log',
  example: 'log acme --failed --integration Okta --since 2h',
  positional: ['group'],
  text: ({ group, entries, next }, paint) => {
    if (entries.length === 0 && next === undefined) return `No such requests of ${group} are in the log.`;
    return joined(
      table(
        ['time (UTC)', 'status', 'from', 'request', 'user', 'reference', 'outcome'],
        entries.map(
          ({ at, status, ip, method, path, userName, requestId, outcome, changes = [], dropped = [] }) => [
            exactTime(at),
            [styleOf(status), String(status)],
            status === 401 ? ip : '',
            `${method} ${path}`,
            userName ?? '',
            requestId,
            [outcome, ...changes.map(changeText), ...droppedText(dropped)].join(' · '),
          ],
        ),
        paint,
      ),
      next === undefined ? undefined : `Next page: --after ${next}`,
    );
  },
});

export const logDays = commandOf(operations.logDays, {
  example: 'log days acme',
  positional: ['group'],
  text: ({ days }, paint) =>
    table(
      ['day (UTC)', 'requests', 'refused'],
      days.map(({ day, requests, refused }) => [day, String(requests), String(refused)]),
      paint,
    ),
});

export const logShow = commandOf(operations.logShow, {
  example: 'log show acme 019a3c52-7c5b-7000-8000-3f2b1c0d9e8f',
  positional: ['group', 'request'],
  text: ({ entry, request, answer, cause, remedy, curl }, paint) =>
    joined(
      paint('bold', `${entry.method} ${entry.path}`),
      fields(
        [
          ['id', entry.id],
          ['reference', entry.requestId],
          ['time (UTC)', exactTime(entry.at)],
          ['answer', [styleOf(entry.status), String(entry.status)]],
          ['duration', entry.ms === undefined ? undefined : `${entry.ms} ms`],
          ['integration', entry.integration],
          ['token', entry.token],
          ['from', `${entry.ip} ${entry.userAgent}`.trim()],
          ['user', entry.userName],
          ['outcome', cause === undefined ? entry.outcome : undefined],
          ['cause', cause],
          ['remedy', remedy?.text],
          ['dropped', entry.dropped?.join(', ')],
        ],
        paint,
      ),
      entry.changes?.map(changeText).join('\n'),
      body('Request', request),
      body('Answer', answer),
      curl?.join('\n'),
    ),
});

export const logReplay = commandOf(operations.logReplay, {
  example: 'log replay acme 019a3c52-7c5b-7000-8000-3f2b1c0d9e8f',
  positional: ['group', 'request'],
  text: ({ request, would, refused, changes }, paint) =>
    joined(
      paint('bold', request),
      refused ? `It would be refused: ${refused.detail}` : `It would be accepted: ${would?.outcome ?? ''}`,
      changes.map(changeText).join('\n'),
      'Nothing was changed.',
    ),
});

function body(title: string, shown: { readonly text: string; readonly isCut: boolean } | undefined) {
  return shown && `${title}${shown.isCut ? ' (cut)' : ''}:\n${shown.text}`;
}

function changeText({ what, group, from = '∅', to = '∅' }: ShownChange): string {
  return `${group === undefined ? what : `role in ${group}`}: ${from} → ${to}`;
}

function droppedText(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`dropped: ${names.join(', ')}`];
}

function styleOf(status: number): Style {
  return status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
}
