/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { Table } from './table.tsx';

interface Part {
  readonly name: string;
  readonly value: number;
  /** What failed is drawn in the colour of refusals. */
  readonly tone?: 'bad';
}

interface Bar {
  readonly name: string;
  /** What stands below it, where the name is long. */
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
const STEP = 28;
/** Where whole names stand below the bars. */
const WIDE = 108;
/** Room for the numbers of the axis. */
const LEFT = 44;
const LABELLED = 3;
const WIDTH = 20;

/** Bars drawn on the server, and the same numbers as a table. */
export function Chart({ summary, axis, bars }: ChartProps) {
  const most = Math.max(1, ...bars.map(totalOf));
  const step = bars.some(({ short }) => short !== undefined) ? STEP : WIDE;
  const width = LEFT + bars.length * step;
  /** So many bars share a label. */
  const every = step === WIDE ? 1 : LABELLED;
  const names = bars[0]?.parts.map(({ name }) => name) ?? [];
  return (
    <figure class="chart">
      {bars[0] !== undefined && bars[0].parts.length > 1 && <Legend parts={bars[0].parts} />}
      <svg
        viewBox={`0 0 ${width} ${HEIGHT + 18}`}
        preserveAspectRatio="xMinYMid"
        role="img"
        aria-label={summary}
      >
        {bars.map((bar, at) => (
          <Column key={bar.name} bar={bar} x={LEFT + at * step + (step - WIDTH) / 2} most={most} />
        ))}
        <line x1={LEFT} x2={width} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
        <text x={LEFT - 5} y="9" text-anchor="end">
          {most}
        </text>
        <text x={LEFT - 5} y={HEIGHT} text-anchor="end">
          0
        </text>
        {bars.map(
          (bar, at) =>
            (bars.length - 1 - at) % every === 0 && (
              <text key={bar.name} x={LEFT + (at + 0.5) * step} y={HEIGHT + 14} text-anchor="middle">
                {bar.short ?? bar.name}
              </text>
            ),
        )}
      </svg>
      <figcaption>{summary}</figcaption>
      <details>
        <summary>As a table</summary>
        <Table
          caption={summary}
          columns={[{ title: axis }, ...names.map((title) => ({ title, kind: 'number' }) as const)]}
          rows={bars.map(({ name, label, parts }) => ({
            key: name,
            cells: [label ?? name, ...parts.map(({ value }) => value)],
          }))}
        />
      </details>
    </figure>
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

function Column({ bar: { name, parts }, x, most }: { bar: Bar; x: number; most: number }) {
  let below = 0;
  return (
    <g>
      <title>{`${name}: ${parts.map((part) => `${part.value} ${part.name.toLowerCase()}`).join(', ')}`}</title>
      {parts.map(({ name: part, value, tone }) => {
        const height = heightOf(value, most);
        below += height;
        return (
          <rect key={part} class={tone ?? 'plain'} x={x} y={HEIGHT - below} width={WIDTH} height={height} />
        );
      })}
    </g>
  );
}

/** A small number stays visible beside a large one. */
function heightOf(value: number, most: number): number {
  return value === 0 ? 0 : Math.max(2, Math.round((value / most) * (HEIGHT - 6)));
}

function totalOf({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}
