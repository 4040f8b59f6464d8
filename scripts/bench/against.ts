import { setTimeout } from 'node:timers/promises';
import type { Pace } from './ceilings.ts';
import { type Contender, type Contestant, present, rivals, sizes } from './contenders.ts';
import { connected, measure, turns, type Work } from './load.ts';
import type { Options, WorkName } from './options.ts';
import type { Used } from './probe.ts';
import { ask, end } from './processes.ts';
import { machine, rest, withDatabase, withServer } from './run.ts';
import { type Figures, type Spread, spreadOf } from './statistics.ts';
import { Directory } from './workloads.ts';

/** What one turn of a kind of request cost. */
export interface Cost {
  /** Milliseconds of processor time, of what it leaves for later too. */
  readonly cpu: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
}

/** What it costs another one. A ratio is this version's figure over that of the other one, round by round. */
export interface Beside {
  readonly name: string;
  readonly cost: Cost;
  readonly ratios: Readonly<Record<keyof Cost, Spread>>;
}

/** A kind of request in this version, and in those of the others that can be asked it. */
export interface Compared {
  readonly name: WorkName;
  /** Turns of each in one round. */
  readonly turns: number;
  readonly now: Cost;
  readonly others: readonly Beside[];
}

export interface Comparison {
  readonly machine: string;
  readonly store: Options['store'];
  /** What the others are compared with: this version, or the largest directory. */
  readonly name: string;
  readonly others: readonly string[];
  readonly users: number;
  readonly clients: number;
  readonly rounds: number;
  readonly compared: readonly Compared[];
  /** Bytes after all of it, of this version and of the others in their order. */
  readonly memory: { readonly now: Used; readonly others: readonly Used[] };
}

/** One of them, while all run. */
interface Side {
  readonly name: string;
  readonly works: readonly WorkName[];
  readonly service: Contestant;
  readonly directory: Directory;
  /** Requests that are under way at once. */
  readonly clients: number;
}

/** A slice lasts a fourth of a measurement. */
const SLICE = 1 / 4;
const WITHOUT_END = { seconds: Number.POSITIVE_INFINITY };

/**
 * Measures this version, that of a commit and other servers in turns, on one machine at one time: a round has one slice
 * of each, in random order, of as many turns. What a slice leaves to the jobs counts until the next slice of the same one.
 */
export function compareAll(options: Options, say: Pace['say']): Promise<Comparison> {
  return withServer(options, say, async (server) => {
    const all = options.growth ? sizes(options) : [...(await rivals(options, say)), present];
    return allRunning(all, server, options, say, (sides) => compareSides(options, say, sides));
  });
}

/** Starts one after the other, each with a database of its own. */
async function allRunning<T>(
  [next, ...more]: readonly Contender[],
  server: string | undefined,
  options: Options,
  say: Pace['say'],
  work: (sides: readonly Side[]) => Promise<T>,
  running: readonly Side[] = [],
): Promise<T> {
  if (!next) return work(running);
  say(`starting ${next.name}`);
  return withDatabase(server, async (uri) => {
    const service = await next.start(uri);
    try {
      const { name, works } = next;
      const clients = Math.max(...options.clients);
      const side: Side = { name, works, service, directory: new Directory(service), clients };
      return await allRunning(more, server, options, say, work, [...running, side]);
    } finally {
      await end(service.process);
    }
  });
}

/** As many turns as fit into a time, or as the work has. */
function turnsOf({ service, clients }: Side, work: Work, seconds: number): Promise<Figures> {
  return connected(service.port, clients, (sends) => turns(work, sends, seconds));
}

async function compareSides(options: Options, say: Pace['say'], sides: readonly Side[]): Promise<Comparison> {
  const { store, rounds, seconds } = options;
  const users = Math.max(...options.users);
  const clients = Math.max(...options.clients);
  for (const { name, directory, service } of sides) {
    say(`filling ${name} up to ${users} users`);
    if (directory.size === 0) await measure(directory.fill(users), service, { clients, ...WITHOUT_END });
  }
  say('waiting until all rest');
  for (const { service } of sides) await rest(service, 1_000 * seconds);
  const compared: Compared[] = [];
  for (const name of options.works) {
    const able = sides.filter(({ works }) => works.includes(name));
    if (able.length < 2) continue;
    say(name);
    compared.push(await compare(name, options, able));
  }
  const used = await Promise.all(sides.map(usedBy));
  const [now, others] = lastOf(used);
  const [name, names] = lastOf(sides.map((side) => side.name));
  const where = { machine: machine(), store, name, others: names };
  return { ...where, users, clients, rounds, compared, memory: { now, others } };
}

