import { expect } from 'chai';
import { request } from 'undici';
import { limits } from '../../config/limits.ts';
import { DAY, HOUR, systemRuntime } from '../../lib/kernel/runtime.ts';
import { scimEvents } from '../../lib/scim/security_events.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, deactivation, type Rollcall, reactivation, type Tenant, user } from '../helper.ts';
import { type PushReceiver, pushReceiver, type Token, verifier } from './set_receiver.ts';

interface Made {
  readonly secret?: string;
  readonly stream: {
    readonly id: string;
    readonly issuer: string;
    readonly audience: string;
    readonly pollUrl?: string;
  };
}

interface Polled {
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable?: boolean;
}

describe('security event streams', () => {
  let app: Rollcall;
  let acme: Tenant;
  let receiver: PushReceiver;
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const post = { publicUrl: 'http://localhost:8080', claim: async () => true };
  const deliver = () => app.services.courier.deliver(post);

  before(async () => {
    app = await boot({ env: { ALLOW_PRIVATE_FETCH: 'true' }, runtime: { ...systemRuntime(), now } });
  });
  beforeEach(async () => {
    acme = await app.bootstrap();
    receiver = await pushReceiver();
    ahead = 0;
  });
  afterEach(() => receiver.close());
  after(() => app.close());

  const run = (command: string, input: Plain = {}) =>
    operate(app.services, command, { group: acme.slug, ...input });
  const jwksUrl = () => `${app.url}/api/v1/security-events/jwks.json`;
  const verify = ({ stream: { issuer, audience } }: Made) =>
    verifier({ jwksUrl: jwksUrl(), issuer, audience });
  const create = async (input: Plain): Promise<Made> =>
    (await run('stream create', { name: 'Signals', ...input })) as unknown as Made;
  const pushing = async (input: Plain = {}): Promise<Made> => {
    const made = await create({ kind: 'push', url: receiver.url, ...input });
    receiver.verify = verify(made);
    return made;
  };
  const pollUrl = ({ stream }: Made) => `${app.url}/api/v1/streams/${stream.id}/poll`;
  const ask = async (made: Made, body: Plain | string, token = made.secret ?? '') => {
    const answered = await request(pollUrl(made), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answered.statusCode, body: (await answered.body.json()) as Polled };
  };
  const poll = async (made: Made, body: Plain = {}): Promise<{ tokens: Token[]; more: boolean }> => {
    const { status, body: answer } = await ask(made, { returnImmediately: true, ...body });
    expect(status).to.equal(200);
    const tokens = await Promise.all(Object.values(answer.sets).map(verify(made)));
    expect(Object.keys(answer.sets)).to.deep.equal(tokens.map(({ jti }) => jti));
    return { tokens, more: answer.moreAvailable === true };
  };
  const join = async (name = 'grace') => {
    const { body } = await acme.scim(
      'POST',
      '/Users',
      user(`${name}@${acme.slug}.test`, { externalId: name }),
    );
    return `/Users/${String(body.id)}`;
  };
  const urisOf = (tokens: readonly Token[]) => tokens.map(({ events }) => Object.keys(events));

  describe('by push (RFC 8935)', () => {
    it('tell a receiver that verifies with the JWKS of a person who joins, changes, leaves, returns and is deleted', async () => {
      await pushing();
      const path = await join();
      await acme.scim('PATCH', path, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'title', value: 'Admiral' }],
      });
      await acme.scim(
        'PUT',
        path,
        user(`grace@${acme.slug}.test`, { externalId: 'grace', title: 'Commodore' }),
      );
      await acme.scim('PATCH', path, deactivation);
      await acme.scim('PATCH', path, reactivation);
      await acme.scim('DELETE', path);
      await deliver();
      expect(receiver.refused).to.deep.equal([]);
      expect(urisOf(receiver.got)).to.deep.equal([
        [scimEvents.create],
        [scimEvents.patch],
        [scimEvents.put],
        [scimEvents.deactivate, scimEvents.patch],
        [scimEvents.activate, scimEvents.patch],
        [scimEvents.delete],
      ]);
      for (const { sub_id, sub, rollcall } of receiver.got) {
        expect(sub_id).to.deep.equal({ format: 'scim', uri: path, externalId: 'grace' });
        expect(sub).to.equal(undefined);
        expect(rollcall).to.deep.include({
          group: { id: acme.groupId, path: acme.slug },
          integration: acme.integrationId,
        });
      }
      const [created, patched] = receiver.got;
      expect(created?.events[scimEvents.create]?.attributes).to.include.members(['id', 'userName', 'emails']);
      expect(patched?.events[scimEvents.patch]?.attributes).to.deep.equal(['title']);
      expect(receiver.headers[0]).to.deep.equal(['', 'application/secevent+jwt']);
    });

    it('tell of directory groups, by SCIM and by hand', async () => {
      await pushing();
      const member = (await join()).split('/')[2];
      const { body } = await acme.scim('POST', '/Groups', { displayName: 'Crew', externalId: 'crew' });
      const path = `/Groups/${String(body.id)}`;
      await acme.scim('PATCH', path, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'add', path: 'members', value: [{ value: member }] }],
      });
      await acme.scim('DELETE', path);
      const { id } = await run('directory-group create', { name: 'By hand' });
      await deliver();
      const byHand = receiver.got.find(({ sub_id }) => sub_id.uri === `/Groups/${String(id)}`);
      expect(Object.keys(byHand?.events ?? {})).to.deep.equal([scimEvents.create]);
      const crew = receiver.got.filter(({ sub_id }) => sub_id.uri === path);
      expect(crew.map(({ events }) => events)).to.deep.equal([
        { [scimEvents.create]: { attributes: crew[0]?.events[scimEvents.create]?.attributes } },
        { [scimEvents.patch]: { attributes: ['members'] } },
        { [scimEvents.delete]: {} },
      ]);
    });

    it('send only the events that the stream names, and the authorization that it was given', async () => {
      await pushing({ events: [scimEvents.deactivate], authorization: 'Bearer of-the-receiver' });
      const path = await join();
      await acme.scim('PATCH', path, deactivation);
      await deliver();
      expect(urisOf(receiver.got)).to.deep.equal([[scimEvents.deactivate]]);
      expect(receiver.headers[0]?.[0]).to.equal('Bearer of-the-receiver');
    });

    it('give two streams tokens of one txn, each with a jti and an aud of its own', async () => {
      await pushing();
      const other = await create({ name: 'Others', kind: 'poll', audience: 'https://product.example' });
      await join();
      await deliver();
      const [
        [pushed],
        {
          tokens: [polled],
        },
      ] = [receiver.got, await poll(other)];
      expect(polled?.aud).to.equal('https://product.example');
      expect(pushed?.txn).to.equal(polled?.txn);
      expect(pushed?.jti).not.to.equal(polled?.jti);
    });

    const refusals: readonly (readonly [err: string, state: string])[] = [
      ['invalid_request', 'dead'],
      ['invalid_issuer', 'dead'],
      ['invalid_audience', 'dead'],
      ['invalid_key', 'waiting'],
      ['authentication_failed', 'waiting'],
      ['access_denied', 'waiting'],
    ];
    it('set what becomes of a refused token by the err of RFC 8935 section 2.4', async () => {
      await pushing();
      for (const [err, state] of refusals) {
        receiver.answer = () => ({ status: 400, body: JSON.stringify({ err }) });
        await join(err.replace('_', ''));
        await deliver();
        const { deliveries } = await run('stream deliveries', { stream: 'Signals', limit: 1 });
        expect((deliveries as Plain[])[0], err).to.include({ state, attempts: 1, last: '400' });
      }
    });

    it('refuse a push to an address without https, or one that is not public', async () => {
      const strict = await boot();
      try {
        for (const url of ['http://product.example/', 'https://10.0.0.1/']) {
          const asked = operate(strict.services, 'stream create', { name: 'Signals', kind: 'push', url });
          expect(await asked.catch(({ code }: { code: unknown }) => code), url).to.equal('invalid_stream');
        }
      } finally {
        await strict.close();
      }
    });

    it('try again after a failure with the same jti, and hold back the later events of the person alone', async () => {
      await pushing();
      const path = await join();
      receiver.answer = ({ sub_id }) => ({ status: sub_id.uri === path ? 503 : 202 });
      await deliver();
      await acme.scim('PATCH', path, deactivation);
      const other = await join('ada');
      await deliver();
      expect(receiver.got.map(({ sub_id }) => sub_id.uri)).to.deep.equal([path, other]);
      receiver.answer = () => ({ status: 202 });
      ahead = HOUR;
      await deliver();
      expect(receiver.got[2]?.jti).to.equal(receiver.got[0]?.jti);
      expect(urisOf(receiver.got.slice(2))).to.deep.equal([
        [scimEvents.create],
        [scimEvents.deactivate, scimEvents.patch],
      ]);
    });

    it('keep the events of a paused stream, and deliver them after it is resumed', async () => {
      await pushing();
      await run('stream pause', { stream: 'Signals' });
      await join();
      await deliver();
      expect(receiver.got).to.deep.equal([]);
      await run('stream resume', { stream: 'Signals' });
      await deliver();
      expect(urisOf(receiver.got)).to.deep.equal([[scimEvents.create]]);
    });

    it('show the answer to a verification event', async () => {
      const { stream } = await pushing();
      const sent = await run('stream test', { stream: 'Signals' });
      expect(sent).to.include({ status: 202 });
      expect(receiver.got[0]?.sub_id).to.deep.equal({ format: 'opaque', id: stream.id });
      expect(urisOf(receiver.got)).to.deep.equal([
        ['https://schemas.openid.net/secevent/ssf/event-type/verification'],
      ]);
    });
  });

  describe('by poll (RFC 8936)', () => {
    it('give tokens until they are acknowledged, those of one person one after the other', async () => {
      const made = await create({ kind: 'poll' });
      const path = await join();
      await acme.scim('PATCH', path, deactivation);
      const other = await join('ada');
      const first = await poll(made);
      expect(first.tokens.map(({ sub_id }) => sub_id.uri)).to.deep.equal([path, other]);
      expect(first.more).to.equal(true);
      expect(await poll(made)).to.deep.equal({ tokens: [], more: false });
      ahead = limits.pollAgainMs;
      const again = await poll(made, { maxEvents: 1 });
      expect(again.tokens).to.deep.equal(first.tokens.slice(0, 1));
      expect(again.more).to.equal(true);
      const last = await poll(made, { ack: first.tokens.map(({ jti }) => jti) });
      expect(urisOf(last.tokens)).to.deep.equal([[scimEvents.deactivate, scimEvents.patch]]);
      expect(await poll(made, { ack: last.tokens.map(({ jti }) => jti), maxEvents: 0 })).to.deep.equal({
        ...{ tokens: [], more: false },
      });
      const { deliveries } = await run('stream deliveries', { stream: 'Signals' });
      expect((deliveries as Plain[]).map(({ state }) => state)).to.deep.equal(Array(3).fill('delivered'));
    });

    it('do not give a token again that the receiver refuses with setErrs, and log why', async () => {
      const made = await create({ kind: 'poll' });
      await join();
      const [token] = (await poll(made)).tokens;
      const setErrs = { [String(token?.jti)]: { err: 'invalid_audience', description: 'Not mine' } };
      await poll(made, { setErrs, maxEvents: 0 });
      ahead = limits.pollAgainMs;
      expect((await poll(made)).tokens).to.deep.equal([]);
      const { deliveries } = await run('stream deliveries', { stream: 'Signals' });
      expect((deliveries as Plain[])[0]).to.include({
        state: 'dead',
        last: 'the receiver refuses it: invalid_audience: Not mine',
      });
      await run('stream redeliver', { stream: 'Signals', dead: true });
      expect((await poll(made)).tokens).to.deep.equal([token]);
    });

    it('wait for an event when the receiver lets them', async () => {
      const made = await create({ kind: 'poll' });
      const waiting = ask(made, {});
      const path = await join();
      const { body } = await waiting;
      const tokens = await Promise.all(Object.values(body.sets).map(verify(made)));
      expect(tokens.map(({ sub_id }) => sub_id.uri)).to.deep.equal([path]);
    });

    it('answer a poll that waits when another one of the stream begins', async () => {
      const made = await create({ kind: 'poll' });
      const [one, other] = [ask(made, {}), ask(made, {})];
      const first = await Promise.race([one, other]);
      expect(first).to.deep.equal({ status: 200, body: { sets: {} } });
      await join();
      const answers = await Promise.all([one, other]);
      expect(answers.map(({ body }) => Object.keys(body.sets).length).sort()).to.deep.equal([0, 1]);
    });

    it('take only the tokens of their stream, and the former one until its overlap ends', async () => {
      const made = await create({ kind: 'poll' });
      const other = await create({ kind: 'poll', name: 'Others' });
      const now = { returnImmediately: true };
      expect((await ask(made, now, other.secret)).status).to.equal(401);
      expect((await ask(made, now, acme.scimToken)).status).to.equal(401);
      const { secret } = await run('stream rotate', { stream: 'Signals', overlap: 1 });
      expect((await ask(made, now, String(secret))).status).to.equal(200);
      expect((await ask(made, now)).status).to.equal(200);
      ahead = HOUR;
      expect((await ask(made, now)).status).to.equal(401);
    });

    it('answer 400 to a poll that cannot be read', async () => {
      const made = await create({ kind: 'poll' });
      for (const body of ['[]', 'no JSON', '{"maxEvents":-1}', '{"ack":"x"}', '{"setErrs":{"x":{}}}'])
        expect((await ask(made, body)).status, body).to.equal(400);
    });
  });

  describe('signing keys', () => {
    it('are published a day before they sign, and stay so for thirty days after', async () => {
      const made = await create({ kind: 'poll' });
      const kids = async () => {
        const answered = await request(jwksUrl());
        const { keys } = (await answered.body.json()) as { keys: Plain[] };
        expect(keys.filter(({ d }) => d !== undefined)).to.deep.equal([]);
        return keys.map(({ kid }) => String(kid));
      };
      const signer = async () => {
        await join(`p${String(ahead)}`);
        const { sets } = (await ask(made, { returnImmediately: true })).body;
        const header = Object.values(sets)[0]?.split('.')[0] ?? '';
        return String((JSON.parse(Buffer.from(header, 'base64url').toString()) as Plain).kid);
      };
      const [former = ''] = (await kids()).slice(-1);
      const { id } = await operate(app.services, 'event-key rotate');
      expect(await kids()).to.include.members([former, String(id)]);
      expect(await signer()).to.equal(former);
      ahead = DAY;
      expect(await signer()).to.equal(id);
      expect(await kids()).to.include(former);
      ahead = 32 * DAY;
      expect(await kids()).not.to.include(former);
    });

    it('are withdrawn at once by an urgent rotation', async () => {
      await pushing();
      await join();
      await operate(app.services, 'event-key rotate', { urgent: true });
      const { keys } = await operate(app.services, 'event-key list');
      expect(keys).to.have.length(1);
      // What was signed by the former key on its way is refused, and comes again.
      for (let turn = 1; receiver.got.length === 0; turn++) {
        ahead = turn * HOUR;
        await deliver();
      }
      expect(receiver.got).to.have.length(1);
    });
  });

  it('are removed with everything that waits for them', async () => {
    const made = await create({ kind: 'poll' });
    await join();
    await run('stream remove', { stream: 'Signals' });
    expect((await ask(made, { returnImmediately: true })).status).to.equal(401);
  });

  it('are in ServiceProviderConfig once there is one, with the events that they carry and no asynchronous requests', async () => {
    const { body: before } = await acme.scim('GET', '/ServiceProviderConfig');
    expect(before).not.to.have.property('securityEvents');
    await create({ kind: 'poll' });
    const { body } = await acme.scim('GET', '/ServiceProviderConfig');
    expect(body.securityEvents).to.deep.equal({
      asyncRequest: 'none',
      eventUris: Object.values(scimEvents),
    });
  });
});
