import mongoose from 'mongoose';
import { boot } from '../../test/helper.ts';
import { dropDatabase, testDatabase } from '../../test/store/mongo/database.ts';
import { PATCH_OP, userNameOf, userOf } from './people.ts';

export interface RoundTrips {
  readonly name: string;
  /** Commands that a request sends to the database. */
  readonly commands: number;
  /** How often a request waits for the database: commands side by side count once. */
  readonly waits: number;
}

const TIMES = 21;

/** Counts, in a service of its own, what each kind of request asks of the database that MONGODB_URI names. */
const database = new URL(testDatabase() ?? '');
database.searchParams.set('monitorCommands', 'true');
const rollcall = await boot({ env: { MONGODB_URI: database.toString() } });
try {
  process.send?.(await count());
} finally {
  await rollcall.close();
  await dropDatabase(database.toString());
  process.disconnect();
}

async function count(): Promise<RoundTrips[]> {
  const { scim } = await rollcall.bootstrap(undefined, { removalPercent: 100 });
  const seen = watch();
  const ids: string[] = [];
  const patch = (n: number, path: string, value: unknown) =>
    scim('PATCH', `/Users/${ids[n]}`, { schemas: [PATCH_OP], Operations: [{ op: 'replace', path, value }] });
  const group = (await scim('POST', '/Groups', { displayName: 'Everybody' })).body.id;
  const move = (operation: object) =>
    scim('PATCH', `/Groups/${String(group)}`, { schemas: [PATCH_OP], Operations: [operation] });
  const kinds: Record<string, (n: number) => Promise<{ status: number }>> = {
    create: async (n) => {
      const created = await scim('POST', '/Users', userOf(n));
      ids.push(String(created.body.id));
      return created;
    },
    get: (n) => scim('GET', `/Users/${ids[n]}`),
    filter: (n) => scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userNameOf(n)}"`)}`),
    page: () => scim('GET', '/Users?startIndex=10&count=10'),
    cursor: () => scim('GET', '/Users?cursor=&count=10'),
    patch: (n) => patch(n, 'name.familyName', `Family ${n}`),
    deactivate: (n) => patch(n, 'active', false),
    reactivate: (n) => patch(n, 'active', true),
    join: (n) => move({ op: 'add', path: 'members', value: [{ value: ids[n] }] }),
    leave: (n) => move({ op: 'remove', path: `members[value eq "${ids[n]}"]` }),
    delete: (n) => scim('DELETE', `/Users/${ids[n]}`),
  };
  const counted: RoundTrips[] = [];
  for (const [name, ask] of Object.entries(kinds)) {
    const each = { commands: [] as number[], waits: [] as number[] };
    for (let n = 0; n < TIMES; n++) {
      await rollcall.services.logBook.flush();
      seen.commands = seen.waits = 0;
      const { status } = await ask(n);
      if (status >= 300) throw new Error(`${name} was answered by ${status}`);
      each.commands.push(seen.commands);
      each.waits.push(seen.waits);
    }
    counted.push({ name, commands: median(each.commands), waits: median(each.waits) });
  }
  return counted;
}

function watch(): { commands: number; waits: number } {
  const client = mongoose.connections.findLast(({ name }) => database.pathname === `/${name}`)?.getClient();
  if (!client) throw new Error('the service has no connection to the database');
  const seen = { commands: 0, waits: 0 };
  let underWay = 0;
  const done = () => {
    underWay -= 1;
  };
  client.on('commandStarted', () => {
    seen.commands += 1;
    if (underWay === 0) seen.waits += 1;
    underWay += 1;
  });
  client.on('commandSucceeded', done);
  client.on('commandFailed', done);
  return seen;
}

/** Other jobs of the service than the log use the database too, now and then. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
