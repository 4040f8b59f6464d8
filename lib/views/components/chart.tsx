/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { Link } from './controls.tsx';
import { Table } from './table.tsx';

interface Part {
  readonly name: string;
  readonly value: number;
  /** Failures have the colour of refusals. */
  readonly tone?: 'bad';
  /** Where its number in the table leads. */
  readonly to?: string;
}

interface Bar {
  readonly name: string;
  /** The text below it if the name is long. */
  readonly short?: string;
  /** From the ground up. */
  readonly parts: readonly Part[];
  /** The cell of the table that names it. */
  readonly label?: ComponentChildren;
}

interface ChartProps {
  /** What the chart says, in a sentence. */
  readonly summary: string;
  /** What a bar means. */
  readonly axis: string;
  readonly bars: readonly Bar[];
}

const HEIGHT = 120;
/** Where whole names stand beside lying bars: a bar with its room, the room for names, and the whole width. */
const ROW = 26;
const NAMES = 104;
const LYING = 320;
/** Room for the number behind a lying bar. */
const NUMBER = 52;
/** Every how many standing bars have their name below. */
const LABELLED = 3;
/** How much of its room a standing bar takes. */
const FILLED = 0.7;

/** Bars drawn on the server, and the same numbers as a table. Bars with long names lie. */
export function Chart({ summary, axis, bars }: ChartProps) {
  const names = bars[0]?.parts.map(({ name }) => name) ?? [];
  const isStanding = bars.some(({ short }) => short !== undefined);
  return (
    <figure class="chart">
      {bars[0] !== undefined && bars[0].parts.length > 1 && <Legend parts={bars[0].parts} />}
      {isStanding ? <Standing summary={summary} bars={bars} /> : <Lying summary={summary} bars={bars} />}
      <figcaption>{summary}</figcaption>
      <details>
        <summary>As a table</summary>
        <Table
          caption={summary}
          columns={[{ title: axis }, ...names.map((title) => ({ title, kind: 'number' }) as const)]}
          rows={bars.map(({ name, label, parts }) => ({
            key: name,
            cells: [label ?? name, ...parts.map((part) => <Count key={part.name} {...part} />)],
          }))}
        />
      </details>
    </figure>
  );
}

/** The bars share the width that there is; letters keep their size. */
function Standing({ summary, bars }: Pick<ChartProps, 'summary' | 'bars'>) {
  const most = Math.max(1, ...bars.map(totalOf));
  const step = 100 / bars.length;
  return (
    <svg class="standing" role="img" aria-label={summary}>
      {bars.map((bar, at) => (
        <Column
          key={bar.name}
          bar={bar}
          x={(at + (1 - FILLED) / 2) * step}
          width={FILLED * step}
          most={most}
        />
      ))}
      <line x1="0" x2="100%" y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
      <text x="-5" y="9" text-anchor="end">
        {most}
      </text>
      <text x="-5" y={HEIGHT} text-anchor="end">
        0
      </text>
      {bars.map(
        (bar, at) =>
          (bars.length - 1 - at) % LABELLED === 0 && (
            <text key={bar.name} x={percent((at + 0.5) * step)} y={HEIGHT + 14} text-anchor="middle">
              {bar.short ?? bar.name}
            </text>
          ),
      )}
    </svg>
  );
}

/** The names keep their size, however many bars there are. */
function Lying({ summary, bars }: Pick<ChartProps, 'summary' | 'bars'>) {
  const most = Math.max(1, ...bars.map(totalOf));
  return (
    <svg
      class="lying"
      viewBox={`0 0 ${LYING} ${bars.length * ROW}`}
      preserveAspectRatio="xMinYMid"
      role="img"
      aria-label={summary}
    >
      {bars.map((bar, at) => {
        const length = Math.max(2, Math.round((totalOf(bar) / most) * (LYING - NAMES - NUMBER)));
        return (
          <g key={bar.name}>
            <text x="0" y={at * ROW + 17}>
              {bar.name}
            </text>
            <rect class="plain" x={NAMES} y={at * ROW + 5} width={length} height={ROW - 10} />
            <text x={NAMES + length + 6} y={at * ROW + 17}>
              {totalOf(bar)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Which colour is what. */
function Legend({ parts }: { parts: readonly Part[] }) {
  return (
    <p class="legend" aria-hidden="true">
      {parts.map(({ name, tone }) => (
        <span key={name}>
          <i class={tone ?? 'plain'} /> {name}
        </span>
      ))}
    </p>
  );
}

interface ColumnProps {
  readonly bar: Bar;
  /** Parts of a hundred of the chart's width. */
  readonly x: number;
  readonly width: number;
  readonly most: number;
}

function Column({ bar: { name, parts }, x, width, most }: ColumnProps) {
  let below = 0;
  return (
    <g>
      <title>{`${name}: ${parts.map((part) => `${part.value} ${part.name.toLowerCase()}`).join(', ')}`}</title>
      {parts.map(({ name: part, value, tone }) => {
        const height = heightOf(value, most);
        below += height;
        return (
          <rect
            key={part}
            class={tone ?? 'plain'}
            x={percent(x)}
            y={HEIGHT - below}
            width={percent(width)}
            height={height}
          />
        );
      })}
    </g>
  );
}

function percent(part: number): string {
  return `${part.toFixed(2)}%`;
}

/** A small number stays visible beside a large one. */
function heightOf(value: number, most: number): number {
  return value === 0 ? 0 : Math.max(2, Math.round((value / most) * (HEIGHT - 6)));
}

function totalOf({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

function Count({ value, to }: Part) {
  return to === undefined || value === 0 ? value : <Link to={to}>{value}</Link>;
}
