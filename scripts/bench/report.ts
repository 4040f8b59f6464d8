import { joined, plural, table } from '../../lib/cli/terminal/layout.ts';
import type { Paint } from '../../lib/cli/terminal/paint.ts';
import type { Block } from './blocks.ts';
import type { LargeGroup } from './large_groups.ts';
import type { Measured } from './load.ts';
import { isMet, type Ratio } from './ratios.ts';
import type { RoundTrips } from './round_trips.ts';
import type { Result, TitledProfile } from './run.ts';

/** The figures for people. */
export function report(result: Result, paint: Paint): string {
  const { machine, store, seconds, stages, roundTrips, ratios, profiles, blocks, groups, pages } = result;
  return [
    `${paint('bold', `Rollcall on the ${store} store`)}: ${machine}; ${plural(seconds, 'second')} each`,
    ...stages.flatMap(({ users, ceilings, measured, memory }) => [
      section('what the machine can do', figures(ceilings, paint), paint),
      section(
        `Rollcall, ${users.toLocaleString('en')} users (${Math.round(memory / 1_048_576)} MB of memory)`,
        figures(measured, paint),
        paint,
      ),
    ]),
    ...(roundTrips.length > 0 ? [section('database, a request', trips(roundTrips, paint), paint)] : []),
    ...(groups ? [section('a group of everybody', large(groups, paint), paint)] : []),
    ...(pages
      ? [
          section(
            `the pages of an owner, in a group of ${pages.users.toLocaleString('en')} members`,
            figures([...pages.ceilings, ...pages.measured], paint),
            paint,
          ),
        ]
      : []),
    ...(blocks.length > 0
      ? [section('the longest step of heavy requests', steps(blocks, paint), paint)]
      : []),
    ...(ratios.length > 0 ? [section('beside the targets', compared(ratios, paint), paint)] : []),
    ...profiles.map((profile) => section(`time spent in ${profile.title}`, spent(profile, paint), paint)),
  ].join('\n\n');
}

export function section(title: string, text: string, paint: Paint): string {
  return `${paint('cyan', title)}\n${text}`;
}

function figures(measured: readonly Measured[], paint: Paint): string {
  const rows = measured.map(({ name, clients, perSecond, p50, p95, p99, cpu, count }) => [
    name,
    String(clients),
    Math.round(perSecond).toLocaleString('en'),
    ...[p50, p95, p99, cpu].map(milliseconds),
    count.toLocaleString('en'),
  ]);
  return figuresTable(
    ['', 'at once', 'a second', 'p50 ms', 'p95 ms', 'p99 ms', 'cpu ms', 'measured'],
    rows,
    paint,
  );
}

function trips(roundTrips: readonly RoundTrips[], paint: Paint): string {
  const rows = roundTrips.map(({ name, commands, waits }) => [name, String(commands), String(waits)]);
  return figuresTable(['', 'commands', 'waits'], rows, paint);
}

function steps(blocks: readonly Block[], paint: Paint): string {
  const rows = blocks.map(({ name, status, ms, longest }) => [
    name,
    String(status),
    ...[ms, longest].map((one) => Math.round(one).toLocaleString('en')),
  ]);
  return figuresTable(['', 'answer', 'ms', 'longest step ms'], rows, paint);
}

function large(groups: readonly LargeGroup[], paint: Paint): string {
  const rows = groups.map(({ name, ms, cpu, ready, change, memory }) => [
    name,
    ...[ms, cpu, ready, change].map(milliseconds),
    String(Math.round(memory / 1_048_576)),
  ]);
  return figuresTable(['', 'ms', 'cpu ms', '/readyz ms', 'a change ms', 'memory MB'], rows, paint);
}

function compared(ratios: readonly Ratio[], paint: Paint): string {
  const number = (value: number, { unit }: Ratio) => `${value.toFixed(2)}${unit ? ` ${unit}` : ''}`;
  const rows = ratios.map((ratio) => [
    ratio.what,
    number(ratio.measured, ratio),
    `${ratio.wanted} ${number(ratio.target, ratio)}`,
  ]);
  const [headings, aligned] = right(['', 'measured', 'wanted'], rows);
  const judged = aligned.map((row, at) => {
    const ratio = ratios[at];
    return ratio && isMet(ratio)
      ? [...row, ['green', 'met'] as const]
      : [...row, ['red', 'not met'] as const];
  });
  return table([...headings, ''], judged, paint);
}

function spent({ functions, places }: TitledProfile, paint: Paint): string {
  const percent = (share: number) => `${(share * 100).toFixed(1).padStart(4)} %`;
  return joined(
    table(
      ['', 'function', 'in'],
      functions.map(({ name, place, share }) => [percent(share), name, place]),
      paint,
    ),
    table(
      ['', 'package or folder'],
      places.map(({ place, share }) => [percent(share), place]),
      paint,
    ),
  );
}

/** A table of figures: every column but the first one aligned to the right. */
export function figuresTable(headings: readonly string[], rows: readonly string[][], paint: Paint): string {
  return table(...right(headings, rows), paint);
}

/** Texts with every column but the first one aligned to the right. */
function right(headings: readonly string[], rows: readonly string[][]): [string[], string[][]] {
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const aligned = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell : cell.padStart(widths[at] ?? 0)));
  return [aligned(headings), rows.map(aligned)];
}

function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}
