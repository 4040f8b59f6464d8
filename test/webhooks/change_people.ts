import { destination, pino } from 'pino';
import { loadConfig } from '../../config/index.ts';
import { systemRuntime } from '../../lib/kernel/runtime.ts';
import { startService } from '../../lib/main/service.ts';
import { bootstrap } from '../../lib/operations/bootstrap.ts';
import { deliveries, webhooks } from '../../lib/webhooks/types.ts';
import { operate } from '../cli/operator.ts';
import { client, deactivation, reactivation, user } from '../helper.ts';

/*
 * A service that is killed while people join and leave. Prints a line for each change that was acknowledged. The first
 * round prints what the next ones need; the round `drain` changes nothing and delivers what is left.
 */

const PEOPLE = 4;
const [directory = '', receiver = '', round = '', known = ''] = process.argv.slice(2);

let ahead = 0;
const config = loadConfig({
  ...{ HOST: '127.0.0.1', PORT: '0', PUBLIC_URL: 'http://localhost:8080', DATA_DIR: directory },
  ALLOW_PRIVATE_FETCH: 'true',
  ...(process.env.MONGODB_URI === undefined ? {} : { MONGODB_URI: process.env.MONGODB_URI }),
});
const logger = pino({ level: 'error' }, destination({ dest: 2, sync: true }));
const runtime = { ...systemRuntime(), now: () => Date.now() + ahead };
const service = await startService(config, logger, runtime);
const { services } = service;

if (round === 'drain') {
  const post = { publicUrl: config.publicUrl, claim: async () => true };
  for (let waiting = 1; waiting > 0; ahead += 3_600_000) {
    await services.courier.deliver(post);
    const { items } = await services.store.sweep(webhooks, { index: 'enabled', limit: 1 });
    waiting = await services.store.count(deliveries, items[0]?.id ?? '', { index: 'line' });
  }
  await service.stop();
} else {
  const { token, paths } = known === '' ? await begin() : (JSON.parse(known) as Begun);
  const scim = client(`${service.url}/api/scim/v2/groups/acme`, token);
  await Promise.all(paths.map((path, person) => change(scim, path, person)));
}

interface Begun {
  readonly token: string;
  readonly paths: readonly string[];
}

async function begin(): Promise<Begun> {
  const house = { services, publicUrl: service.url, samlUrl: service.url };
  const operator = { actor: { kind: 'operator' }, sessions: [] } as const;
  const made = await bootstrap.perform(house, operator, { group: 'acme', owner: 'owner@acme.test' });
  const { secret } = await operate(services, 'webhook create', { url: receiver, types: ['access.*'] });
  process.stdout.write(`${String(secret)}\n`);
  const scim = client(`${service.url}/api/scim/v2/groups/acme`, made.scimToken);
  const paths: string[] = [];
  for (let person = 0; person < PEOPLE; person++) {
    const { body } = await scim('POST', '/Users', user(`person${person}@acme.test`));
    paths.push(`/Users/${String(body.id)}`);
  }
  process.stdout.write(`${JSON.stringify({ token: made.scimToken, paths })}\n`);
  return { token: made.scimToken, paths };
}

/** Lets a person leave and join until the process is killed. The state at the start may be either. */
async function change(scim: ReturnType<typeof client>, path: string, person: number): Promise<void> {
  for (;;) {
    const { body } = await scim('GET', path);
    const { status } = await scim('PATCH', path, body.active === true ? deactivation : reactivation);
    // A busy store may refuse; whether the change was carried out is then unknown.
    if (status !== 200) continue;
    process.stdout.write(`${String(person)}\n`);
  }
}
