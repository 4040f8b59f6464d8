import { setTimeout } from 'node:timers/promises';
import type { Pace } from './ceilings.ts';
import { versionAt } from './commit.ts';
import { connected, measure, turns, type Work } from './load.ts';
import type { Options, WorkName } from './options.ts';
import type { Used } from './probe.ts';
import { ask, end } from './processes.ts';
import { machine, rest, withDatabase, withServer } from './run.ts';
import { type BenchedService, startBenched, type Version } from './service.ts';
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

/** A kind of request in both versions. A ratio is this version's figure over that of the commit, round by round. */
export interface Compared {
  readonly name: WorkName;
  /** Turns of each version in one round. */
  readonly turns: number;
  readonly before: Cost;
  readonly now: Cost;
  readonly ratios: Readonly<Record<keyof Cost, Spread>>;
}

export interface Comparison {
  readonly machine: string;
  readonly store: Options['store'];
  readonly against: string;
  readonly users: number;
  readonly clients: number;
  readonly rounds: number;
  readonly compared: readonly Compared[];
  /** Bytes after all of it. */
  readonly memory: { readonly before: Used; readonly now: Used };
}

/** One of the two versions, while both run. */
interface Side {
  readonly service: BenchedService;
  readonly directory: Directory;
  /** Requests that are under way at once. */
  readonly clients: number;
}

/** A slice lasts a fourth of a measurement. */
const SLICE = 1 / 4;
const WITHOUT_END = { seconds: Number.POSITIVE_INFINITY };

/**
 * Measures this version and that of a commit in turns, on one machine at one time: a round has one slice of each, in
 * random order, of as many turns. What a slice leaves to the jobs counts until the next slice of the same version.
 */
export function compareWith(against: string, options: Options, say: Pace['say']): Promise<Comparison> {
  return withServer(options, say, async (server) => {
    say(`building ${against}`);
    const version = await versionAt(against);
    return withDatabase(server, (mine) =>
      withDatabase(server, (its) =>
        bothRunning([its, version], mine, options, say, (before, now) =>
          compareAll(against, options, say, before, now),
        ),
      ),
    );
  });
}

async function bothRunning<T>(
  [uri, version]: [string | undefined, Version],
  mine: string | undefined,
  options: Options,
  say: Pace['say'],
  work: (before: Side, now: Side) => Promise<T>,
): Promise<T> {
  say('starting both');
  const before = await startBenched(uri, 0, version);
  try {
    const now = await startBenched(mine);
    try {
      return await work(sideOf(before, options), sideOf(now, options));
    } finally {
      await end(now.process);
    }
  } finally {
    await end(before.process);
  }
}

function sideOf(service: BenchedService, { clients }: Options): Side {
  return { service, directory: new Directory(service), clients: Math.max(...clients) };
}

/** As many turns as fit into a time, or as the work has. */
function turnsOf({ service, clients }: Side, work: Work, seconds: number): Promise<Figures> {
  return connected(service.port, clients, (sends) => turns(work, sends, seconds));
}

async function compareAll(
  against: string,
  options: Options,
  say: Pace['say'],
  before: Side,
  now: Side,
): Promise<Comparison> {
  const { store, rounds, seconds } = options;
  const users = Math.max(...options.users);
  const clients = Math.max(...options.clients);
  for (const { directory, service } of [before, now]) {
    say(`filling up to ${users} users`);
    await measure(directory.fill(users), service, { clients, ...WITHOUT_END });
  }
  say('waiting until both rest');
  for (const { service } of [before, now]) await rest(service, 1_000 * seconds);
  const compared: Compared[] = [];
  // Only versions with service accounts can be asked for access.
  for (const name of options.works.filter((work) => work !== 'access')) {
    say(name);
    compared.push(await compare(name, options, before, now));
  }
  const memory = { before: await usedBy(before), now: await usedBy(now) };
  return { machine: machine(), store, against, users, clients, rounds, compared, memory };
}

async function compare(
  name: WorkName,
  { rounds, seconds }: Options,
  before: Side,
  now: Side,
): Promise<Compared> {
  for (const { directory, service } of [before, now]) {
    const first = directory.prepare(name);
    if (first) await measure(first, service, { clients: 1, ...WITHOUT_END });
  }
  const { count } = await turnsOf(before, before.directory.work(name), seconds * SLICE);
  await turnsOf(now, { ...now.directory.work(name), most: count }, Number.POSITIVE_INFINITY);
  const [its, mine] = [new Series(before, name, count), new Series(now, name, count)];
  for (let round = 0; round < rounds; round++)
    for (const one of Math.random() < 0.5 ? [its, mine] : [mine, its]) await one.slice();
  await setTimeout(seconds * 1_000);
  const [costs, mineCosts] = [await its.costs(), await mine.costs()];
  for (const { directory, service } of [before, now]) {
    const after = directory.restore(name);
    if (after) await measure(after, service, { clients: 1, ...WITHOUT_END });
  }
  const spread = (key: keyof Cost) =>
    spreadOf(mineCosts.map((one, at) => one[key] / (costs[at]?.[key] ?? Number.NaN)));
  return {
    ...{ name, turns: count, before: typical(costs), now: typical(mineCosts) },
    ratios: { cpu: spread('cpu'), perSecond: spread('perSecond'), p99: spread('p99') },
  };
}

/** The slices of one kind of request in one version. */
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

function usedBy({ service }: Side): Promise<Used> {
  return ask<Used>(service.process, 'used');
}
