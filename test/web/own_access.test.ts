import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { person, signedIn } from './people.ts';
import { mailsTo, noMailServer, Visitor } from './visitor.ts';

describe('the profile', () => {
  let app: Rollcall;
  let acme: Tenant;

  before(async () => {
    app = await boot({ env: noMailServer });
    acme = await app.bootstrap('acme');
    for (const path of ['acme/dev', 'acme/secret']) await operate(app.services, 'group create', { path });
  });
  after(() => app.close());

  async function joined(group: string, role: string) {
    const account = await person(app);
    await operate(app.services, 'member add', { group, account: account.username, role });
    return { account, visitor: await signedIn(app, account) };
  }

  /** A provisioned person with a password. */
  async function provisioned(name: string) {
    const { body } = await acme.scim('POST', '/Users', user(`${name}@acme.test`));
    const { password } = await operate(app.services, 'account password', { account: name });
    return { id: String(body.id), visitor: await signedIn(app, { username: name }, String(password)) };
  }

  it('changes name and username, and keeps what was typed when one is refused', async () => {
    const taken = await person(app);
    const { account, visitor } = await joined('acme', 'guest');
    const refused = await visitor.send('/profile/names', { name: 'Mel', username: taken.username });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('is taken').and.to.contain(`value="${taken.username}"`);
    expect((await visitor.send('/profile/names', { name: ' ', username: 'mel' })).status).to.equal(422);
    const saved = await visitor.send('/profile/names', { name: 'Mel Member', username: 'mel.member' });
    expect(saved.location).to.equal('/profile');
    expect((await visitor.visit('/profile')).text).to.contain('value="Mel Member"');
    expect((await mailsTo(app, account.email)).at(-1)?.body).to.contain('mel.member');
    expect(await (await signedIn(app, { username: 'mel.member' })).isSignedIn()).to.equal(true);
  });

  it('greys out the names of a managed account, and refuses to change them', async () => {
    const { visitor } = await provisioned('grace');
    const { text } = await visitor.visit('/profile');
    expect(text)
      .to.match(/<input[^>]*name="name"[^>]*disabled/)
      .and.to.contain('Managed by acme');
    const refused = await visitor.send('/profile/names', { name: 'Root', username: 'grace' });
    expect([refused.status, refused.text.includes('Your organisation manages')]).to.deep.equal([422, true]);
  });

  it('explains each membership without what only owners may know, and leaves a group', async () => {
    const { visitor } = await joined('acme/dev', 'developer');
    expect((await visitor.visit('/profile')).text).to.contain('href="/profile/access?group=acme%2Fdev"');
    const { text } = await visitor.visit('/profile/access?group=acme%2Fdev');
    expect(text).to.contain('Given by hand by the operator').and.to.contain('>Leave dev<');
    for (const hidden of ['acme/secret', 'no-such-group'])
      expect((await visitor.visit(`/profile/access?group=${encodeURIComponent(hidden)}`)).status).to.equal(
        404,
      );
    const foreign = await visitor.send(
      '/profile/leave',
      { group: 'acme/dev' },
      { 'sec-fetch-site': 'cross-site' },
    );
    expect(foreign.status).to.equal(403);
    await visitor.visit('/profile/access?group=acme%2Fdev');
    expect((await visitor.send('/profile/leave', { group: 'acme/dev' })).location).to.equal('/profile');
    expect((await visitor.visit('/profile')).text).to.contain('You have left dev.');
    expect((await visitor.visit('/groups/acme/dev')).status).to.equal(404);
  });

  it('refuses to let a provisioned member or the last owner leave', async () => {
    const { visitor } = await provisioned('lin');
    const { text } = await visitor.visit('/profile/access?group=acme');
    expect(text)
      .to.contain('Provisioned by the integration SCIM')
      .and.not.to.match(/first token|127\./);
    expect(text).to.match(/disabled[^>]*>Leave acme/);
    const refused = await visitor.send('/profile/leave', { group: 'acme' });
    expect([refused.status, refused.text.includes('only the organisation can end it')]).to.deep.equal([
      422,
      true,
    ]);
    const alone = await app.bootstrap();
    const last = await person(app);
    const by = { group: alone.slug, account: last.username, role: 'owner' };
    await operate(app.services, 'member add', by);
    await operate(app.services, 'member remove', { group: alone.slug, account: alone.username });
    const owner = await signedIn(app, last);
    const kept = await owner.send('/profile/leave', { group: alone.slug });
    expect([kept.status, kept.text.includes('last owner')]).to.deep.equal([422, true]);
  });

  it('shows a former member why the access ended', async () => {
    const { id, visitor } = await provisioned('gone');
    await acme.scim('PATCH', `/Users/${id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    });
    expect((await visitor.visit('/profile')).text).to.contain('access ended');
    const { text } = await visitor.visit('/profile/access?group=acme');
    expect(text).to.contain('took every access away').and.not.to.contain('>Leave acme<');
  });

  it('asks a guest to sign in first', async () => {
    const { location } = await new Visitor(app).visit('/profile/access?group=acme');
    expect(location).to.contain('/sign-in');
  });
});
