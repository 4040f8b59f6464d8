import { expect } from 'chai';
import type { Explanation } from '../../lib/access/explain/why.ts';
import { boot, type Rollcall, user } from '../helper.ts';
import { type Asking, asking } from './why_asking.ts';

describe('the explanation of access', () => {
  let app: Rollcall;
  let at: Asking;
  let group: string;
  let annsName: string;
  let ann: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    at = await asking(app);
    ({ group, annsName } = at);
  });

  describe('of a person without access', () => {
    async function reasons(who: string, path = group) {
      const { memberships, noAccess } = await at.why(who, path);
      expect(memberships).to.deep.equal([]);
      return noAccess;
    }

    for (const [what, how, request] of [
      ['deactivated', () => at.patch(`/Users/${ann}`, { op: 'replace', value: { active: false } }), 'PATCH'],
      ['deleted', () => at.tenant.scim('DELETE', `/Users/${ann}`), 'DELETE'],
    ] as const)
      it(`tells when and by which request the user was ${what}`, async () => {
        ann = await at.provision();
        const { username } = await at.run('account show', { account: annsName });
        const before = Date.now();
        await how();
        const [reason, ...more] = await reasons(String(username));
        expect(more).to.deep.equal([]);
        expect(reason).to.include({ kind: 'deprovisioned', integration: 'SCIM' });
        expect(reason?.decision).to.match(new RegExp(`every access away at .*: the user was ${what} there`));
        expect(Date.parse(String(reason?.at))).to.be.within(before, Date.now());
        expect(reason?.taken).to.deep.equal([{ group, role: 'guest' }]);
        expect(reason?.request).to.include({ method: request, path: `/Users/${ann}`, token: 'first token' });
      });

    it('tells that the user was created inactive', async () => {
      await at.tenant.scim('POST', '/Users', user(annsName, { active: false }));
      const [reason] = await reasons(annsName);
      expect(reason).to.include({ kind: 'inactive', userName: annsName });
      expect(reason?.decision).to.match(/says that its user ann@.* is inactive/);
    });

    it('names memberships elsewhere', async () => {
      ann = await at.provision();
      const [reason] = await reasons(annsName, `${group}/dev`);
      expect(reason).to.include({ kind: 'elsewhere' });
      expect(reason?.decision).to.match(
        new RegExp(`is not a member of ${group}/dev itself, .* of ${group} as guest`),
      );
    });

    it('tells that the membership ended', async () => {
      const account = `eva-${group}`;
      await at.run('account create', { email: `eva@${group}.test`, username: account });
      await at.run('member add', { group, account, role: 'guest' });
      await at.run('member remove', { group, account });
      expect((await reasons(account)).map(({ kind }) => kind)).to.deep.equal(['ended']);
    });

    it('tells that the account is not linked', async () => {
      await at.run('account create', { email: `eva@${group}.test`, username: `eva-${group}` });
      const told = (await at.run('member why', { group, account: `eva-${group}` })) as unknown as Explanation;
      expect(told.noAccess.map(({ kind }) => kind)).to.deep.equal(['not_linked']);
      expect(told.noAccess[0]?.decision).to.match(/no integration has a user who is linked to eva/);
    });

    it('tells that the integration is in preview', async () => {
      await at.run('integration preview', { group });
      await at.tenant.scim('POST', '/Users', user(annsName));
      expect((await reasons(annsName)).map(({ kind }) => kind)).to.deep.equal(['preview']);
    });

    for (const [onEmailExists, kind, status] of [
      ['refuse', 'refused', 409],
      ['hold', 'held', 201],
    ] as const)
      it(`tells that the e-mail exists and the user is ${kind}`, async () => {
        at = await asking(app, { onEmailExists });
        ({ group, annsName } = at);
        const account = `own-${group}`;
        await at.run('account create', { email: annsName, username: account });
        expect((await at.tenant.scim('POST', '/Users', user(annsName))).status).to.equal(status);
        const told = (await at.run('member why', { group, account })) as unknown as Explanation;
        expect(told.noAccess.map((reason) => reason.kind)).to.deep.equal([kind]);
        expect(told.noAccess[0]?.decision).to.match(/Email exists: ann@.* nothing proves/);
        const { body } = await at.get(`${group}/members/${annsName}/why`);
        expect(body.noAccess).to.deep.equal(told.noAccess);
        expect(body, 'whose e-mail it is stays unsaid').to.not.have.property('account');
        expect(JSON.stringify(body)).to.not.contain(account);
        expect((await at.get(`${group}/members/${account}/why`)).status).to.equal(404);
      });
  });
});
