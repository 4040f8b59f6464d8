import { expect } from 'chai';
import { RuleError } from '../../lib/kernel/errors.ts';
import { profileTokenCreate } from '../../lib/operations/profile_tokens.ts';
import { boot, type Rollcall } from '../helper.ts';
import { callersOf, perform } from './callers.ts';

describe("operations on one's own account", () => {
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  it('profile.token.create makes a token for the right password only', async () => {
    const acme = await app.bootstrap();
    const { owner } = await callersOf(app, acme);
    const create = async (password = '') =>
      perform(app, profileTokenCreate, owner, { name: 'work', days: 1, password }).catch(
        (error: unknown) => error,
      );
    for (const wrong of ['', 'another password'])
      expect(await create(wrong))
        .to.be.instanceOf(RuleError)
        .with.property('code', 'wrong_password');
    expect(await create(acme.password))
      .to.have.property('secret')
      .that.matches(/^rcp_/);
  });
});
