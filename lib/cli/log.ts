import type { ShownChange } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { joined, shortTime, table } from './terminal/layout.ts';
import type { Style } from './terminal/paint.ts';

export const log = commandOf(operations.logList, {
  name: 'log',
  example: 'log acme --failed --integration Okta --since 2h',
  positional: ['group'],
  text: ({ group, entries, next }, paint) => {
    if (entries.length === 0 && next === undefined) return `No such requests of ${group} are in the log.`;
    return joined(
      table(
        ['time (UTC)', 'status', 'from', 'request', 'user', 'outcome'],
        entries.map(({ at, status, ip, method, path, userName, outcome, changes = [], dropped = [] }) => [
          shortTime(at),
          [styleOf(status), String(status)],
          status === 401 ? ip : '',
          `${method} ${path}`,
          userName ?? '',
          [outcome, ...changes.map(changeText), ...droppedText(dropped)].join(' · '),
        ]),
        paint,
      ),
      next === undefined ? undefined : `Next page: --after ${next}`,
    );
  },
});

function changeText({ what, group, from = '∅', to = '∅' }: ShownChange): string {
  return `${group === undefined ? what : `role in ${group}`}: ${from} → ${to}`;
}

function droppedText(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`dropped: ${names.join(', ')}`];
}

function styleOf(status: number): Style {
  return status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green';
}
