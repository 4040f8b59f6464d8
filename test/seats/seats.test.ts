import { expect } from 'chai';
import { accountNamed } from '../../lib/accounts/accounts.ts';
import { type SeatLimit, seatLimits, seats } from '../../lib/groups/seats.ts';
import { memberOf } from '../../lib/groups/types.ts';
import { mails } from '../../lib/outbox/mail/mails.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import { boot, deactivation, type Rollcall, reactivation, type Tenant, user } from '../helper.ts';
import { loggedIn } from '../logged.ts';
import { codeOf, signIn, stage } from '../web/saml/stage.ts';
import { noMailServer, Visitor } from '../web/visitor.ts';

describe('the seats of a top-level group', () => {
  let app: Rollcall;
  let acme: Tenant;
  let names = 0;

  before(async () => {
    app = await boot({ env: { ...noMailServer, METRICS_PORT: '0' } });
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap();
  });

  const limit = (most: number, whenFull: SeatLimit['whenFull'] = 'refuse') =>
    operate(app.services, 'seats set', { group: acme.slug, seats: most, whenFull });
  const shown = async () =>
    (await operate(app.services, 'seats show', { group: acme.slug })).limit as SeatLimit;
  const create = (name = `ann${++names}`) => acme.scim('POST', '/Users', user(`${name}@${acme.slug}.test`));
  const seated = () => app.services.store.count(seats, acme.groupId);
  const events = async () => {
    const { entries } = await operate(app.services, 'audit list', { group: acme.slug, limit: 200 });
    return (entries as { action: string }[])
      .map(({ action }) => action)
      .filter((one) => one.startsWith('seats.'));
  };
  const mailed = async () => {
    const { items } = await app.services.store.list(mails, PLATFORM, { limit: 1_000 });
    return items.filter(({ to, letter }) => to === `owner@${acme.slug}.test` && letter.template === 'seats');
  };

  it('are not counted without a limit', async () => {
    for (let n = 0; n < 3; n++) expect((await create()).status).to.equal(201);
    expect([await seated(), await shown()]).to.deep.equal([0, undefined]);
  });

  it('count everybody who was a member before the limit, each account once', async () => {
    const { body } = await create();
    await create('left');
    await acme.scim('PATCH', `/Users/${String(body.id)}`, deactivation);
    await operate(app.services, 'group create', { path: `${acme.slug}/dev` });
    await operate(app.services, 'member add', {
      group: `${acme.slug}/dev`,
      account: acme.username,
      role: 'guest',
    });
    await limit(5);
    expect(await shown()).to.include({ seats: 5, used: 2, state: 'free' });
    expect(await seated()).to.equal(2);
  });

  describe('of which all are used', () => {
    it('answer a new user 400 without a scimType, say what to do, and leave nothing behind', async () => {
      await limit(2);
      expect((await create()).status).to.equal(201);
      const { status, body } = await create('late');
      expect([status, body.scimType]).to.deep.equal([400, undefined]);
      expect(body.detail).to.match(/^No seat of .* is free, so this person cannot join\. Deactivate a user/);
      expect(
        (await acme.scim('GET', `/Users?filter=userName eq "late@${acme.slug}.test"`)).body.totalResults,
      ).to.equal(0);
      await accountNamed(app.services.store, `late@${acme.slug}.test`).then(
        () => expect.fail('the account was made'),
        () => undefined,
      );
      await app.services.logBook.flush();
      const entry = (await loggedIn(app.services.store, acme.groupId)).at(-2);
      expect([entry?.status, entry?.outcome]).to.deep.equal([400, `Refused: ${String(body.detail)}`]);
    });

    it('let a user join when another one was deactivated, and refuse that one who comes back', async () => {
      await limit(2);
      const { body: first } = await create();
      await acme.scim('PATCH', `/Users/${String(first.id)}`, deactivation);
      expect((await create()).status).to.equal(201);
      const back = await acme.scim('PATCH', `/Users/${String(first.id)}`, reactivation);
      expect(back.status).to.equal(400);
      expect((await acme.scim('GET', `/Users/${String(first.id)}`)).body.active).to.equal(false);
      expect(await shown()).to.include({ used: 2, state: 'full' });
    });

    it('do not keep a member from another role or group', async () => {
      const { body } = await create('held');
      await limit(2);
      await operate(app.services, 'group create', { path: `${acme.slug}/dev` });
      const more = { group: `${acme.slug}/dev`, account: `held@${acme.slug}.test`, role: 'maintainer' };
      expect(await operate(app.services, 'member add', more)).to.include({ role: 'maintainer' });
      const { status } = await acme.scim('PATCH', `/Users/${String(body.id)}`, reactivation);
      expect(status).to.equal(200);
    });

    it('refuse a member who joins by hand or by an operation of Bulk', async () => {
      await limit(1);
      const email = `hand@${acme.slug}.test`;
      await operate(app.services, 'account create', { email });
      await operate(app.services, 'member add', { group: acme.slug, account: email, role: 'guest' }).then(
        () => expect.fail('the person was added'),
        (error: unknown) => expect(error).to.include({ code: 'no_free_seat' }),
      );
      const { body } = await acme.scim('POST', '/Bulk', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: [{ method: 'POST', bulkId: 'a', path: '/Users', data: user(`bulk@${acme.slug}.test`) }],
      });
      expect((body.Operations as { status: string }[])[0]?.status).to.equal('400');
    });

    it('refuse whom single sign-on would make a member, with a page that says why', async () => {
      const scene = await stage(app, { jit: true });
      await operate(app.services, 'seats set', { group: scene.tenant.slug, seats: 1 });
      const nameId = `jit@${scene.tenant.slug}.test`;
      const visitor = new Visitor(app);
      const answered = await signIn(scene, visitor, { nameId });
      expect(codeOf(answered)).to.equal('saml.no_free_seat');
      expect((await visitor.visit(answered.location ?? '')).text).to.contain('no free seat');
    });

    it('are told to the owners once, until one is free again', async () => {
      await limit(2);
      const { body } = await create();
      for (const _ of [1, 2]) await create();
      expect([(await mailed()).length, await events()]).to.deep.equal([
        1,
        ['seats.used_up', 'seats.limited'],
      ]);
      await acme.scim('PATCH', `/Users/${String(body.id)}`, deactivation);
      await create();
      expect((await mailed()).length).to.equal(2);
    });
  });

  it('are given to exactly as many as there are, when more come at once', async () => {
    await limit(6);
    const answers = await Promise.all(Array.from({ length: 16 }, () => create()));
    expect(answers.filter(({ status }) => status === 201)).to.have.length(5);
    expect(answers.filter(({ status }) => status === 400)).to.have.length(11);
    expect([(await shown()).used, await seated()]).to.deep.equal([6, 6]);
  });

  it('let in and report who is one too many, if the operator has said so', async () => {
    await limit(2, 'report');
    for (let n = 0; n < 3; n++) expect((await create()).status).to.equal(201);
    expect(await shown()).to.include({ used: 4, state: 'exceeded' });
    expect(await events()).to.deep.equal(['seats.exceeded', 'seats.used_up', 'seats.limited']);
    expect((await mailed()).length).to.equal(2);
    const metrics = await (await fetch(`${app.metricsUrl}/metrics`)).text();
    expect(metrics).to.match(/^rollcall_seats_exceeded [1-9]/m);
    await limit(3);
    expect((await create()).status).to.equal(400);
  });

  it('let in as many as there are when a preview goes live, and the others when that is repeated later', async () => {
    const group = acme.slug;
    const goLive = async () => {
      const { done } = await operate(app.services, 'integration go-live', { group });
      return (done as { outcome: string }[]).map(({ outcome }) => outcome);
    };
    await operate(app.services, 'integration preview', { group });
    for (const name of ['ann', 'ben', 'cid']) await create(`${name}-of-${group}`);
    await limit(2);
    expect(await goLive()).to.deep.equal(['create', 'refuse', 'refuse']);
    expect((await shown()).used).to.equal(2);
    await limit(9);
    await operate(app.services, 'integration preview', { group });
    expect(await goLive()).to.deep.equal(['nothing', 'create', 'create']);
    expect((await shown()).used).to.equal(4);
  });

  it('are free again when an integration and its members are removed', async () => {
    const group = acme.slug;
    for (let n = 0; n < 3; n++) await create();
    await limit(4);
    await operate(app.services, 'integration remove', { group, integration: 'SCIM', members: 'revoke' });
    expect([(await shown()).used, await seated()]).to.deep.equal([1, 1]);
  });

  it('count again after the limit was removed, which lets everybody in', async () => {
    await limit(1);
    await operate(app.services, 'seats remove', { group: acme.slug });
    expect([
      await seated(),
      await app.services.store.get(seatLimits, acme.groupId, acme.groupId),
    ]).to.deep.equal([0, undefined]);
    await create();
    await limit(9);
    expect((await shown()).used).to.equal(2);
  });

  it('are exact when people join and leave while they are counted', async () => {
    for (let n = 0; n < 4; n++) await create();
    const { body } = await create('leaver');
    const [, ...answers] = await Promise.all([
      limit(50),
      ...Array.from({ length: 4 }, () => create()),
      acme.scim('PATCH', `/Users/${String(body.id)}`, deactivation),
    ]);
    expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 201, 201, 200]);
    await limit(50);
    const { id } = await accountNamed(app.services.store, `leaver@${acme.slug}.test`);
    expect((await memberOf(app.services.store, acme.groupId, id))?.memberships).to.deep.equal([]);
    expect([(await shown()).used, await seated()]).to.deep.equal([9, 9]);
  });
});
