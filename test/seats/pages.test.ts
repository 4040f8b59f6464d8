import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { PASSWORD, person, signedIn } from '../web/people.ts';
import { linkTo, noMailServer, tokenIn, Visitor } from '../web/visitor.ts';

describe('the pages about seats', () => {
  const at = '/operator/groups/acme/seats';
  let app: Rollcall;
  let acme: Tenant;
  let operator: Visitor;
  let owner: Visitor;
  let member: Visitor;

  before(async () => {
    app = await boot({ env: noMailServer });
    acme = await app.bootstrap('acme');
    const [olga, ada, mel] = [await person(app), await person(app), await person(app)];
    await operate(app.services, 'operator add', { account: olga.username });
    await operate(app.services, 'member add', { group: 'acme', account: ada.username, role: 'owner' });
    await operate(app.services, 'member add', { group: 'acme', account: mel.username, role: 'guest' });
    operator = await signedIn(app, olga);
    owner = await signedIn(app, ada);
    member = await signedIn(app, mel);
  });
  after(() => app.close());

  async function save(seats: string, whenFull: string) {
    await operator.visit(at);
    return operator.send(at, { seats, whenFull });
  }

  it('let the operator set a limit, and refuse a number that is none', async () => {
    expect((await operator.visit('/operator/groups/acme')).text).to.contain('No limit');
    const wrong = await save('many', 'refuse');
    expect([wrong.status, wrong.text.includes('value="many"')]).to.deep.equal([422, true]);
    expect((await save('4', 'refuse')).location).to.equal('/operator/groups/acme');
    expect((await operator.visit('/operator/groups/acme')).text).to.contain('3 of 4 used');
  });

  it('show an owner how many are used, and a banner when none is free', async () => {
    expect((await owner.visit('/groups/acme')).text)
      .to.contain('3 of 4 used')
      .and.not.to.contain('No seat is free');
    await acme.scim('POST', '/Users', user('last@acme.test'));
    expect((await owner.visit('/groups/acme')).text).to.contain('No seat is free: 4 of 4 used.');
    expect((await member.visit('/groups/acme')).text).not.to.contain('No seat is free');
  });

  it('tell a person with an invitation that no seat is free, and keep the invitation', async () => {
    await operate(app.services, 'member invite', { group: 'acme', who: 'new@people.test', role: 'guest' });
    const link = await linkTo(app, 'new@people.test');
    const guest = new Visitor(app);
    await guest.visit(link);
    const typed = { token: tokenIn(link), name: 'New', new_password: PASSWORD };
    const refused = await guest.send('/invitation/join', typed);
    expect(refused.text)
      .to.contain('This group has no free seat. Ask one of its owners')
      .and.not.to.contain('Deactivate');
    await save('5', 'refuse');
    await guest.visit(link);
    expect((await guest.send('/invitation/accept', { token: typed.token })).location).to.equal(
      '/groups/acme',
    );
  });

  it('let the operator remove the limit', async () => {
    await operator.visit(at);
    expect((await operator.send(`${at}/remove`)).location).to.equal('/operator/groups/acme');
    expect((await owner.visit('/groups/acme')).text).not.to.contain('Seats');
  });
});
