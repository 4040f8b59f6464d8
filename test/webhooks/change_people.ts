import { destination, pino } from 'pino';
import { loadConfig } from '../../config/index.ts';
import { systemRuntime } from '../../lib/kernel/runtime.ts';
import { startService } from '../../lib/main/service.ts';
import { bootstrap } from '../../lib/operations/bootstrap.ts';
import { streams } from '../../lib/webhooks/streams/types.ts';
import { deliveries, webhooks } from '../../lib/webhooks/types.ts';
import { operate } from '../cli/operator.ts';
import { client, deactivation, reactivation, user } from '../helper.ts';

/*
 * A service that is killed while people join and leave. Prints a line for each change that was acknowledged, and each token
 * that a receiver polls. The first round prints what the next ones need; `drain` changes nothing and delivers what is left.
 */

const PEOPLE = 4;
const [directory = '', receiver = '', setReceiver = '', round = '', known = ''] = process.argv.slice(2);

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

process.stdout.write(`url ${service.url}\n`);
const begun = known === '' ? await begin() : (JSON.parse(known) as Begun);
if (round === 'drain') {
  const post = { publicUrl: config.publicUrl, claim: async () => true };
  for (let waiting = 1; waiting > 0; ahead += 3_600_000) {
    await services.courier.deliver(post);
    await poll(begun, () => true);
    const found = { index: 'enabled', limit: 10 };
    const hearers = [
      ...(await services.store.sweep(webhooks, found)).items,
      ...(await services.store.sweep(streams, found)).items,
    ];
    const counts = hearers.map(({ id }) => services.store.count(deliveries, id, { index: 'line' }));
    waiting = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }
  await service.stop();
} else {
  const scim = client(`${service.url}/api/scim/v2/groups/acme`, begun.token);
  const polling = poll(begun, () => false);
  await Promise.all([polling, ...begun.paths.map((path, person) => change(scim, path, person))]);
}

interface Begun {
  readonly token: string;
  readonly paths: readonly string[];
  readonly stream: string;
  readonly streamToken: string;
}

/** Polls as a receiver does: it prints each token, and acknowledges it with the next poll. */
async function poll({ stream, streamToken }: Begun, isOver: () => boolean): Promise<void> {
  let ack: string[] = [];
  do {
    const response = await fetch(`${service.url}/api/v1/streams/${stream}/poll`, {
      method: 'POST',
      headers: { authorization: `Bearer ${streamToken}` },
      body: JSON.stringify({ ack, returnImmediately: round === 'drain' }),
    });
    const { sets = {} } = (await response.json()) as { sets?: Record<string, string> };
    for (const token of Object.values(sets)) process.stdout.write(`set ${token}\n`);
    ack = Object.keys(sets);
  } while (ack.length > 0 || !isOver());
}

interface Polled {
  readonly stream: { readonly id: string };
  readonly secret: string;
}

async function begin(): Promise<Begun> {
  const house = { services, publicUrl: service.url, samlUrl: service.url };
  const operator = { actor: { kind: 'operator' }, sessions: [] } as const;
  const made = await bootstrap.perform(house, operator, { group: 'acme', owner: 'owner@acme.test' });
  const { secret } = await operate(services, 'webhook create', { url: receiver, types: ['access.*'] });
  process.stdout.write(`${String(secret)}\n`);
  await operate(services, 'stream create', {
    name: 'Pushed',
    kind: 'push',
    url: setReceiver,
    audience: 'pushed',
  });
  const polled = (await operate(services, 'stream create', {
    name: 'Polled',
    kind: 'poll',
  })) as unknown as Polled;
  const scim = client(`${service.url}/api/scim/v2/groups/acme`, made.scimToken);
  const paths: string[] = [];
  for (let person = 0; person < PEOPLE; person++) {
    const { body } = await scim('POST', '/Users', user(`person${person}@acme.test`));
    paths.push(`/Users/${String(body.id)}`);
  }
  const begun = { token: made.scimToken, paths, stream: polled.stream.id, streamToken: polled.secret };
  process.stdout.write(`${JSON.stringify(begun)}\n`);
  return begun;
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
