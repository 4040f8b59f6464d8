import { parseArgs } from 'node:util';

export type StoreName = 'mongodb' | 'embedded';

export interface Options {
  readonly store: StoreName;
  readonly minutes: number;
  readonly seed: string;
}

export const help = `npm run chaos -- [options]

The service under load, while its processes, its database and the receivers of its events fail. Afterwards nothing that it
acknowledged may be lost, doubled or half done, and no event may be missing.

  --store mongodb|embedded  two processes behind a proxy on MongoDB (default), or one process with the embedded store
  --minutes 10              how long; after every third minute all is compared, and begins anew
  --seed 7                  repeats what the clients do and what fails, in the same order
  --help                    this text
`;

/** What the command line asks for; undefined when it asks for help. Throws a sentence for a mistake. */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      store: { type: 'string', default: 'mongodb' },
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { store, seed } = values;
  if (store !== 'mongodb' && store !== 'embedded') throw new Error('--store must be mongodb or embedded.');
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes must be a number above 0.');
  return { store, minutes, seed };
}
