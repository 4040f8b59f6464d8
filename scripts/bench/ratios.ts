import type { Measured } from './load.ts';
import { type Options, workNames } from './options.ts';
import type { RoundTrips } from './round_trips.ts';

export interface Stage {
  readonly users: number;
  /** What the bare tools reached just before. */
  readonly ceilings: readonly Measured[];
  readonly measured: readonly Measured[];
  /** Bytes that the service held at the end. */
  readonly memory: number;
}

export interface Ratio {
  readonly what: string;
  readonly measured: number;
  readonly target: number;
  readonly wanted: 'at least' | 'at most';
  readonly unit?: 'ms';
}

interface Run {
  readonly store: Options['store'];
  readonly stages: readonly Stage[];
  readonly roundTrips: readonly RoundTrips[];
}

type Of = readonly [what: string, work: string, ceiling: string, target: number];

const embedded: readonly Of[] = [
  ['get / Koa GET', 'get', 'Koa GET', 0.3],
  ['create / Koa POST', 'create', 'Koa POST', 0.25],
  ['sync / Koa POST', 'sync', 'Koa POST', 0.2],
];
const mongo: readonly Of[] = [
  ['get / Koa findOne', 'get', 'Koa findOne', 0.5],
  ['create / transaction', 'create', 'transaction', 0.6],
];
/** A page deep in the list, with one client, and the slowest hundredth of the slowest kind of request with all. */
const pageMs = 2;
const slowestMs = 50;
/** A product asks for the access of one account with each of its own requests. */
const accessMs = 5;
const growth = 1.2;
const yardstick = 'Koa GET';
/** Those of which one turn is one request. */
const single: readonly string[] = workNames.filter((name) => name !== 'sync');

/** What was measured beside what is wanted. A ratio whose parts were not measured is left out. */
export function ratiosOf(run: Run): Ratio[] {
  return [
    ...run.stages.flatMap((stage) => ofStage(run.store, stage)),
    ...growths(run.stages),
    ...ofRoundTrips(run.roundTrips),
  ];
}

export function isMet({ measured, target, wanted }: Ratio): boolean {
  return wanted === 'at least' ? measured >= target : measured <= target;
}

function ofStage(store: Run['store'], { users, ceilings, measured }: Stage): Ratio[] {
  const [few, many] = [Math.min(...measured.map(clientsOf)), Math.max(...measured.map(clientsOf))];
  const where = (clients: number) => `${users.toLocaleString('en')} users, ${clients} at once`;
  const shares = (store === 'embedded' ? embedded : mongo).flatMap(([what, work, ceiling, target]) => {
    const [reached, possible] = [at(measured, work, many), at(ceilings, ceiling, many)];
    return reached && possible
      ? [atLeast(`${what}, ${where(many)}`, reached.perSecond / possible.perSecond, target)]
      : [];
  });
  const asked = measured
    .filter(({ name }) => name === 'access')
    .map(({ clients, p99 }) => atMost(`access p99, ${where(clients)}`, p99, accessMs, 'ms'));
  if (store !== 'embedded') return [...shares, ...asked];
  const page = at(measured, 'page', few);
  const [slowest] = measured
    .filter(({ name, clients }) => clients === many && single.includes(name))
    .toSorted((a, b) => b.p99 - a.p99);
  return [
    ...shares,
    ...asked,
    ...(page ? [atMost(`page p50, ${where(few)}`, page.p50, pageMs, 'ms')] : []),
    ...(slowest ? [atMost(`worst p99 (${slowest.name}), ${where(many)}`, slowest.p99, slowestMs, 'ms')] : []),
  ];
}

/**
 * What a request costs in the largest directory, and what the service holds, compared with the smallest. A machine may
 * have become slower meanwhile: by how much, a bare tool tells.
 */
function growths(stages: readonly Stage[]): Ratio[] {
  const [first, last] = [stages[0], stages.at(-1)];
  if (!first || !last || first === last) return [];
  const few = Math.min(...first.measured.map(clientsOf));
  const sizes = `${last.users.toLocaleString('en')} / ${first.users.toLocaleString('en')} users`;
  const [before, after] = [at(first.ceilings, yardstick, few), at(last.ceilings, yardstick, few)];
  const slower = before && after ? after.p50 / before.p50 : 1;
  const costs = single.flatMap((work) => {
    const [small, large] = [at(first.measured, work, few), at(last.measured, work, few)];
    return small && large ? [atMost(`${work} p50, ${sizes}`, large.p50 / small.p50 / slower, growth)] : [];
  });
  return [...costs, atMost(`memory, ${sizes}`, last.memory / first.memory, growth)];
}

function ofRoundTrips(roundTrips: readonly RoundTrips[]): Ratio[] {
  return roundTrips
    .filter(({ name }) => name === 'get' || name === 'filter')
    .flatMap(({ name, commands, waits }) => [
      atMost(`${name}, database commands`, commands, 2),
      atMost(`${name}, waits for the database`, waits, 1),
    ]);
}

function at(measured: readonly Measured[], name: string, clients: number): Measured | undefined {
  return measured.find((one) => one.name === name && one.clients === clients);
}

function clientsOf({ clients }: Measured): number {
  return clients;
}

function atLeast(what: string, measured: number, target: number): Ratio {
  return { what, measured, target, wanted: 'at least' };
}

function atMost(what: string, measured: number, target: number, unit?: 'ms'): Ratio {
  return { what, measured, target, wanted: 'at most', ...(unit ? { unit } : {}) };
}