async function compare(
  name: WorkName,
  { rounds, seconds }: Options,
  sides: readonly Side[],
): Promise<Compared> {
  for (const { directory, service } of sides) {
    const first = directory.prepare(name);
    if (first) await measure(first, service, { clients: 1, ...WITHOUT_END });
  }
  const count = await turnsOfAll(name, rounds, seconds * SLICE, sides);
  const all = sides.map((side) => new Series(side, name, count));
  for (let round = 0; round < rounds; round++) for (const one of shuffled(all)) await one.slice();
  await setTimeout(seconds * 1_000);
  const [mine, theirs] = lastOf(await Promise.all(all.map((one) => one.costs())));
  for (const { directory, service } of sides) {
    const after = directory.restore(name);
    if (after) await measure(after, service, { clients: 1, ...WITHOUT_END });
  }
  const others = theirs.map((costs, at) => {
    const spread = (key: keyof Cost) =>
      spreadOf(mine.slice(0, costs.length).map((one, round) => one[key] / (costs[round]?.[key] ?? 0)));
    return {
      name: sides[at]?.name ?? '',
      cost: typical(costs),
      ratios: { cpu: spread('cpu'), perSecond: spread('perSecond'), p99: spread('p99') },
    };
  });
  return { name, turns: count, now: typical(mine), others };
}

/** Warms up, and tells how many turns each can have in a round: the slowest of them has as many in that time. */
async function turnsOfAll(
  name: WorkName,
  rounds: number,
  seconds: number,
  sides: readonly Side[],
): Promise<number> {
  let count = Number.POSITIVE_INFINITY;
  for (const side of sides) {
    const work = side.directory.work(name);
    const most = Math.min(count, Math.max(1, Math.floor((work.most ?? Infinity) / (rounds + 1))));
    count = (await turnsOf(side, { ...work, most }, seconds)).count;
  }
  return count;
}

/** The slices of one kind of request on one side. */
class Series {
  readonly #side: Side;
  readonly #work: Work;
  readonly #count: number;
  /** The processor time used when a slice began, and what the slice measured. */
  readonly #slices: { readonly used: number; readonly figures: Figures }[] = [];

  constructor(side: Side, name: WorkName, count: number) {
    this.#side = side;
    this.#work = side.directory.work(name);
    this.#count = count;
  }

  /** Does nothing where too little is left of what the requests use up. */
  async slice(): Promise<void> {
    const left = (this.#work.most ?? Number.POSITIVE_INFINITY) - this.#count * this.#slices.length;
    if (left < this.#count) return;
    const { cpu } = await usedBy(this.#side);
    const work = { ...this.#work, most: this.#count };
    const figures = await turnsOf(this.#side, work, Number.POSITIVE_INFINITY);
    this.#slices.push({ used: cpu, figures });
  }

  async costs(): Promise<Cost[]> {
    const { cpu: end } = await usedBy(this.#side);
    return this.#slices.map(({ used, figures: { count, perSecond, p99 } }, at) => ({
      cpu: ((this.#slices[at + 1]?.used ?? end) - used) / count,
      perSecond,
      p99,
    }));
  }
}

function typical(costs: readonly Cost[]): Cost {
  const values = (key: keyof Cost) => costs.map((cost) => cost[key]);
  return {
    cpu: values('cpu').reduce((sum, one) => sum + one, 0) / costs.length,
    perSecond: spreadOf(values('perSecond')).median,
    p99: spreadOf(values('p99')).median,
  };
}

function lastOf<T>(all: readonly T[]): [last: T, before: readonly T[]] {
  const last = all.at(-1);
  if (last === undefined) throw new RangeError('There is nothing to compare.');
  return [last, all.slice(0, -1)];
}

function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((one) => ({ one, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ one }) => one);
}

function usedBy({ service }: Side): Promise<Used> {
  return ask<Used>(service.process, 'used');
}
