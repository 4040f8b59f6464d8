import { z } from 'zod';
import type { WorkView } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { choice, commandOf, worded } from './command.ts';
import { type Cell, listing, shortTime } from './terminal/layout.ts';

interface Shown {
  readonly group: string;
  readonly works: readonly WorkView[];
  readonly next?: string;
}

const { group, limit, after } = operations.workList.input.shape;

const shown = choice(
  {
    name: 'work.list',
    summary: 'Shows the long work of a top-level group, newest first, or one piece of it.',
    input: z.object({ group, work: operations.workShow.input.shape.work.exactOptional(), limit, after }),
  },
  ({ work, ...rest }) =>
    work === undefined
      ? [operations.workList, rest]
      : [
          worded(operations.workShow, (one): Shown => ({ group: one.group, works: [one.work] })),
          { group: rest.group, work },
        ],
);

export const work = commandOf(shown, {
  name: 'work',
  example: 'work acme',
  positional: ['group', 'work'],
  text: ({ group: path, works, next }, paint) =>
    listing(
      ['started (UTC)', 'state', 'progress', 'work', 'by', 'problem', 'id'],
      works.map((one) => [
        shortTime(one.startedAt),
        stateOf(one),
        progressOf(one),
        one.title,
        one.by ?? '',
        one.problem ?? '',
        one.id,
      ]),
      { none: `${path} has no long work.`, next },
      paint,
    ),
});

/** `1,200 of 10,000`. */
export function progressOf({ done, total }: Pick<WorkView, 'done' | 'total'>): string {
  return total === undefined ? counted(done) : `${counted(done)} of ${counted(total)}`;
}

function counted(count: number): string {
  return count.toLocaleString('en');
}

function stateOf({ state, nextAt }: WorkView): Cell {
  if (state === 'done') return ['green', 'done'];
  if (state === 'failed') return ['red', `failed, tried again at ${shortTime(nextAt)}`];
  return state;
}
