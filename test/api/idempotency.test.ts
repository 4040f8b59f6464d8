import { expect } from 'chai';
import { DAY } from '../../lib/kernel/runtime.ts';
import { repeatableRequests } from '../../lib/operations/idempotency.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { type ApiCaller, apiCaller } from './api_caller.ts';

describe('an Idempotency-Key', () => {
  const clock = movableClock();
  let app: Rollcall;
  let acme: Tenant;
  let owner: ApiCaller;

  before(async () => {
    app = await boot({ runtime: clock.runtime });
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap();
    owner = await apiCaller(app, acme.username);
  });

  const create = (name: string, key = '"first"', caller = owner) =>
    caller('POST', `/groups/${acme.slug}/integrations/SCIM/credentials`, {
      body: { kind: 'client', name },
      headers: { 'idempotency-key': key },
    });

  const credentials = async () => {
    const { body } = await owner('GET', `/groups/${acme.slug}/integrations/SCIM/credentials`);
    return (body.credentials as { name: string }[]).map(({ name }) => name);
  };

  it('gives a repetition the first answer, its secret too, and does nothing again', async () => {
    const first = await create('Entra');
    expect(first.status).to.equal(201);
    const again = await create('Entra');
    expect([again.status, again.body]).to.deep.equal([201, first.body]);
    expect((await credentials()).filter((name) => name === 'Entra')).to.have.length(1);
  });

  it('is stored without the secret of the answer and without itself', async () => {
    const { body } = await create('Entra', '"a-key-of-this-test"');
    for await (const stored of app.services.store.scan(repeatableRequests)) {
      const text = JSON.stringify(stored);
      expect(text).to.not.contain(String(body.clientSecret)).and.not.contain('a-key-of-this-test');
    }
  });

  it('gives simultaneous repetitions one answer', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => create('Entra')));
    const done = answers.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ body }) => body.clientSecret))).to.have.property('size', 1);
    expect((await credentials()).filter((name) => name === 'Entra')).to.have.length(1);
  });

  it('answers 422 to another request', async () => {
    await create('Entra');
    const { status, body } = await create('Okta');
    expect([status, body.code]).to.deep.equal([422, 'idempotency_key_reused']);
  });

  it('belongs to one token: another token of the same person makes its own request', async () => {
    const { body } = await create('Entra');
    const other = await apiCaller(app, acme.username);
    const second = await create('Entra', '"first"', other);
    expect(second.body.clientSecret).to.not.equal(body.clientSecret);
  });

  it('gives nothing to the token of a person who is no owner any more', async () => {
    const first = await create('Entra');
    const invite = {
      body: { who: `new@${acme.slug}.test`, role: 'guest' },
      headers: { 'idempotency-key': 'invite' },
    };
    expect((await owner('POST', `/groups/${acme.slug}/invitations`, invite)).status).to.equal(201);
    const email = `other@${acme.slug}.test`;
    await operate(app.services, 'account create', { email });
    await operate(app.services, 'member add', { group: acme.slug, account: email, role: 'owner' });
    await operate(app.services, 'member remove', { group: acme.slug, account: acme.username });
    const again = await create('Entra');
    expect([
      again.status,
      JSON.stringify(again.body).includes(String(first.body.clientSecret)),
    ]).to.deep.equal([404, false]);
    expect((await owner('POST', `/groups/${acme.slug}/invitations`, invite)).status).to.equal(404);
  });

  it('is free again after a refusal', async () => {
    const refused = await owner('POST', `/groups/${acme.slug}/groups`, {
      body: { slug: '-' },
      headers: { 'idempotency-key': '"slug"' },
    });
    expect(refused.status).to.equal(400);
    const { status } = await owner('POST', `/groups/${acme.slug}/groups`, {
      body: { slug: 'dev' },
      headers: { 'idempotency-key': '"slug"' },
    });
    expect(status).to.equal(201);
  });

  it('works for an operation of several transactions', async () => {
    const invite = () =>
      owner('POST', `/groups/${acme.slug}/invitations`, {
        body: { who: `new@${acme.slug}.test`, role: 'guest' },
        headers: { 'idempotency-key': 'invite' },
      });
    const first = await invite();
    expect(first.status, JSON.stringify(first.body)).to.equal(201);
    expect((await invite()).body).to.deep.equal(first.body);
  });

  it('is forgotten after 24 hours', async () => {
    await create('Entra');
    clock.forward(DAY + 1);
    expect((await create('Entra')).body.code).to.equal('token_name_taken');
  });

  it('is refused with 400 if it has no form of a key', async () => {
    for (const key of ['', '""', '"a" b', 'x'.repeat(256)])
      expect((await create('Entra', key)).status).to.equal(400);
  });
});
