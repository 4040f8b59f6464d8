import { parseArgs } from 'node:util';

export const workNames = [
  'create',
  'sync',
  'get',
  'filter',
  'page',
  'cursor',
  'patch',
  'deactivate',
  'delete',
  'member',
  'group',
  'access',
] as const;

export type WorkName = (typeof workNames)[number];

export interface Options {
  readonly store: 'embedded' | 'mongo';
  /** Sizes of the directory, rising. */
  readonly users: readonly number[];
  readonly clients: readonly number[];
  readonly seconds: number;
  readonly works: readonly WorkName[];
  readonly profile: boolean;
  /** Whether the longest step of the heaviest requests is measured, and nothing else. */
  readonly block: boolean;
  /** Whether changes of a group of everybody are measured in the largest directory, and nothing else. */
  readonly groups: boolean;
  /** Whether the pages of an owner are measured in the largest directory, and nothing else. */
  readonly pages: boolean;
  /** The commit whose service is measured in turns with this one; nothing else is measured then. */
  readonly against?: string;
  /** Whether other servers are measured in turns with this one; nothing else is measured then. */
  readonly compare: boolean;
  /** Whether the sizes of the directory are measured in turns; nothing else is measured then. */
  readonly growth: boolean;
  /** How often each has its turn. */
  readonly rounds: number;
  readonly json: boolean;
  /** Whether a comparison is written as tables of Markdown. */
  readonly markdown: boolean;
}

export const help = `npm run bench -- [options]

What a request costs, beside what the bare tools under it cost on the same machine in the same run.

  --store embedded|mongo   the store; mongo is the server that MONGODB_URI names, else a test server is started
  --users 1000,10000       sizes of the directory to measure at; try 100000 too
  --clients 1,8            how many requests are under way at once
  --seconds 2              how long each measurement lasts
  --only get,create        only some of: ${workNames.join(', ')}
  --profile                the functions in which the service spends its time, for each measurement
  --block                  how long the heaviest requests keep everything else waiting, in the largest directory; no more
  --groups                 changes of a group of everybody, and how long others wait, in the largest directory; no more
  --pages                  the pages of an owner, in a group with as many members as the largest directory; no more
  --against f9f0653        the service of that commit and this one in turns: each ratio with its quartiles; no more
  --compare                other servers from the package registry and this one in turns, also beside --against; no more
  --growth                 this version with each size of the directory in turns; no more
  --rounds 9               how many turns each of them has
  --json                   the figures as one JSON object
  --markdown               a comparison as tables for documentation
  --help                   this text
`;

/** What the command line asks for; undefined when it asks for help. Throws a sentence for each mistake. */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      store: { type: 'string', default: 'embedded' },
      users: { type: 'string', default: '1000,10000' },
      clients: { type: 'string', default: '1,8' },
      seconds: { type: 'string', default: '2' },
      only: { type: 'string', default: workNames.join(',') },
      profile: { type: 'boolean', default: false },
      block: { type: 'boolean', default: false },
      groups: { type: 'boolean', default: false },
      pages: { type: 'boolean', default: false },
      against: { type: 'string' },
      compare: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '9' },
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { store, seconds, profile, block, groups, pages, against, compare, growth, rounds, json, markdown } =
    values;
  if (store !== 'embedded' && store !== 'mongo') throw new Error('--store is embedded or mongo');
  if (!(Number(seconds) > 0)) throw new Error('--seconds is a number above 0');
  const [turns] = numbers('--rounds', rounds);
  return {
    store,
    users: numbers('--users', values.users).toSorted((a, b) => a - b),
    clients: numbers('--clients', values.clients),
    seconds: Number(seconds),
    works: values.only.split(',').map(workName),
    profile,
    block,
    groups,
    pages,
    ...(against === undefined ? {} : { against }),
    compare,
    growth,
    rounds: turns ?? 1,
    json,
    markdown,
  };
}

function numbers(name: string, text: string): number[] {
  const found = text.split(',').map(Number);
  if (found.every((one) => Number.isInteger(one) && one > 0)) return found;
  throw new Error(`${name} is a list of whole numbers above 0, such as 1000,10000`);
}

function workName(text: string): WorkName {
  const found = workNames.find((name) => name === text);
  if (found) return found;
  throw new Error(`--only knows no ${text}, but ${workNames.join(', ')}`);
}
