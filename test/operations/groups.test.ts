import { expect } from 'chai';
import { groupShow } from '../../lib/operations/groups.ts';
import { boot, type Rollcall } from '../helper.ts';
import { callersOf, perform } from './callers.ts';

describe('operations on groups', () => {
  let app: Rollcall;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  it('group.show shows the endpoint and the integrations to an owner, and not to a member', async () => {
    const acme = await app.bootstrap();
    const { owner, member } = await callersOf(app, acme);
    const secret = ['scimUrl', 'formerPaths', 'domains', 'integrations', 'saml'];
    expect(await perform(app, groupShow, owner, { group: acme.slug })).to.include.keys(secret);
    expect(await perform(app, groupShow, member, { group: acme.slug })).not.to.have.any.keys(secret);
  });
});
