import { setTimeout } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import { DirectoryClient } from './directory_client.ts';
import { exchangeAndUse } from './exchanges.ts';
import type { Ledger } from './ledger.ts';
import type { Town } from './town.ts';
import { Visitors } from './visitors.ts';

export interface Load {
  /** Lets every client finish what it does. */
  stop(): Promise<void>;
}

/** Milliseconds between two steps of a client, so that a small machine keeps up. */
const PACE = { directory: 60, visitors: 300, exchanges: 2_500 };

/** Six identity providers, the people at the pages, and the clients of the token endpoint, each by its own chance. */
export function startLoad(publicUrl: string, town: Town, chance: Chance, ledger: Ledger): Load {
  let isOver = false;
  const repeat = async (pace: number, turn: () => Promise<void>) => {
    while (!isOver && !ledger.isAbandoned) {
      await turn();
      await setTimeout(pace);
    }
  };
  const directories = town.directories.map((to, nth) => {
    const name = `idp${nth + 1}`;
    return new DirectoryClient(name, to, chance.named(name), ledger);
  });
  const visitors = new Visitors(publicUrl, town, chance.named('visitors'), ledger);
  const exchanging = chance.named('exchanges');
  const all = Promise.all([
    ...directories.map((one) => repeat(PACE.directory, () => one.turn())),
    repeat(PACE.visitors, () => visitors.turn()),
    repeat(PACE.exchanges, () => exchangeAndUse(town.exchangers, exchanging, ledger)),
  ]);
  // What fails here is thrown by `stop`, unless the run has failed before.
  all.catch(() => undefined);
  return {
    async stop() {
      isOver = true;
      await all;
    },
  };
}
