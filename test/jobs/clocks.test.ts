import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { isFresh } from '../../lib/access/enforcement.ts';
import { spend } from '../../lib/accounts/attempts.ts';
import { personalTokensOf } from '../../lib/accounts/personal_tokens.ts';
import { type Session, sessions } from '../../lib/accounts/sessions.ts';
import { beginDomainChange } from '../../lib/domains/domain_accounts.ts';
import { integrations, tokenUses } from '../../lib/integrations/types.ts';
import { openWork } from '../../lib/jobs/work.ts';
import { DAY, HOUR, hasPassed } from '../../lib/kernel/runtime.ts';
import { beginRecalculation } from '../../lib/provisioning/directory/recalculate.ts';
import { listAttention } from '../../lib/provisioning/users/attention.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { bootWithDevices, DEVICE } from '../http/fixture.ts';
import { registered } from '../provisioning/people.ts';
import { integrationIn } from '../provisioning/second.ts';
import { refusal } from '../store/contract/fixture.ts';
import { restarted, withoutCommit } from '../store/failing.ts';
import { PASSWORD, person, signedIn } from '../web/people.ts';
import { mailsTo, noMailServer } from '../web/visitor.ts';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

describe('after a clock that was two hours ahead is corrected', () => {
  const clock = movableClock();
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await bootWithDevices({ runtime: clock.runtime, env: noMailServer });
  });
  after(() => app.close());
  beforeEach(async () => {
    clock.forward(2 * HOUR);
    tenant = await app.bootstrap();
  });

  const setRight = () => clock.forward(-2 * HOUR);
  const now = () => clock.runtime.now();

  const resources: readonly (readonly [what: string, path: string, resource: Resource, renamed: Resource])[] =
    [
      ['user', '/Users', user('ann@clock.test'), { title: 'Dr' }],
      ['group', '/Groups', { schemas: [GROUP], displayName: 'Staff' }, { displayName: 'Crew' }],
      ['device', '/Devices', { schemas: [DEVICE], serial: 's-1' }, { price: 7 }],
    ];
  for (const [what, path, resource, change] of resources)
    it(`the lastModified of a ${what} is neither before created nor before its former value`, async () => {
      const { body: made } = await tenant.scim('POST', path, resource);
      setRight();
      const place = `${path}/${made.id}`;
      await tenant.scim('PATCH', place, { Operations: [{ op: 'replace', value: change }] });
      const { body: patched } = await tenant.scim('GET', place);
      await tenant.scim('PUT', place, resource);
      const { body: put } = await tenant.scim('GET', place);
      const times = [made, patched, put].map(({ meta }) => {
        const { created, lastModified } = meta as Resource;
        expect(String(lastModified) >= String(created)).to.equal(true);
        return String(lastModified);
      });
      expect(times).to.deep.equal([...times].sort());
      const filter = encodeURIComponent(`meta.lastModified ge "${(made.meta as Resource).created}"`);
      expect((await tenant.scim('GET', `${path}?filter=${filter}`)).body.totalResults).to.equal(1);
    });

  it('a window of attempts ends in time', async () => {
    const { store } = app.services;
    const allowances = [{ of: 'a clock', most: 1, ms: 60_000 }];
    expect(await spend(store, allowances)).to.equal(undefined);
    setRight();
    expect(await spend(store, allowances)).to.be.within(1, 60_000);
    clock.forward(61_000);
    expect(await spend(store, allowances)).to.equal(undefined);
    clock.forward(-61_000);
  });

  it('a session ends in time', async () => {
    const visitor = await signedIn(app, await person(app));
    setRight();
    expect(await visitor.isSignedIn()).to.equal(true);
    const { items } = await app.services.store.list(sessions, PLATFORM, { limit: 100 });
    const last = items.toSorted((a, b) => a.createdAt - b.createdAt).at(-1);
    expect(last?.usedAt).to.be.at.most(now());
    expect(last?.endsAt).to.be.at.most(now() + limits.sessionLife);
  });

  it('the use of a token is recorded again', async () => {
    const lastUse = async () => {
      await tenant.scim('GET', '/Users');
      await app.services.tokenUses.flush();
      const { items } = await app.services.store.list(tokenUses, tenant.integrationId, { limit: 9 });
      return items[0]?.at ?? Number.POSITIVE_INFINITY;
    };
    await lastUse();
    setRight();
    expect(await lastUse()).to.be.at.most(now());
  });

  it('a waiting recalculation runs', async () => {
    const { store, runner } = app.services;
    const cause = { integration: { id: 'i', rootId: 'r' }, id: 'c' };
    await store.transaction(async (unit) => beginRecalculation(unit, cause, { identityIds: [] }));
    setRight();
    await runner.finishLeft();
    expect(await openWork(store, 'r', 'i')).to.deep.equal([]);
  });

  it('the accounts of a domain follow a change that the wrong clock recorded', async () => {
    const { store, runner } = app.services;
    await store.transaction(async (unit) => beginDomainChange(unit, 'clock.test', tenant.groupId));
    setRight();
    await runner.finishLeft();
    const [change] = await openWork(store, tenant.groupId, 'clock.test');
    expect(change?.throughAt).to.be.at.most(now());
  });

  it('the removal of an integration continues', async () => {
    const { store } = app.services;
    const integration = await integrationIn(app.services, tenant, 'SCIM');
    // The process stops after the first of the steps.
    const stopping = operate(restarted(app.services, withoutCommit(store, 1)), 'integration remove', {
      ...{ group: tenant.slug, integration: 'SCIM', members: 'keep' },
    });
    expect(await refusal(stopping)).to.be.instanceOf(Unavailable);
    setRight();
    await app.services.runner.finishLeft();
    expect(await store.get(integrations, tenant.groupId, integration.id)).to.equal(undefined);
    const [removal] = await openWork(store, tenant.groupId, integration.id);
    expect(removal?.throughAt).to.be.at.most(now());
  });

  describe('an e-mail conflict seen by a wrong clock', () => {
    const refused = async (userName: string, own: string) => {
      const sent = user(userName, { emails: [{ value: own, primary: true }] });
      expect((await tenant.scim('POST', '/Users', sent)).status).to.equal(409);
    };
    const own = async () => {
      const { email = '' } = await registered(app.services, `own-${tenant.slug}@clock.test`);
      return email;
    };

    it('is mailed once more, and then as rarely as before', async () => {
      const email = await own();
      await refused('ann', email);
      setRight();
      for (const userName of ['ann', 'bob', 'ann', 'bob']) await refused(userName, email);
      expect(await mailsTo(app, email)).to.have.length(2);
      clock.forward(7 * DAY);
      await refused('bob', email);
      expect(await mailsTo(app, email)).to.have.length(3);
      clock.forward(-7 * DAY);
    });

    it('leaves the list before conflicts that are seen later', async () => {
      const email = await own();
      for (let at = 0; at < limits.attentionsPerAddress; at++) await refused(`ahead${at}`, email);
      setRight();
      for (const userName of ['ann', 'bob']) await refused(userName, email);
      const names = (await listAttention(app.services.store, tenant.integrationId)).map(
        ({ userName }) => userName,
      );
      expect(names).to.have.length(limits.attentionsPerAddress).and.to.include.members(['ann', 'bob']);
    });
  });

  it('the use of a personal access token is recorded again', async () => {
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    await visitor.visit('/profile/tokens');
    const { text } = await visitor.send('/profile/tokens', { name: 'ci', days: '30', password: PASSWORD });
    const [token = ''] = /rcp_\w+/.exec(text) ?? [];
    const lastUse = async () => {
      await fetch(`${app.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
      const [held] = await personalTokensOf(app.services.store, ann.id);
      return held?.used?.at ?? Number.POSITIVE_INFINITY;
    };
    expect(await lastUse()).to.be.at.most(now());
    setRight();
    expect(await lastUse()).to.be.at.most(now());
  });

  it('a SAML sign-in with a time in the future is not recent', () => {
    const at = (authenticatedAt: number) =>
      isFresh({ madeBy: { kind: 'saml', rootId: 'r', authenticatedAt } } as Session, 'r', now());
    setRight();
    expect(at(now() + 2 * HOUR)).to.equal(false);
    expect(at(now() + limits.samlSkewMs)).to.equal(true);
    expect(at(now() - limits.samlFreshHours * HOUR)).to.equal(false);
  });
});

describe('a recorded time', () => {
  const cases: readonly (readonly [since: number, now: number, passed: boolean])[] = [
    [1_000, 1_059, false],
    [1_000, 1_060, true],
    [1_000, 1_000, false],
    [1_001, 1_000, true],
  ];
  for (const [since, now, passed] of cases)
    it(`${since} is ${passed ? '' : 'not '}more than 60 ago at ${now}`, () =>
      expect(hasPassed(since, 60, now)).to.equal(passed));
});
