import { once } from 'node:events';
import { expect } from 'chai';
import { MINUTE, systemRuntime } from '../../lib/kernel/runtime.ts';
import { operate } from '../cli/operator.ts';
import { type RunningService, startService } from '../cli/process.ts';
import { boot, client, deactivation, type Rollcall, reactivation, type Tenant, user } from '../helper.ts';
import { describeMongo } from '../store/mongo/available.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';
import { type Got, type Receiver, receiver } from './receiver.ts';

const PEOPLE = 3;
const secret = (letter: string) => letter.repeat(43);

/** This process, whose clock can be put forward, and one of its own that is killed. `killed.test.ts` has one process alone. */
describeMongo('webhooks of two processes', () => {
  const database = testDatabase();
  let ahead = 0;
  let first: Rollcall;
  let second: RunningService;
  let acme: Tenant;
  let product: Receiver;
  let slow: Receiver;
  let paths: readonly string[];

  beforeEach(async () => {
    ahead = 0;
    const env = {
      ...(database === undefined ? {} : { MONGODB_URI: database }),
      ALLOW_PRIVATE_FETCH: 'true',
      PUBLIC_URL: 'http://localhost:8080',
      TOKEN_PEPPER: secret('p'),
      CURSOR_SECRET: secret('c'),
      AUDIT_SECRET: secret('a'),
      SAML_SECRET: secret('s'),
    };
    first = await boot({ env, runtime: { ...systemRuntime(), now: () => Date.now() + ahead } });
    acme = await first.bootstrap();
    [product, slow] = [await receiver(), await receiver()];
    await hook('Product', product);
    await hook('Slow', slow);
    second = await startService(env);
    // Who is first to deliver to a webhook keeps it while it lives: the process that is killed.
    const scim = scimOf(second);
    paths = await Promise.all(
      Array.from({ length: PEOPLE }, async (_, nth) => {
        const { body } = await scim('POST', '/Users', user(`person${nth}@${acme.slug}.test`));
        return `/Users/${String(body.id)}`;
      }),
    );
    await Promise.all([has(product, PEOPLE), has(slow, PEOPLE)]);
  });
  afterEach(async () => {
    second.process.kill('SIGKILL');
    for (const webhook of ['Product', 'Slow']) await operate(first.services, 'webhook remove', { webhook });
    await Promise.all([product.close(), slow.close()]);
    await first.close();
  });
  after(() => dropDatabase(database));

  const hook = async (name: string, at: Receiver) => {
    const made = await operate(first.services, 'webhook create', { name, url: at.url, types: ['access.*'] });
    at.secrets.push(String(made.secret));
  };
  const scimOf = ({ url }: { readonly url: string }) =>
    client(acme.scimUrl.replace(first.url, url), acme.scimToken);
  /** Everybody leaves or comes back. Throws unless all of it is acknowledged. */
  const change = async (scim: Tenant['scim'], body: object) => {
    const answers = await Promise.all(paths.map((path) => scim('PATCH', path, body)));
    expect(answers.map(({ status }) => status)).to.deep.equal(paths.map(() => 200));
  };
  /** Resolves when a receiver has so many events. */
  const has = async (at: Receiver, count: number) => {
    const { answer } = at;
    await new Promise<void>((resolve) => {
      const look = () => eventsOf(at).length >= count && resolve();
      at.answer = (got) => {
        look();
        return answer(got);
      };
      look();
    });
    at.answer = answer;
  };
  const gate = () => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { open, opened };
  };

  it('lose no event when the delivering process is killed, and the other continues in order', async () => {
    const killed = gate();
    product.answer = async () => {
      await killed.opened;
      return {};
    };
    await change(scimOf(second), deactivation);
    await has(product, 2 * PEOPLE);
    second.process.kill('SIGKILL');
    await once(second.process, 'exit');
    killed.open();
    ahead += MINUTE;
    await change(acme.scim, reactivation);
    await has(product, 3 * PEOPLE);
    expect(product.forged).to.deep.equal([]);
    expect(product.got.length, 'what was under way comes again').to.equal(4 * PEOPLE);
    expect(perPerson(product)).to.deep.equal(
      Array.from({ length: PEOPLE }, () => ['access.given', 'access.ended', 'access.given']),
    );
  }).timeout(120_000);

  it('deliver to one receiver all events of both, while another one has answered nothing', async () => {
    const released = gate();
    const answered: string[] = [];
    slow.answer = async ({ id }) => {
      await released.opened;
      answered.push(id);
      return {};
    };
    await change(acme.scim, deactivation);
    await change(scimOf(second), reactivation);
    await has(product, 3 * PEOPLE);
    expect(answered).to.deep.equal([]);
    released.open();
    await has(slow, 3 * PEOPLE);
    expect(perPerson(slow)).to.deep.equal(perPerson(product));
  }).timeout(120_000);
});

/** What arrived, each event once. */
function eventsOf({ got }: Receiver): readonly Got[] {
  return [...new Map(got.map((one) => [one.id, one])).values()];
}

function perPerson(at: Receiver): readonly (readonly string[])[] {
  const people = new Map<string, string[]>();
  for (const { data, type } of eventsOf(at)) {
    const { id } = data.account as { id: string };
    people.set(id, [...(people.get(id) ?? []), type]);
  }
  return [...people.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, types]) => types);
}
