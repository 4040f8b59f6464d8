import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { type Account, accounts } from '../../lib/accounts/types.ts';
import type { UnitStore } from '../../lib/audit/unit.ts';
import { openWork } from '../../lib/jobs/work.ts';
import { all } from '../../lib/store/every.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate, refusal } from '../cli/operator.ts';
import { user } from '../helper.ts';
import { restarted } from '../store/failing.ts';
import { PASSWORD, person } from '../web/people.ts';
import { linkTo, tokenIn, Visitor } from '../web/visitor.ts';
import { domainStage } from './domain_stage.ts';

describe('e-mail domains', () => {
  const stage = domainStage();
  const { run, answers, claimed, proved, holding, accountIn, managed, byDomain, acts, finishAll, clock } =
    stage;

  describe('are owned by one group at a time:', () => {
    it('only one of several concurrent verifications succeeds', async () => {
      const rivals = [stage.group, `${stage.group}-b`, `${stage.group}-c`];
      for (const rival of rivals.slice(1)) await stage.app.bootstrap(rival);
      const values = await Promise.all(rivals.map((rival) => claimed(rival)));
      answers({ txt: values.map((value) => [value]) });
      const outcomes = await Promise.allSettled(rivals.map((rival) => run('verify', { group: rival })));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
      const lost = rivals.filter((_rival, at) => outcomes[at]?.status === 'rejected');
      for (const rival of lost)
        expect(
          await refusal(stage.app.services, 'group domain verify', { group: rival, domain: stage.domain }),
        ).to.deep.equal({
          code: 'domain_taken',
          message: `${stage.domain} already belongs to another group. Remove it there first.`,
        });
    });

    it('another group can verify a domain that the first group has removed', async () => {
      const next = await stage.app.bootstrap(`${stage.group}-next`);
      const value = await claimed(`${stage.group}-next`);
      const ann = await accountIn('ann');
      answers({ txt: [[await claimed()], [value]] });
      await run('verify');
      expect(await managed(ann)).to.deep.equal(byDomain());
      await run('remove');
      expect(await managed(ann)).to.equal(undefined);
      expect(await run('verify', { group: `${stage.group}-next` })).to.have.property('state', 'verified');
      expect(await managed(ann)).to.deep.equal({ managedBy: next.groupId, managedDomain: stage.domain });
    });

    it('the operator cannot vouch for a domain of another group', async () => {
      await stage.app.bootstrap(`${stage.group}-too`);
      await run('add', { group: `${stage.group}-too`, verified: true });
      const told = await refusal(stage.app.services, 'group domain add', {
        group: stage.group,
        domain: stage.domain,
        verified: true,
      });
      expect(told.code).to.equal('domain_taken');
    });
  });

  describe('when verified', () => {
    it('make the group manage accounts with a confirmed primary address there that no other group manages', async () => {
      const other = await stage.app.bootstrap(`${stage.group}-other`);
      const ann = await accountIn('ann');
      const unconfirmed = await accountIn('bob', false);
      const beside = await holding(`cyd@sub.${stage.domain}`);
      const secondary = await holding(`dan@other-${stage.domain}`);
      await operate(stage.app.services, 'account email add', {
        account: secondary.username,
        email: `dan.two@${stage.domain}`,
      });
      await other.scim('POST', '/Users', user(`eve@${stage.domain}`));
      const [eve] = (await all(stage.app.services.store, accounts, PLATFORM)).filter(
        ({ email }) => email === `eve@${stage.domain}`,
      );
      await proved();
      expect(await managed(ann)).to.deep.equal(byDomain());
      for (const account of [unconfirmed, beside, secondary])
        expect(await managed(account), account.email).to.equal(undefined);
      expect(await managed(eve ?? ann)).to.deep.equal({ managedBy: other.groupId, managedDomain: undefined });
      expect(await acts(ann.id)).to.deep.equal(['account.managed']);
      expect(await operate(stage.app.services, 'account show', { account: ann.id })).to.include({
        managedBy: stage.group,
        managedDomain: stage.domain,
      });
    });

    it('make the group manage an account that confirms such an address', async () => {
      await proved();
      const account = await person(stage.app, { email: `new@elsewhere-${stage.domain}` });
      const visitor = new Visitor(stage.app);
      await visitor.signIn(account.username, PASSWORD);
      const email = `new@${stage.domain}`;
      await visitor.send('/profile/emails/add', { email, password: PASSWORD });
      await visitor.send('/profile/emails/confirm', { token: tokenIn(await linkTo(stage.app, email)) });
      expect(await managed(account), 'a secondary address').to.equal(undefined);
      await visitor.send('/profile/emails/primary', { address: email, password: PASSWORD });
      expect(await managed(account), await visitor.told()).to.deep.equal(byDomain());
    });

    it('make the group manage an account that an operator creates, or gives its first address', async () => {
      await proved();
      const ann = await operate(stage.app.services, 'account create', { email: `ann@${stage.domain}` });
      expect(await managed({ id: String(ann.id) })).to.deep.equal(byDomain());
      const bob = await operate(stage.app.services, 'account create', { username: `bob-${stage.count}` });
      expect(await managed({ id: String(bob.id) })).to.equal(undefined);
      await operate(stage.app.services, 'account email add', {
        account: bob.username,
        email: `bob@${stage.domain}`,
      });
      expect(await managed({ id: String(bob.id) })).to.deep.equal(byDomain());
    });

    it('keep the accounts that provisioning made when they are removed, and give up the others', async () => {
      await proved();
      const ann = await operate(stage.app.services, 'account create', { email: `ann@${stage.domain}` });
      await stage.root.scim('POST', '/Users', user(`max@${stage.domain}`));
      const max = await operate(stage.app.services, 'account show', { account: `max@${stage.domain}` });
      await run('remove');
      expect(await managed({ id: String(ann.id) })).to.equal(undefined);
      expect(await acts(String(ann.id))).to.deep.equal(['account.managed', 'account.released']);
      expect(await managed({ id: String(max.id) })).to.deep.equal({
        managedBy: stage.root.groupId,
        managedDomain: undefined,
      });
    });

    it('let the profile follow provisioning, and release an account that moves to an address elsewhere', async () => {
      await proved();
      const ann = await accountIn('ann');
      await finishAll();
      const made = await stage.root.scim('POST', '/Users', user(`ann@${stage.domain}`));
      expect(made.status).to.equal(201);
      const path = `/Users/${String(made.body.id)}`;
      const renamed = user(`ann@${stage.domain}`, { name: { givenName: 'Anne', familyName: 'Ames' } });
      await stage.root.scim('PUT', path, renamed);
      expect(await stage.app.services.store.get(accounts, PLATFORM, ann.id)).to.include({
        name: 'Anne Ames',
      });
      await stage.root.scim('PUT', path, user(`ann@elsewhere-${stage.domain}`));
      expect(await stage.app.services.store.get(accounts, PLATFORM, ann.id)).to.include({
        email: `ann@elsewhere-${stage.domain}`,
      });
      expect(await managed(ann)).to.equal(undefined);
    });

    it('update every account of a large domain, even if the service stops in between', async () => {
      const { store, runner } = stage.app.services;
      const open = () => openWork(store, stage.root.groupId, stage.domain);
      const people = await manyPeople(2 * limits.managedAtOnce + 7);
      const value = await claimed();
      answers({ txt: [[value]] });
      const services = restarted(stage.app.services, stoppingAfter(store, 3));
      const verifying = operate(services, 'group domain verify', {
        group: stage.group,
        domain: stage.domain,
      });
      const stopped = await verifying.catch((error: unknown) => error);
      expect(stopped).to.have.property('message', 'stopped');
      expect(await managedOf(people)).to.equal(limits.managedAtOnce);
      await runner.finishLeft();
      expect(await managedOf(people), 'in the grace').to.equal(limits.managedAtOnce);
      clock.forward(2 * limits.workGrace + 1);
      await runner.finishLeft();
      expect(await managedOf(people)).to.equal(people.length);
      expect(await open(), 'once more').to.have.length(1);
      clock.forward(2 * limits.workGrace + 1);
      await runner.finishLeft();
      expect(await open()).to.deep.equal([]);
    });

    it('update the accounts once more that confirmed an address concurrently', async () => {
      await proved();
      const late = await accountIn('late');
      expect(await managed(late)).to.equal(undefined);
      await finishAll();
      expect(await managed(late)).to.deep.equal(byDomain());
    });
  });

  async function manyPeople(many: number): Promise<Account[]> {
    const people: Account[] = [];
    for (let at = 0; at < many; at++) people.push(await accountIn(`many${at}-${stage.count}`));
    return people;
  }

  async function managedOf(people: readonly Account[]): Promise<number> {
    const found = await Promise.all(people.map(managed));
    return found.filter((by) => by?.managedBy === stage.root.groupId).length;
  }
});

/** The store of a process that ends after so many units of work. */
function stoppingAfter(store: UnitStore, units: number): UnitStore {
  let left = units;
  return new Proxy(store, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (key === 'transaction' && left-- <= 0) return () => Promise.reject(new Error('stopped'));
      return (...args: unknown[]): unknown => Reflect.apply(value, target, args);
    },
  });
}
