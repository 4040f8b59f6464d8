import { once } from 'node:events';
import { cpus, release, type } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { dropDatabase, testDatabase } from '../../test/store/mongo/database.ts';
import { startServer } from '../../test/store/mongo/server.ts';
import { type Block, measureBlocks } from './blocks.ts';
import { measureCeilings, measureMongoCeilings, type Pace } from './ceilings.ts';
import { type LargeGroup, measureLargeGroups } from './large_groups.ts';
import { type Measured, measure, type Target } from './load.ts';
import type { Options, WorkName } from './options.ts';
import { measurePages, type Pages } from './pages.ts';
import type { Used } from './probe.ts';
import { ask, end, message, start } from './processes.ts';
import type { Profile } from './profile.ts';
import { type Ratio, ratiosOf, type Stage } from './ratios.ts';
import type { RoundTrips } from './round_trips.ts';
import { seedMembers } from './seed_members.ts';
import { startBenched } from './service.ts';
import { Directory } from './workloads.ts';

export interface Result {
  readonly machine: string;
  readonly store: Options['store'];
  readonly seconds: number;
  readonly stages: readonly Stage[];
  readonly roundTrips: readonly RoundTrips[];
  readonly ratios: readonly Ratio[];
  readonly profiles: readonly TitledProfile[];
  readonly blocks: readonly Block[];
  readonly groups?: readonly LargeGroup[];
  readonly pages?: Pages;
}

export interface TitledProfile extends Profile {
  readonly title: string;
}

/** Measurements' times: by default longer than the pause between two turns of any job that a fill leaves something to. */
const LOOKS = 3;
/** What changes nothing: with these alone the first directory is written straight into the store. */
const readingOnly: ReadonlySet<WorkName> = new Set(['get', 'filter', 'page', 'cursor', 'access']);
/** The processor time of an idle service. */
const IDLE = 0.05;

/** Measures what the options ask for, and reports the progress to `say`. */
export function runBench(options: Options, say: Pace['say']): Promise<Result> {
  return withServer(options, say, (server) => measureAll(options, say, server));
}

/** Gives `work` the address of a MongoDB server where the options ask for one. */
export async function withServer<T>(
  { store }: Pick<Options, 'store'>,
  say: Pace['say'],
  work: (server: string | undefined) => Promise<T>,
): Promise<T> {
  if (store === 'embedded') return work(undefined);
  const given = process.env.MONGODB_URI;
  if (given) return work(given);
  say('a MongoDB test server (MONGODB_URI names a real one)');
  const server = await startServer();
  try {
    return await work(server.uri);
  } finally {
    await server.stop();
  }
}

async function measureAll(options: Options, say: Pace['say'], server: string | undefined): Promise<Result> {
  const { store, seconds } = options;
  const pace: Pace = { clients: options.clients, seconds, say };
  const ceilings = async () => [
    ...(await measureCeilings(pace)),
    ...(server === undefined ? [] : await withDatabase(server, (uri) => measureMongoCeilings(uri, pace))),
  ];
  if (options.block) {
    const blocks = await withDatabase(server, (uri) => blocksOf(options, say, uri));
    return {
      machine: machine(),
      seconds,
      store,
      stages: [],
      roundTrips: [],
      ratios: [],
      profiles: [],
      blocks,
    };
  }
  const nothing = { stages: [], roundTrips: [], ratios: [], profiles: [], blocks: [] };
  if (options.groups) {
    const groups = await withDatabase(server, (uri) => groupsOf(options, say, uri));
    return { machine: machine(), seconds, store, ...nothing, groups };
  }
  if (options.pages) {
    const pages = await withDatabase(server, (uri) => pagesOf(options, pace, uri));
    return { machine: machine(), seconds, store, ...nothing, pages };
  }
  const { stages, profiles } = await withDatabase(server, (uri) =>
    measureService(options, say, ceilings, uri),
  );
  const roundTrips = server === undefined ? [] : await countRoundTrips(server, say);
  const run = { store, stages, roundTrips };
  return { machine: machine(), seconds, ...run, ratios: ratiosOf(run), profiles, blocks: [] };
}

