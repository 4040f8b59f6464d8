import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, shortTime } from './terminal/layout.ts';

export const firstRunCode = commandOf(operations.firstRunCode, {
  example: 'first-run code',
  begins: true,
  text: ({ code, expiresAt, page }, paint) =>
    joined(
      `Create the first account at ${page}`,
      fields(
        [
          ['code', ['cyan', code]],
          ['until', shortTime(expiresAt)],
        ],
        paint,
      ),
      'The code works once and is not shown again.',
    ),
});
