import { expect } from 'chai';
import { client, spoiled, user } from '../helper.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';

describe('the log pages of an owner', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let owner: GroupStage['owner'];

  before(async () => {
    ({ app, acme, owner } = await stageGroup());
  });
  after(() => app.close());

  it('show each request, refused ones included, and filter by person and answer', async () => {
    await acme.scim('POST', '/Users', user('grace@log.test'));
    await acme.scim('POST', '/Users', user('lin@log.test'));
    await client(acme.scimUrl, spoiled(acme.scimToken))('GET', '/Users');
    const { text } = await owner.visit('/groups/acme/-/log');
    expect(text).to.contain('grace@log.test').and.to.contain('lin@log.test').and.to.contain('>401<');
    const one = await owner.visit('/groups/acme/-/log?user=grace%40log.test&status=&since=1h');
    expect(one.text).to.contain('grace@log.test').and.not.to.contain('lin@log.test');
    const refused = await owner.visit('/groups/acme/-/log?status=refused');
    expect(refused.text).to.contain('>401<').and.not.to.contain('>201<');
  });

  it('continue by cursor and keep the filter', async () => {
    for (let count = 0; count < 51; count++) await acme.scim('GET', '/Users?count=0');
    const { text } = await owner.visit('/groups/acme/-/log?since=1h');
    const next = /href="([^"]*after=[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).to.contain('since=1h');
    expect((await owner.visit(next)).text)
      .to.contain('>Newest<')
      .and.to.contain('Created the account');
  });

  it('explain a wrong filter', async () => {
    const { status, text } = await owner.visit('/groups/acme/-/log?since=never');
    expect(status).to.equal(422);
    expect(text).to.contain('never is not a time');
    expect((await owner.visit('/groups/acme/-/log?after=%00nowhere')).status).to.be.below(500);
  });
});
