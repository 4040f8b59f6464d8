import stringWidth from 'string-width';
import type { Paint, Style } from './paint.ts';

const GAP = '  ';

/** The longest cell that pads a column, and the longest one in the last column, which needs no padding. */
const CELL_COLUMNS = 80;
const LAST_CELL_COLUMNS = 400;

export type Cell = string | readonly [style: Style, text: string];

/** Rows below their headings. Each column is as wide as its widest cell; longer text is cut. */
export function table(
  headings: readonly string[],
  cells: readonly (readonly Cell[])[],
  paint: Paint,
): string {
  const rows = cells.map((row) =>
    row.map((cell, at) => shortened(cell, at + 1 < headings.length ? CELL_COLUMNS : LAST_CELL_COLUMNS)),
  );
  const widths = headings.map((heading, at) =>
    Math.max(stringWidth(heading), ...rows.map((row) => stringWidth(textOf(row[at] ?? '')))),
  );
  const line = (row: readonly Cell[]) =>
    row
      .map((cell, at) => painted(cell, at + 1 < row.length ? (widths[at] ?? 0) : 0, paint))
      .join(GAP)
      .trimEnd();
  return [line(headings.map((heading) => ['bold', heading] as const)), ...rows.map(line)].join('\n');
}

/** One line for each name and value; skips absent values. */
export function fields(
  pairs: readonly (readonly [name: string, value: Cell | undefined])[],
  paint: Paint,
): string {
  const shown = pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const widest = Math.max(0, ...shown.map(([name]) => name.length));
  return shown
    .map(([name, value]) => `${GAP}${paint('dim', name.padEnd(widest))}${GAP}${painted(value, 0, paint)}`)
    .join('\n');
}

/** A list as a table, or a sentence when it is empty, with the way to the next page. */
export function listing(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  { none, next }: { readonly none: string; readonly next?: string | undefined },
  paint: Paint,
): string {
  if (rows.length === 0 && next === undefined) return none;
  return joined(table(headings, rows, paint), next === undefined ? undefined : `Next page: --after ${next}`);
}

/** Blocks with an empty line between them. */
export function joined(...blocks: readonly (string | undefined)[]): string {
  return blocks.filter((block) => block !== undefined && block !== '').join('\n\n');
}

/** `2026-03-01 14:05`, UTC. */
export function shortTime(iso: string | undefined): string {
  return iso === undefined ? '' : iso.slice(0, 16).replace('T', ' ');
}

/** `2026-03-01 14:05:09`, UTC: what happens in one minute has an order. */
export function exactTime(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A copy of plain JSON without characters that move the cursor or change the direction of text. */
export function harmless<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, held: unknown) =>
    typeof held === 'string' ? held.replace(/\p{Cc}|\p{Bidi_Control}/gu, '\u{fffd}') : held,
  ) as T;
}

/** A word quoted for a shell. */
export function quoted(word: string): string {
  return /^[\w@.+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function painted(cell: Cell, width: number, paint: Paint): string {
  const [style, text] = typeof cell === 'string' ? [undefined, cell] : cell;
  const padding = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return (style === undefined || text === '' ? text : paint(style, text)) + padding;
}

function shortened(cell: Cell, columns: number): Cell {
  const cut = cutAt(textOf(cell), columns);
  return typeof cell === 'string' ? cut : [cell[0], cut];
}

/** Cuts a text that is wider than this, and adds …. A Chinese or Japanese character takes two columns. */
function cutAt(text: string, columns: number): string {
  if (text.length <= 4 * columns && stringWidth(text) <= columns) return text;
  let cut = '';
  let width = 0;
  for (const char of text) {
    width += stringWidth(char);
    if (width >= columns) break;
    cut += char;
  }
  return `${cut}…`;
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell[1];
}
