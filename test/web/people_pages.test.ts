import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { user } from '../helper.ts';
import { anonymous, type GroupStage, stageGroup } from './group_stage.ts';
import { person, signedIn } from './people.ts';

describe('the pages of people', () => {
  let app: GroupStage['app'];
  let acme: GroupStage['acme'];
  let owner: GroupStage['owner'];
  let member: GroupStage['member'];
  let stranger: GroupStage['stranger'];
  let graceId: string;
  const at = '/groups/acme/-/people';

  before(async () => {
    ({ app, acme, owner, member, stranger } = await stageGroup());
    await operate(app.services, 'integration change', { group: 'acme', onEmailExists: 'hold' });
    const grace = { ...user('grace@acme.test'), displayName: 'Grace Hopper', title: 'Admiral' };
    graceId = String((await acme.scim('POST', '/Users', grace)).body.id);
    await acme.scim('POST', '/Users', { ...user('gone@acme.test'), active: false });
    const taken = await person(app, { email: 'taken@acme.test' });
    await acme.scim('POST', '/Users', user(taken.email));
  });
  after(() => app.close());

  async function found(query: string): Promise<string[]> {
    const { text } = await owner.visit(`${at}?${query}`);
    return [...text.matchAll(/<small>([^<]*@acme\.test)<\/small>/g)].map(([, name = '']) => name).sort();
  }

  it('list the users with state and account, and lead to those who need a decision', async () => {
    const { text } = await owner.visit(at);
    expect(text).to.contain('Grace Hopper').and.to.contain('>Inactive<').and.to.contain('>Conflict<');
    expect(text)
      .to.contain('One person needs a decision.')
      .and.to.contain('/attention" class="button">Resolve<');
  });

  it('find a user by name, userName and state', async () => {
    expect(await found('search=hopper')).to.deep.equal(['grace@acme.test']);
    expect(await found('search=GRACE%40acme.test')).to.deep.equal(['grace@acme.test']);
    expect(await found('state=inactive')).to.deep.equal(['gone@acme.test']);
    expect(await found('state=conflict')).to.deep.equal(['taken@acme.test']);
    expect(await found('state=held')).to.deep.equal([]);
    expect((await owner.visit(`${at}?state=odd`)).status).to.equal(422);
  });

  it('show one user with attributes, account and latest requests', async () => {
    const { text } = await owner.visit(`${at}/${graceId}`);
    expect(text).to.contain('Admiral').and.to.contain('POST /Users').and.to.contain('&quot;userName&quot;');
    expect(text).to.match(/\/members\/[0-9a-f-]{36}">grace</);
    const held = await operate(app.services, 'identity list', { group: 'acme', state: 'conflict' });
    const [{ id }] = held.identities as [{ id: string }];
    expect((await owner.visit(`${at}/${id}`)).text).to.contain('This user waits for a decision.');
    expect((await owner.visit(`${at}/unknown`)).status).to.equal(404);
  });

  it('do not exist for a stranger and another group’s owner, and refuse a member', async () => {
    const other = await app.bootstrap();
    const rival = await person(app);
    await operate(app.services, 'member add', { group: other.slug, account: rival.username, role: 'owner' });
    const elsewhere = await signedIn(app, rival);
    for (const page of [at, `${at}/${graceId}`]) {
      for (const visitor of [stranger, elsewhere]) {
        const seen = await visitor.visit(page);
        const missing = await visitor.visit(page.replace('acme', 'no-such-group'));
        expect([seen.status, anonymous(seen)]).to.deep.equal([404, anonymous(missing)]);
      }
      expect((await member.visit(page)).status).to.equal(403);
    }
    expect((await elsewhere.visit(`/groups/${other.slug}/-/people/${graceId}`)).status).to.equal(404);
  });

  it('say what comes first where no identity provider is connected', async () => {
    await operate(app.services, 'group create', { path: 'bare' });
    const ada = await person(app);
    await operate(app.services, 'member add', { group: 'bare', account: ada.username, role: 'owner' });
    const visitor = await signedIn(app, ada);
    expect((await visitor.visit('/groups/bare/-/people')).text).to.contain(
      'No identity provider is connected.',
    );
  });
});
