import { expect } from 'chai';
import { user } from '../helper.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';

describe('the pages that compare an integration with a list', () => {
  let stage: GroupStage;
  let at: string;

  beforeEach(async () => {
    stage = await stageGroup();
    at = `${stage.at}/compare`;
    for (const name of ['ann', 'bea', 'cid'])
      await stage.acme.scim('POST', '/Users', user(`${name}@acme.test`));
    await stage.owner.visit(at);
  });
  afterEach(() => stage.app.close());

  const file = (text: string) => new File([text], 'people.csv', { type: 'text/csv' });
  const compare = (fields: Record<string, string | File>) =>
    stage.owner.upload(at, { list: '', file: file(''), ...fields });
  const follow = (fields: Record<string, string>) => stage.owner.upload(`${stage.at}/follow-list`, fields);
  const planIn = (text: string) => /name="plan" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const active = async () => {
    const { body } = await stage.acme.scim('GET', '/Users?filter=active%20eq%20true');
    return body.totalResults;
  };

  it('compare a file, show the plan, and carry it out by one button', async () => {
    const list = 'email,name\nann@acme.test,Ann\nbea@acme.test,Bea\nnew@acme.test,New\n';
    const { status, text } = await compare({ file: file(list) });
    expect(status).to.equal(200);
    expect(text).to.contain('cid@acme.test').and.contain('new@acme.test').and.contain('Deactivate 1 user');
    const done = await follow({ list, plan: planIn(text) });
    expect([done.status, done.location]).to.deep.equal([303, stage.at]);
    expect(await stage.owner.told()).to.equal(
      'One user of SCIM whom the list does not name lost the access.',
    );
    expect(await active()).to.equal(2);
  });

  it('compare a pasted list, and say that all are in it', async () => {
    const { text } = await compare({ list: 'ann@acme.test\r\nbea@acme.test\r\ncid@acme.test' });
    expect(text).to.contain('Nobody.').and.not.to.contain('Follow the list');
  });

  it('ask for a list where none was sent', async () => {
    const { status, text } = await compare({});
    expect([status, /Choose a file, or paste a list/.test(text)]).to.deep.equal([422, true]);
  });

  it('ask for the number of people if the list names none of the users', async () => {
    const list = 'Surname\nGiven name';
    const { text } = await compare({ list });
    expect(text).to.contain('Type 3 to confirm it');
    const plan = planIn(text);
    expect((await follow({ list, plan, people: '' })).status).to.equal(422);
    expect(await active()).to.equal(3);
    expect((await follow({ list, plan, people: '3' })).status).to.equal(303);
    expect(await active()).to.equal(0);
  });

  it('show a new plan if a user was added since the former one', async () => {
    const list = 'ann@acme.test\nbea@acme.test';
    const { text } = await compare({ list });
    await stage.acme.scim('POST', '/Users', user('dan@acme.test'));
    const again = await follow({ list, plan: planIn(text) });
    expect(again.status).to.equal(422);
    expect(again.text).to.contain('not the plan that was shown').and.contain('Deactivate 2 users');
    expect(await active()).to.equal(4);
  });

  it('are closed to members and to forms of other sites', async () => {
    await stage.member.visit('/profile');
    expect((await stage.member.upload(at, { list: 'ann@acme.test' })).text).to.contain(
      'Your role in this group does not allow this',
    );
    const forged = await stage.owner.upload(at, { form_token: 'forged', list: 'ann@acme.test' });
    expect(forged.status).to.equal(403);
  });

  it('refuse a form of another type, one that is malformed, and one that is too large', async () => {
    const typed = (type: string) => stage.owner.send(at, { list: 'ann@acme.test' }, { 'content-type': type });
    expect((await typed('text/plain')).status).to.equal(415);
    expect((await typed('multipart/form-data; boundary=x')).status).to.equal(400);
    expect((await compare({ file: file('x'.repeat(1_200_000)) })).status).to.equal(413);
    expect((await compare({ file: file('x'.repeat(600_000)) })).status).to.equal(422);
  });
});
