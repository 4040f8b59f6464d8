import { setTimeout } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { Database } from './database.ts';
import type { Ledger } from './ledger.ts';
import type { Product } from './product.ts';
import type { ServiceProcess } from './service_process.ts';

export interface Stage {
  readonly processes: readonly ServiceProcess[];
  readonly products: readonly Product[];
  readonly chance: Chance;
  readonly ledger: Ledger;
  /** Absent for the embedded store. */
  readonly database?: Database;
}

type Harm = (stage: Stage) => Promise<void>;

const COMMANDS = ['find', 'insert', 'update', 'bulkWrite', 'commitTransaction', 'abortTransaction'];
/** PrimarySteppedDown, NotWritablePrimary, ShutdownInProgress, WriteConflict, and the end of the connection. */
const FAULTS = [
  { errorCode: 189 },
  { errorCode: 10_107 },
  { errorCode: 91 },
  { errorCode: 112 },
  { closeConnection: true },
];

const anywhere: Readonly<Record<string, Harm>> = {
  async 'processes killed'({ processes, chance }) {
    const one = chance.of(processes);
    await one.kill();
    await setTimeout(chance.whole(0, 500));
    await one.start();
  },
  async 'processes stopped'({ processes, chance }) {
    const one = chance.of(processes);
    await one.stop();
    await one.start();
  },
  async 'processes paused'({ processes, chance }) {
    await chance.of(processes).pause(chance.whole(200, 3_000));
  },
  async 'receivers down'({ products, chance }) {
    await inMood('down', chance.of(products), chance.whole(500, 3_000));
  },
  async 'receivers slow'({ products, chance }) {
    await inMood('slow', chance.of(products), chance.whole(1_000, 4_000));
  },
};

const withDatabase: Readonly<Record<string, (database: Database, stage: Stage) => Promise<void>>> = {
  async 'database killed'({ server }, { chance }) {
    await server.kill();
    await setTimeout(chance.whole(0, 1_500));
    await server.restart();
  },
  async 'database killed with a process'({ server }, { processes, chance }) {
    const one = chance.of(processes);
    await Promise.all([server.kill(), one.kill()]);
    await Promise.all([server.restart(), one.start()]);
  },
  async 'database paused'({ server }, { chance }) {
    await server.pause(chance.whole(200, 4_000));
  },
  async 'answers of the database lost'({ wire }, { chance }) {
    await wire.cut(chance.whole(5, 200));
  },
  async 'commands failed'(database, { chance }) {
    const [command, fault] = [chance.of(COMMANDS), chance.of(FAULTS)];
    await database.fail(command, chance.whole(1, 12), fault);
    await setTimeout(chance.whole(200, 1_500));
  },
};

/** Lets one thing after the other fail until the time has come. Afterwards everything works again. */
export async function makeTrouble(stage: Stage, until: number): Promise<void> {
  const { chance, database, ledger } = stage;
  const harms: [string, Harm][] = Object.entries(anywhere);
  if (database)
    for (const [name, harm] of Object.entries(withDatabase))
      harms.push([name, (present) => harm(database, present)]);
  while (Date.now() < until) {
    const [name, harm] = chance.of(harms);
    ledger.count(name);
    ledger.note(name);
    await harm(stage);
    await setTimeout(chance.whole(200, 1_500));
  }
  await database?.heal();
}

async function inMood(mood: Product['mood'], product: Product, ms: number): Promise<void> {
  product.mood = mood;
  await setTimeout(ms);
  product.mood = 'well';
}
