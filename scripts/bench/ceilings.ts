import { requestText } from './connection.ts';
import { expectStatus, type Measured, measure, type Work } from './load.ts';
import { userNameOf, userOf } from './people.ts';
import { end, measured, message, start } from './processes.ts';

export interface Pace {
  readonly clients: readonly number[];
  readonly seconds: number;
  /** Tells what is being measured now. */
  say(what: string): void;
}

const path = '/api/scim/v2/groups/bench/Users';

/** What the bare tools under Rollcall reach on this machine. */
export async function measureCeilings(pace: Pace): Promise<Measured[]> {
  return [
    ...(await served('http', [], pace, [asking('node http', '/')])),
    ...(await served('koa', [], pace, [asking('Koa', '/')])),
    ...(await served('routes', [], pace, [asking('Koa GET', `${path}/01a207b1`), posting('Koa POST', path)])),
  ];
}

/** What MongoDB reaches behind Koa, and alone. */
export async function measureMongoCeilings(uri: string, pace: Pace): Promise<Measured[]> {
  const users = 1_000;
  const finding: Work = {
    name: 'Koa findOne',
    async turn(send) {
      const user = Math.floor(Math.random() * users);
      expectStatus(await send(requestText('GET', `/Users/${userNameOf(user)}`)), 200);
    },
  };
  return [
    ...(await served('find_one', [uri, String(users)], pace, [finding])),
    ...(await measureTransactions(uri, pace)),
  ];
}

async function measureTransactions(uri: string, { clients, seconds, say }: Pace): Promise<Measured[]> {
  const child = start(measured('ceilings/transaction'), [uri]);
  try {
    await message(child);
    const results: Measured[] = [];
    for (const atOnce of clients) {
      say(`transaction, ${atOnce} at once`);
      const answer = message<Omit<Measured, 'name' | 'clients'>>(child);
      child.send({ clients: atOnce, seconds });
      results.push({ name: 'transaction', clients: atOnce, ...(await answer) });
    }
    return results;
  } finally {
    await end(child);
  }
}

async function served(
  script: string,
  args: readonly string[],
  { clients, seconds, say }: Pace,
  works: readonly Work[],
): Promise<Measured[]> {
  const child = start(measured(`ceilings/${script}`), args);
  try {
    const { port } = await message<{ port: number }>(child);
    const results: Measured[] = [];
    for (const work of works) {
      for (const atOnce of clients) {
        say(`${work.name}, ${atOnce} at once`);
        results.push(await measure(work, { process: child, port }, { clients: atOnce, seconds }));
      }
    }
    return results;
  } finally {
    await end(child);
  }
}

function asking(name: string, target: string): Work {
  const request = requestText('GET', target);
  return { name, turn: async (send) => expectStatus(await send(request), 200) };
}

function posting(name: string, target: string): Work {
  const request = requestText('POST', target, undefined, userOf(1));
  return { name, turn: async (send) => expectStatus(await send(request), 201) };
}
