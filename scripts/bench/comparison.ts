import type { Paint } from '../../lib/cli/terminal/paint.ts';
import type { Comparison, Cost } from './against.ts';
import { figuresTable, section } from './report.ts';
import type { Spread } from './statistics.ts';

/** How the parts of a comparison are written. */
interface Writing {
  bold(text: string): string;
  section(title: string, headings: readonly string[], rows: readonly string[][]): string;
}

const MB = 1_048_576;
const KINDS: readonly (readonly [kind: keyof Cost, title: string])[] = [
  ['cpu', 'processor time of one, ms'],
  ['perSecond', 'a second'],
  ['p99', 'p99, ms'],
];

export function onTerminal(paint: Paint): Writing {
  return {
    bold: (text) => paint('bold', text),
    section: (title, headings, rows) => section(title, figuresTable(headings, rows, paint), paint),
  };
}

export const inMarkdown: Writing = {
  bold: (text) => `**${text}**`,
  section(title, headings, rows) {
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    const under = headings.map((_, at) => (at === 0 ? '---' : '---:')).join('|');
    const [, ...more] = headings;
    return [line([title, ...more]), `|${under}|`, ...rows.map(line)].join('\n');
  },
};

/** A comparison for people: each figure beside those of the others, and each ratio with its quartiles. */
export function comparisonReport(result: Comparison, { bold, section: written }: Writing): string {
  const { machine, store, name: own, others, users, clients, rounds, compared, memory } = result;
  const headings = ['', own, ...others.flatMap((name) => [name, `${own} / it`])];
  const tables = KINDS.map(([kind, title]) => {
    const rows = compared.map(({ name, now, others: found }) => [
      name,
      shown(kind, now[kind]),
      ...others.flatMap((other) => {
        const beside = found.find((one) => one.name === other);
        return beside ? [shown(kind, beside.cost[kind]), ratio(beside.ratios[kind])] : ['', ''];
      }),
    ]);
    return written(title, headings, rows);
  });
  const held = (['memory', 'resident'] as const).map((key) => [
    key === 'memory' ? 'its own' : 'with mapped files',
    megabytes(memory.now[key]),
    ...memory.others.flatMap((other) => [megabytes(other[key]), (memory.now[key] / other[key]).toFixed(2)]),
  ]);
  const where = `${users.toLocaleString('en')} users, ${clients} at once, ${rounds} rounds`;
  return [
    `${bold(`Rollcall on the ${store} store: ${own}, beside ${others.join(', ')}`)}: ${where}; ${machine}`,
    ...tables,
    written('memory, MB', headings, held),
  ].join('\n\n');
}

function shown(kind: keyof Cost, value: number): string {
  return kind === 'perSecond' ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / MB));
}

/** The median round, and the quartiles. */
function ratio({ median, lower, upper }: Spread): string {
  return `${median.toFixed(2)} (${lower.toFixed(2)} – ${upper.toFixed(2)})`;
}
