import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sealTurn } from '../../lib/audit/chain.ts';
import { HOUR } from '../../lib/kernel/index.ts';
import type { Service } from '../../lib/main/service.ts';
import { deliveries, webhooks } from '../../lib/webhooks/types.ts';
import { rollcall } from '../../test/cli/process.ts';
import { freePort } from '../scratch.ts';
import { type Balancer, balance } from './balancer.ts';
import { Chance } from './chance.ts';
import { Database } from './database.ts';
import { checkToken } from './exchanges.ts';
import { type Environment, environmentOf, openHouse } from './house.ts';
import { Ledger } from './ledger.ts';
import { startLoad } from './load.ts';
import type { StoreName } from './options.ts';
import { readPresent } from './present.ts';
import { Product } from './product.ts';
import { ServiceProcess } from './service_process.ts';
import { buildTown } from './town.ts';
import { makeTrouble } from './trouble.ts';
import type { Evidence } from './verdict.ts';
import { checkSession } from './visitors.ts';

export interface Round {
  readonly store: StoreName;
  readonly seconds: number;
  readonly seed: string;
}

export interface Outcome {
  readonly evidence: Evidence;
  /** What happened, and how often. */
  readonly figures: Readonly<Record<string, number>>;
  /** What failed, and when. */
  readonly history: readonly string[];
}

const RECEIVERS = 2;
const INSTALL_TRIES = 5;
/** By then every retry of a delivery was due. */
const MOST_HOURS = 100;
/** Milliseconds that setting up, ending and comparing may take. */
const BESIDE_MS = 420_000;
const SHOWN_STEPS = 8;

/** A round that does not end. */
export class Hang extends Error {}

/** Runs the service under load while all kinds of things fail, and gives what is to be compared. Throws `Hang`. */
export async function runRound({ store, seconds, seed }: Round): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-chaos-'));
  const database = store === 'mongodb' ? await Database.start() : undefined;
  const products = await Promise.all(Array.from({ length: RECEIVERS }, () => Product.open()));
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const environment = environmentOf({
    directory: join(directory, 'data'),
    publicUrl,
    ...(database ? { mongodbUri: database.uri } : {}),
  });
  const processes = await newProcesses(database ? 2 : 1, environment, directory);
  const ledger = new Ledger();
  let balancer: Balancer | undefined;
  const play = async (): Promise<Outcome> => {
    ledger.note('install');
    await install(environment);
    const set = await openHouse(environment);
    const town = await buildTown(set, publicUrl, products);
    const accountsBefore = (await readPresent(set.services)).accounts;
    await set.stop();
    ledger.note('start the processes');
    await Promise.all(processes.map((one) => one.start()));
    balancer = await balance(
      port,
      processes.map((one) => one.port),
    );
    const [since, chance] = [Date.now(), new Chance(seed)];
    const load = startLoad(publicUrl, town, chance, ledger);
    const stage = { processes, products, chance: chance.named('trouble'), ledger };
    await makeTrouble({ ...stage, ...(database ? { database } : {}) }, since + seconds * 1_000);
    await setTimeout(1_000);
    ledger.note('let the clients finish');
    await load.stop();
    ledger.note('try the sessions and tokens');
    for (const kept of ledger.sessions) await checkSession(kept, ledger);
    for (const token of ledger.tokens) await checkToken(token, ledger);
    ledger.note('stop the processes');
    await Promise.all(processes.map((one) => one.stop()));
    ledger.note('deliver the events that are left, and read everything');
    const after = await lookAfterwards(environment);
    const evidence: Evidence = {
      ...{ ledger, accountsBefore, since, ...after },
      taken: products.map(({ taken }) => taken),
      forged: products.flatMap(({ forged }) => forged),
      ownEnds: processes.flatMap(({ ownEnds }) => ownEnds),
      errors: (await Promise.all(processes.map((one) => one.errors()))).flat(),
    };
    return { evidence, figures: { ...ledger.counts, ...eventFigures(products) }, history: ledger.history };
  };
  try {
    return await Promise.race([play(), hang(seconds * 1_000 + BESIDE_MS, ledger)]);
  } finally {
    ledger.isAbandoned = true;
    await balancer?.close();
    await Promise.all(processes.map((one) => one.kill()));
    await Promise.all(products.map((one) => one.close()));
    await database?.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function hang(ms: number, { history }: Ledger): Promise<never> {
  await setTimeout(ms, undefined, { ref: false });
  throw new Hang(`The round does not end. Its last steps:\n${history.slice(-SHOWN_STEPS).join('\n')}`);
}

/** Builds the indexes, which takes the test server long where others work on the same machine. */
async function install(environment: Environment): Promise<void> {
  for (let tries = 1; ; tries++) {
    const { code, stderr } = await rollcall(environment, 'migrate', '--create');
    if (code === 0) return;
    if (tries === INSTALL_TRIES) throw new Error(stderr);
  }
}

async function newProcesses(count: number, environment: Environment, directory: string) {
  const made: ServiceProcess[] = [];
  for (let nth = 1; nth <= count; nth++)
    made.push(new ServiceProcess(await freePort(), environment, join(directory, `process${nth}.log`)));
  return made;
}

/** Delivers the events that are left, seals the audit log, and reads everything. */
async function lookAfterwards(environment: Environment) {
  let ahead = 0;
  const house = await openHouse(environment, () => ahead);
  await drain(house, environment, () => {
    ahead += HOUR;
  });
  await sealTurn(house.services.store, house.services.secrets.auditKey, Number.POSITIVE_INFINITY);
  const present = await readPresent(house.services);
  await house.stop();
  const { code, stdout, stderr } = await rollcall(environment, 'audit', 'verify', '--json');
  return { present, brokenChains: code === 0 ? [] : [`${stdout}${stderr}`] };
}

/** Puts the clock forward until the retries of every delivery are due, and nothing waits. */
async function drain(
  { services }: Service,
  { PUBLIC_URL = '' }: Environment,
  forward: () => void,
): Promise<void> {
  const { store, courier } = services;
  const post = { publicUrl: PUBLIC_URL, claim: async () => true };
  for (let waiting = 1, hours = 0; waiting > 0 && hours < MOST_HOURS; hours++, forward()) {
    await courier.deliver(post);
    const { items } = await store.sweep(webhooks, { index: 'enabled', limit: 10 });
    const counts = await Promise.all(items.map(({ id }) => store.count(deliveries, id, { index: 'line' })));
    waiting = counts.reduce((sum, count) => sum + count, 0);
  }
}

function eventFigures(products: readonly Product[]): Record<string, number> {
  const sum = (of: (product: Product) => number) => products.map(of).reduce((all, one) => all + one, 0);
  return {
    'events taken': sum(({ taken }) => taken.length),
    'events that came again': sum(({ again }) => again),
    'events refused': sum(({ refused }) => refused),
  };
}
