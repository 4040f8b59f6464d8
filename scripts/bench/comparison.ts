import type { Paint } from '../../lib/cli/terminal/paint.ts';
import type { Comparison, Cost } from './against.ts';
import { figuresTable, section } from './report.ts';
import type { Spread } from './statistics.ts';

const MB = 1_048_576;

/** A comparison for people: each ratio with its quartiles. */
export function comparisonReport(result: Comparison, paint: Paint): string {
  const { machine, store, against, users, clients, rounds, compared, memory } = result;
  const [costs, ratios] = [
    compared.map(({ name, turns, before, now }) => [
      name,
      ...(['cpu', 'perSecond', 'p99'] as const).flatMap((key) => [shown(before, key), shown(now, key)]),
      String(turns),
    ]),
    compared.map(({ name, ratios: { cpu, perSecond, p99 } }) => [name, ...[cpu, perSecond, p99].map(ratio)]),
  ];
  const held = (['memory', 'resident'] as const).map((key) => [
    key === 'memory' ? 'its own' : 'with mapped files',
    ...[memory.before[key], memory.now[key]].map((bytes) => String(Math.round(bytes / MB))),
    (memory.now[key] / memory.before[key]).toFixed(2),
  ]);
  const where = `${users.toLocaleString('en')} users, ${clients} at once, ${rounds} rounds`;
  return [
    `${paint('bold', `Rollcall beside ${against} on the ${store} store`)}: ${where}; ${machine}`,
    section(
      'what one costs',
      figuresTable(['', 'cpu ms', 'now', 'a second', 'now', 'p99 ms', 'now', 'turns a slice'], costs, paint),
      paint,
    ),
    section(
      `now / ${against}: the median round, and the quartiles`,
      figuresTable(['', 'cpu', 'a second', 'p99'], ratios, paint),
      paint,
    ),
    section('memory, MB', figuresTable(['', against, 'now', 'ratio'], held, paint), paint),
  ].join('\n\n');
}

function shown(cost: Cost, key: keyof Cost): string {
  return key === 'perSecond' ? Math.round(cost[key]).toLocaleString('en') : cost[key].toFixed(2);
}

function ratio({ median, lower, upper }: Spread): string {
  return `${median.toFixed(2)} (${lower.toFixed(2)} - ${upper.toFixed(2)})`;
}