async function blocksOf(
  options: Options,
  say: Pace['say'],
  mongodbUri: string | undefined,
): Promise<Block[]> {
  const users = options.users.at(-1) ?? 0;
  say(`starting the service with ${users} users`);
  const service = await startBenched(mongodbUri, users);
  try {
    return await measureBlocks(service, say);
  } finally {
    await end(service.process);
  }
}

async function groupsOf(
  options: Options,
  say: Pace['say'],
  mongodbUri: string | undefined,
): Promise<LargeGroup[]> {
  const users = options.users.at(-1) ?? 0;
  say(`starting the service with ${users} members`);
  const service = await startBenched(mongodbUri, users + 1, undefined, seedMembers);
  try {
    await rest(service, 1_000 * options.seconds);
    return await measureLargeGroups(service, say);
  } finally {
    await end(service.process);
  }
}

async function pagesOf(options: Options, pace: Pace, mongodbUri: string | undefined): Promise<Pages> {
  const users = options.users.at(-1) ?? 0;
  pace.say(`starting the service with ${users} members`);
  const service = await startBenched(mongodbUri, users, undefined, seedMembers);
  try {
    return await measurePages(service, pace);
  } finally {
    await end(service.process);
  }
}

async function measureService(
  options: Options,
  say: Pace['say'],
  ceilings: () => Promise<Measured[]>,
  mongodbUri: string | undefined,
) {
  say('starting the service');
  const [first = 0] = options.users;
  const seeded = options.works.every((name) => readingOnly.has(name)) ? first : 0;
  const service = await startBenched(mongodbUri, seeded, undefined, seedMembers);
  const directory = new Directory(service);
  const stages: Stage[] = [];
  const profiles: TitledProfile[] = [];
  try {
    for (const users of options.users) {
      say(`filling up to ${users} users`);
      await measure(directory.fill(users), service, { clients: 8, seconds: Number.POSITIVE_INFINITY });
      say('waiting until the service rests');
      await rest(service, LOOKS * options.seconds * 1_000);
      const beside = await ceilings();
      const measured = await measureStage(options, service, directory, say, profiles);
      const { memory } = await ask<Used>(service.process, 'used');
      stages.push({ users, ceilings: beside, measured, memory });
    }
  } finally {
    await end(service.process);
  }
  return { stages, profiles };
}

/** Resolves when the service has done what a fill leaves to its jobs: sealing the audit log, sending mails. */
export async function rest({ process: server }: Pick<Target, 'process'>, ms: number): Promise<void> {
  for (let before = await ask<Used>(server, 'used'); ; ) {
    await setTimeout(ms);
    const after = await ask<Used>(server, 'used');
    if (after.cpu - before.cpu < ms * IDLE) return;
    before = after;
  }
}

async function measureStage(
  options: Options,
  service: Target,
  directory: Directory,
  say: Pace['say'],
  profiles: TitledProfile[],
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const clients of options.clients) {
    for (const name of options.works) {
      const title = `${name} at ${directory.size} users, ${clients} at once`;
      say(title);
      const load = { clients, seconds: options.seconds };
      const before = directory.prepare(name);
      if (before) await measure(before, service, { clients: 1, seconds: Number.POSITIVE_INFINITY });
      if (options.profile) await ask(service.process, 'begin profile');
      measured.push(await measure(directory.work(name), service, load));
      if (options.profile) profiles.push({ title, ...(await ask<Profile>(service.process, 'end profile')) });
      const after = directory.restore(name);
      if (after) await measure(after, service, { ...load, seconds: Number.POSITIVE_INFINITY });
    }
  }
  return measured;
}

async function countRoundTrips(server: string, say: Pace['say']): Promise<RoundTrips[]> {
  say('counting round trips');
  const env = { ...process.env, MONGODB_URI: server };
  const child = start(join(import.meta.dirname, 'round_trips.ts'), [], { env });
  const ended = once(child, 'exit');
  const counted = await message<RoundTrips[]>(child);
  await ended;
  return counted;
}

/** Gives `work` a database of its own on that server, which is gone afterwards. */
export async function withDatabase<T, S extends string | undefined>(
  server: S,
  work: (uri: S) => Promise<T>,
): Promise<T> {
  const database = testDatabase(server);
  try {
    return await work(database as S);
  } finally {
    await dropDatabase(database);
  }
}

export function machine(): string {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model.trim()}, ${type()} ${release()}, Node ${process.versions.node}`;
}
