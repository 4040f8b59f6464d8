import { expect } from 'chai';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { aged } from '../provisioning/people.ts';
import { operate, type Plain, printed } from './operator.ts';

describe('the operator’s commands', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let group: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    group = tenant.scimUrl.split('/').at(-1) ?? '';
  });
  const run = (name: string, args: Plain = {}) => operate(app.services, name, args);

  describe('about a mass removal', () => {
    let ids: string[];

    beforeEach(async () => {
      await run('integration change', { group, removalPeople: 2, removalPercent: 100 });
      ids = [];
      for (const name of ['uma', 'vic', 'wes', 'xia'])
        ids.push(String((await tenant.scim('POST', '/Users', user(`${name}@${group}.test`))).body.id));
      await aged(app.services, tenant.groupId);
      expect(await deleted(ids.slice(0, 3))).to.deep.equal([204, 204, 503]);
    });

    async function deleted(wanted: string[]): Promise<number[]> {
      const statuses: number[] = [];
      for (const id of wanted) statuses.push((await tenant.scim('DELETE', `/Users/${id}`)).status);
      return statuses;
    }

    const namesIn = (people: unknown) =>
      (people as { email: string }[]).map(({ email }) => email.slice(0, 3));

    const shownText = () => printed(app.services, 'integration show', { group });

    it('show the reason, the time, the accounts without access, the refused account, and what to type', async () => {
      const { paused } = (await run('integration show', { group })) as { paused: Plain };
      expect(Date.now() - Date.parse(String(paused.at))).to.be.within(0, 60_000);
      expect(paused.reason).to.match(/^2 people have lost access within 60 min/);
      expect(namesIn(paused.concerned)).to.deep.equal(['uma', 'vic']);
      expect(namesIn([paused.refused])).to.deep.equal(['wes']);
      const text = await shownText();
      expect(text)
        .to.match(/state +paused/)
        .and.match(/why +2 people have lost access/);
      for (const verb of ['resume', 'discard'])
        expect(text).to.contain(`rollcall integration ${verb} ${group} --integration SCIM`);
      const [, which = ''] = /mistake: rollcall integration discard (.+)$/m.exec(text) ?? [];
      expect(which).to.equal(`${group} --integration SCIM`);
    });

    it('resume lets further removals pass', async () => {
      const { guardOffUntil } = await run('integration resume', { group, integration: 'SCIM' });
      expect(Date.parse(String(guardOffUntil)) - Date.now()).to.be.within(3_500_000, 3_600_000);
      expect(await deleted(ids.slice(2))).to.deep.equal([204, 204]);
      expect(await shownText()).to.match(/state +enabled/);
    });

    it('discard restores access, names the accounts, and keeps the integration disabled', async () => {
      const { restored } = await run('integration discard', { group });
      expect(namesIn(restored)).to.deep.equal(['uma', 'vic']);
      const { memberships } = await run('member show', { group, account: `uma@${group}.test` });
      expect(memberships).to.have.length(1);
      expect(await deleted(ids.slice(2, 3))).to.deep.equal([403]);
      expect(await shownText()).to.match(/state +disabled/);
      await run('integration change', { group, enable: true });
      expect(await deleted(ids.slice(2, 3))).to.deep.equal([204]);
    });
  });
});
