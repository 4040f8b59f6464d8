import { expect } from 'chai';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { registered } from '../provisioning/people.ts';
import { operate, type Plain, refusal } from './operator.ts';

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

  it('make a second group for the same owner’s account', async () => {
    const second = await run('bootstrap', { group: `${group}-2`, owner: `owner@${group}.test` });
    expect(second).to.include({ username: tenant.username }).and.not.have.key('password');
  });

  describe('bootstrap with the e-mail of an existing account', () => {
    const owner = () => `ceo@mega-${group}.test`;
    const wishes = () => ({ group: `${group}-mega`, owner: owner() });
    const accountOf = async (who: string) =>
      (await run('account show', { account: who })) as { username: string };

    it('refuses an account made by another group’s provisioning, unless it is named', async () => {
      await tenant.scim('POST', '/Users', user(owner()));
      const { username } = await accountOf(owner());
      const refused = await refusal(app.services, 'bootstrap', wishes());
      expect(refused.code).to.equal('email_exists');
      expect(refused.message)
        .to.contain(`the account ${username}, which provisioning of ${group} has made`)
        .and.contain(`--existing-account ${username}`);
      expect((await refusal(app.services, 'group show', { group: `${group}-mega` })).code).to.equal(
        'not_found',
      );
      const other = await refusal(app.services, 'bootstrap', {
        ...wishes(),
        existingAccount: tenant.username,
      });
      expect(other.code).to.equal('not_found');
      const made = await run('bootstrap', { ...wishes(), existingAccount: username });
      expect(made).to.include({ username }).and.not.have.key('password');
    });

    it('refuses an account made by provisioning even in a verified domain', async () => {
      await run('group domain add', { group, domain: `mega-${group}.test`, verified: true });
      await tenant.scim('POST', '/Users', user(owner()));
      expect((await refusal(app.services, 'bootstrap', wishes())).message).to.match(/provisioning of/);
    });

    it('refuses an account without a confirmed e-mail, unless it is named', async () => {
      const { username } = await registered(app.services, owner(), false);
      const refused = await refusal(app.services, 'bootstrap', wishes());
      expect(refused.message).to.match(
        /the account ceo-own, which has not confirmed it\. .*--existing-account ceo-own/,
      );
      expect(await run('bootstrap', { ...wishes(), existingAccount: username })).to.include({ username });
    });

    it('uses an account with a confirmed e-mail, also in a verified domain', async () => {
      await run('account create', { email: owner() });
      await run('group domain add', { group, domain: `mega-${group}.test`, verified: true });
      expect(await run('bootstrap', wishes())).to.not.have.key('password');
    });

    it('refuses the name of an account that does not exist', async () => {
      const refused = await refusal(app.services, 'bootstrap', { ...wishes(), existingAccount: 'ceo' });
      expect(refused.message).to.equal(`No account ceo has the e-mail ${owner()}.`);
    });
  });
});
