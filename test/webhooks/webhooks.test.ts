import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { limits } from '../../config/limits.ts';
import { MINUTE, systemRuntime } from '../../lib/kernel/runtime.ts';
import { mails } from '../../lib/outbox/mail/mails.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { type Delivery, deliveries, lines } from '../../lib/webhooks/types.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, deactivation, type Rollcall, reactivation, type Tenant, user } from '../helper.ts';
import { noMailServer } from '../web/visitor.ts';
import { type Receiver, receiver } from './receiver.ts';

interface Made {
  readonly secret: string;
  readonly webhook: { readonly id: string; readonly name: string };
}

const MANY = 20;

describe('webhooks', () => {
  let app: Rollcall;
  let product: Receiver;
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const post = { publicUrl: 'http://localhost:8080', claim: async () => true };
  const deliver = () => app.services.courier.deliver(post);

  before(async () => {
    const env = { ...noMailServer, ALLOW_PRIVATE_FETCH: 'true' };
    app = await boot({ env, runtime: { ...systemRuntime(), now } });
  });
  beforeEach(async () => {
    product = await receiver();
    ahead = 0;
  });
  afterEach(async () => {
    for (const { id } of (await operate(app.services, 'webhook list')).webhooks as Plain[])
      await operate(app.services, 'webhook remove', { webhook: id });
    await product.close();
  });
  after(() => app.close());

  const hook = async (input: Plain = {}): Promise<Made> => {
    const made = (await operate(app.services, 'webhook create', {
      url: product.url,
      name: 'Product',
      ...input,
    })) as unknown as Made;
    product.secrets.push(made.secret);
    return made;
  };
  const create = async ({ scim, slug }: Tenant, name = 'grace') => {
    const { body } = await scim('POST', '/Users', user(`${name}@${slug}.test`));
    return `/Users/${String(body.id)}`;
  };
  const held = async ({ webhook }: Made): Promise<Delivery[]> =>
    (await app.services.store.list(deliveries, webhook.id, { limit: 100 })).items;
  const types = () => product.got.map(({ type }) => type);

  it('tell the product of a person who joins, changes and leaves, signed and in order', async () => {
    const acme = await app.bootstrap();
    await hook({ types: ['access.*', 'user.*'] });
    const path = await create(acme);
    await operate(app.services, 'member add', {
      group: acme.slug,
      account: `grace@${acme.slug}.test`,
      role: 'developer',
    });
    await acme.scim('PATCH', path, deactivation);
    await deliver();
    expect(product.forged).to.deep.equal([]);
    expect(types()).to.deep.equal([
      ...['user.created', 'access.given', 'access.changed', 'user.deactivated', 'access.ended'],
    ]);
    const group = { id: acme.groupId, path: acme.slug };
    const [, given, changed, , ended] = product.got;
    expect(given?.data).to.deep.include({
      group,
      because: 'user.created',
      access: [{ group, to: 'guest' }],
      roles: [{ group, role: 'guest' }],
    });
    expect(given?.data.account).to.include({ name: 'Ann Ames', email: `grace@${acme.slug}.test` });
    expect(given?.data.by).to.deep.equal({ kind: 'scim', integrationId: acme.integrationId });
    expect(changed?.data).to.deep.include({
      because: 'member.changed',
      access: [{ group, from: 'guest', to: 'developer' }],
      roles: [{ group, role: 'developer' }],
    });
    expect(ended?.data).to.deep.include({ access: [{ group, from: 'developer' }], roles: [] });
    expect(new Set(product.got.map(({ id }) => id)).size).to.equal(5);
  });

  it('of a group hear of that group alone, those of the service of every group', async () => {
    const [acme, umbrella] = [await app.bootstrap(), await app.bootstrap()];
    await hook({ types: ['access.given'] });
    const own = await hook({ group: acme.slug, types: ['access.given'] });
    await create(acme);
    await create(umbrella);
    await deliver();
    expect(types()).to.have.length(3);
    expect((await held(own)).map(({ rootId }) => rootId)).to.deep.equal([acme.groupId]);
  });

  it('that do not exist cost a change no write', async () => {
    const acme = await app.bootstrap();
    await create(acme);
    const { services } = app;
    for (const collection of [deliveries, lines])
      for await (const doc of services.store.scan(collection))
        expect(JSON.stringify(doc)).not.to.include(acme.groupId);
  });

  it('are not told what a filter leaves out, and a filter of an unknown event is refused', async () => {
    const acme = await app.bootstrap();
    const made = await hook({ types: ['group.*'] });
    await create(acme);
    expect(await held(made)).to.deep.equal([]);
    const refused = await hook({ types: ['access.lost'] }).catch(String);
    expect(refused).to.include('access.lost is no event');
  });

  it('are retried with the same id and a new signature until the receiver takes them', async () => {
    const acme = await app.bootstrap();
    const made = await hook({ types: ['access.given'] });
    product.answer = () => ({ status: product.got.length < 3 ? 500 : 200, body: 'no room' });
    await create(acme);
    await deliver();
    await deliver();
    expect(product.got, 'not before its time').to.have.length(1);
    for (const wait of [6_000, 24_000]) {
      ahead += wait;
      await deliver();
    }
    expect(new Set(product.got.map(({ id }) => id)).size).to.equal(1);
    const [delivery] = await held(made);
    expect(delivery?.state).to.equal('delivered');
    expect(delivery?.attempts.map(({ status, answer }) => [status, answer])).to.deep.equal([
      ...[500, 500, 200].map((status) => [status, 'no room']),
    ]);
  });

  it('are not sent again at once when something else has changed the delivery meanwhile', async () => {
    const acme = await app.bootstrap();
    const made = await hook({ types: ['access.given'] });
    product.answer = async () => {
      if (product.got.length > MANY) return {};
      const { store } = app.services;
      await store.transaction(async (unit) => {
        for (const { id, webhookId } of await held(made)) {
          const present = await unit.get(deliveries, webhookId, id);
          if (present) unit.touch(deliveries, present);
        }
      });
      return {};
    };
    await create(acme);
    await deliver();
    expect(product.got).to.have.length.below(MANY);
    while (product.got.length <= MANY) await deliver();
    expect((await held(made)).map(({ state }) => state)).to.deep.equal(['delivered']);
  });

  it('are dead after the last try, and go out again on demand', async () => {
    const acme = await app.bootstrap();
    const made = await hook({ types: ['access.given'] });
    product.answer = () => ({ status: 500 });
    await create(acme);
    for (let tries = 0; tries < limits.webhookTries; tries++) {
      await deliver();
      ahead = ((await held(made))[0]?.dueAt ?? 0) - Date.now() + 1_000;
    }
    expect(product.got).to.have.length(limits.webhookTries);
    expect((await held(made)).map(({ state, dueAt }) => [state, dueAt])).to.deep.equal([['dead', undefined]]);
    product.answer = () => ({});
    expect(
      await operate(app.services, 'webhook redeliver', { webhook: 'Product', dead: true }),
    ).to.deep.equal({
      webhook: 'Product',
      redelivered: 1,
    });
    await deliver();
    expect((await held(made)).map(({ state }) => state)).to.deep.equal(['delivered']);
    expect(new Set(product.got.map(({ id }) => id)).size).to.equal(1);
  });

  it('keep the order of one person, and others go on', async () => {
    const acme = await app.bootstrap();
    await hook({ types: ['access.*'] });
    const name = ({ data }: (typeof product.got)[number]) => (data.account as Plain).username;
    product.answer = (got) => ({ status: name(got) === 'grace-order' ? 503 : 200 });
    const grace = await create(acme, 'grace-order');
    await acme.scim('PATCH', grace, deactivation);
    await acme.scim('PATCH', grace, reactivation);
    await create(acme, 'hopper-order');
    await deliver();
    expect(product.got.map((got) => [name(got), got.type])).to.have.deep.members([
      ['grace-order', 'access.given'],
      ['hopper-order', 'access.given'],
    ]);
    product.answer = () => ({});
    product.got.length = 0;
    ahead += 6_000;
    await deliver();
    expect(types()).to.deep.equal(['access.given', 'access.ended', 'access.given']);
  });

  it('sign with both secrets while one is rotated, and then with the new one alone', async () => {
    const acme = await app.bootstrap();
    const { secret: former } = await hook({ types: ['access.given'] });
    const { secret } = await operate(app.services, 'webhook rotate', { webhook: 'Product', overlap: 1 });
    await create(acme, 'one');
    await deliver();
    product.secrets = [String(secret)];
    await create(acme, 'two');
    await deliver();
    expect(types()).to.have.length(2);
    ahead += 61 * MINUTE;
    product.secrets = [former];
    await create(acme, 'three');
    await deliver();
    expect([product.got.length, product.forged.length]).to.deep.equal([2, 1]);
  });

  it('are disabled when the receiver answers 410, and their maker can enable them again', async () => {
    const acme = await app.bootstrap();
    const made = await hook({ types: ['access.given'] });
    product.answer = () => ({ status: 410 });
    await create(acme, 'one');
    await deliver();
    const shown = await operate(app.services, 'webhook show', { webhook: 'Product' });
    expect(shown).to.include({ state: 'disabled', problem: 'the receiver answers 410: it is gone' });
    await create(acme, 'two');
    expect(await held(made)).to.have.length(1);
    product.answer = () => ({});
    await operate(app.services, 'webhook change', { webhook: 'Product', enabled: true });
    ahead += 6_000;
    await deliver();
    expect((await held(made)).map(({ state }) => state)).to.deep.equal(['delivered']);
  });

  it('that a command made and Rollcall disables are mailed to every operator, and to no owner', async () => {
    const [acme, umbrella] = [await app.bootstrap(), await app.bootstrap()];
    for (const { username } of [acme, umbrella])
      await operate(app.services, 'operator add', { account: username });
    const other = await app.bootstrap();
    await hook({ types: ['access.given'] });
    product.answer = () => ({ status: 410 });
    await create(other);
    await deliver();
    const { items } = await app.services.store.list(mails, PLATFORM, { limit: 200 });
    const told = items.filter(({ letter }) => letter.template === 'webhook_disabled');
    expect(told.map(({ to, letter }) => [to, letter])).to.have.deep.members(
      [acme, umbrella].map(({ slug }) => [
        `owner@${slug}.test`,
        {
          ...{ template: 'webhook_disabled', webhook: 'Product', host: new URL(product.url).host },
          problem: 'the receiver answers 410: it is gone',
        },
      ]),
    );
    for (const { username } of [acme, umbrella])
      await operate(app.services, 'operator remove', { account: username });
  });

  it('that are removed leave none of their deliveries behind', async () => {
    const acme = await app.bootstrap();
    const made = await hook({ types: ['access.given'] });
    await create(acme, 'one');
    expect(await held(made)).to.have.length(1);
    await operate(app.services, 'webhook remove', { webhook: 'Product' });
    expect(await held(made)).to.deep.equal([]);
  });

  it('that only fail for days are disabled', async () => {
    const acme = await app.bootstrap();
    await hook({ types: ['access.given'] });
    product.answer = () => ({ status: 500 });
    await create(acme, 'one');
    await deliver();
    ahead += limits.webhookDisableMs + MINUTE;
    await deliver();
    expect(await operate(app.services, 'webhook show', { webhook: 'Product' })).to.include({
      state: 'disabled',
      problem: 'the receiver answers 500',
    });
  });

  it('show ended access until the product confirms that it has acted', async () => {
    const acme = await app.bootstrap();
    const made = await hook({ types: ['access.*'], deadlineMinutes: 30 });
    const path = await create(acme);
    await acme.scim('PATCH', path, deactivation);
    await deliver();
    const ended = product.got.at(-1);
    expect(Date.parse(String(ended?.data.deadline)) - Date.parse(String(ended?.timestamp))).to.equal(
      30 * MINUTE,
    );
    const outstanding = async () =>
      (await operate(app.services, 'webhook outstanding', { group: acme.slug })).outstanding as Plain[];
    expect((await outstanding()).map(({ type, isOverdue }) => [type, isOverdue])).to.deep.equal([
      ['access.ended', false],
    ]);
    ahead += 31 * MINUTE;
    expect((await outstanding()).map(({ isOverdue }) => isOverdue)).to.deep.equal([true]);
    const { webhooks } = (await operate(app.services, 'health')).queues as Plain;
    expect((webhooks as Plain).overdue).to.be.at.least(1);
    await operate(app.services, 'webhook acknowledge', { webhook: made.webhook.name, delivery: ended?.id });
    expect(await outstanding()).to.deep.equal([]);
  });

  describe('take the acknowledgement of the product', () => {
    const acknowledged = async (change: Plain = {}) => {
      const acme = await app.bootstrap();
      const { secret } = await hook({ types: ['access.ended'] });
      const path = await create(acme);
      await acme.scim('PATCH', path, deactivation);
      await deliver();
      const [got] = product.got;
      const { id = '', data } = got ?? {};
      const given = { id, body: '{}', secret, at: new Date(), ...change };
      const { pathname } = new URL(String(data?.acknowledge));
      const answer = await fetch(app.url + pathname, {
        method: 'POST',
        headers: {
          'webhook-id': given.id,
          'webhook-timestamp': String(Math.floor(given.at.getTime() / 1_000)),
          'webhook-signature': new Webhook(given.secret).sign(given.id, given.at, '{}'),
        },
        body: given.body,
      });
      const { outstanding } = await operate(app.services, 'webhook outstanding', { group: acme.slug });
      return [answer.status, (outstanding as Plain[]).length];
    };
    const cases: readonly (readonly [what: string, change: Plain, answer: readonly number[]])[] = [
      ['that is signed', {}, [204, 0]],
      ['not by another secret', { secret: 'whsec_c2VjcmV0IG9mIHNvbWVib2R5IGVsc2U=' }, [403, 1]],
      ['not of another event', { id: 'another' }, [403, 1]],
      ['not with another body', { body: '{"more":1}' }, [403, 1]],
      ['not after five minutes', { at: new Date(Date.now() - 6 * MINUTE) }, [403, 1]],
    ];
    for (const [what, change, answer] of cases)
      it(`${what}: ${answer[0]}`, async () => expect(await acknowledged(change)).to.deep.equal(answer));
  });

  it('to a slow receiver delay nobody else', async () => {
    const acme = await app.bootstrap();
    const slow = await receiver();
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    slow.answer = async () => {
      await released;
      return {};
    };
    const sluggish = await hook({ types: ['access.given'], name: 'Slow', url: slow.url });
    slow.secrets = [sluggish.secret];
    await hook({ types: ['access.given'] });
    const arrived = new Promise<void>((resolve) => {
      product.answer = () => {
        resolve();
        return {};
      };
    });
    await create(acme);
    const all = deliver();
    await arrived;
    expect((await held(sluggish)).map(({ state }) => state)).to.deep.equal(['waiting']);
    release();
    await all;
    expect((await held(sluggish)).map(({ state }) => state)).to.deep.equal(['delivered']);
    await slow.close();
  });

  it('show their secret once, and keep it sealed', async () => {
    const made = await hook();
    const shown = JSON.stringify([
      await operate(app.services, 'webhook list'),
      await operate(app.services, 'webhook show', { webhook: 'Product' }),
    ]);
    expect(made.secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(shown).not.to.include(made.secret);
  });

  it('are tried by a test event, with the answer', async () => {
    await hook();
    product.answer = () => ({ status: 418, body: 'a teapot' });
    const tried = await operate(app.services, 'webhook test', { webhook: 'Product' });
    expect(tried).to.include({ status: 418, answer: 'a teapot' });
    expect(types()).to.deep.equal(['webhook.tested']);
  });
});
