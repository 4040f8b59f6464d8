import type { Paint, Style } from './paint.ts';

const GAP = '  ';

/** Characters of a cell that all rows are padded for, and of one in the last column, which needs no padding. */
const CELL_CHARS = 80;
const LAST_CELL_CHARS = 400;

export type Cell = string | readonly [style: Style, text: string];

/** Rows under their headings, each column as wide as its widest cell; what is too long is cut. */
export function table(
  headings: readonly string[],
  cells: readonly (readonly Cell[])[],
  paint: Paint,
): string {
  const rows = cells.map((row) =>
    row.map((cell, at) => shortened(cell, at + 1 < headings.length ? CELL_CHARS : LAST_CELL_CHARS)),
  );
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => textOf(row[at] ?? '').length)),
  );
  const line = (row: readonly Cell[]) =>
    row
      .map((cell, at) => painted(cell, at + 1 < row.length ? (widths[at] ?? 0) : 0, paint))
      .join(GAP)
      .trimEnd();
  return [line(headings.map((heading) => ['bold', heading] as const)), ...rows.map(line)].join('\n');
}

/** Names and their values below each other; a value that is absent has no line. */
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

/** A list as a table, or the sentence that says that there is nothing; with the way to the next page. */
export function listing(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  { none, next }: { readonly none: string; readonly next?: string | undefined },
  paint: Paint,
): string {
  if (rows.length === 0 && next === undefined) return none;
  return joined(
    table(headings, rows, paint),
    next === undefined ? undefined : `There is more: --after ${next}`,
  );
}

/** Blocks with an empty line between them. */
export function joined(...blocks: readonly (string | undefined)[]): string {
  return blocks.filter((block) => block !== undefined && block !== '').join('\n\n');
}

/** `2026-03-01 14:05`, UTC. */
export function shortTime(iso: string | undefined): string {
  return iso === undefined ? '' : iso.slice(0, 16).replace('T', ' ');
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A copy of plain JSON without the characters that would move the cursor or turn the text around. */
export function harmless<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, held: unknown) =>
    typeof held === 'string' ? held.replace(/\p{Cc}|\p{Bidi_Control}/gu, '\u{fffd}') : held,
  ) as T;
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@.+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function painted(cell: Cell, width: number, paint: Paint): string {
  const [style, text] = typeof cell === 'string' ? [undefined, cell] : cell;
  const padding = ' '.repeat(Math.max(0, width - text.length));
  return (style === undefined || text === '' ? text : paint(style, text)) + padding;
}

function shortened(cell: Cell, chars: number): Cell {
  const cut = cutAt(textOf(cell), chars);
  return typeof cell === 'string' ? cut : [cell[0], cut];
}

/** At most so many characters, with … for what is left out; never half of a surrogate pair. */
function cutAt(text: string, chars: number): string {
  return text.length > chars ? `${text.slice(0, chars - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell[1];
}
