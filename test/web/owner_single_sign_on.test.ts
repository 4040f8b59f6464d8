import { expect } from 'chai';
import { keyPair } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD } from './people.ts';

describe('the single sign-on pages of an owner', () => {
  let app: GroupStage['app'];
  let owner: GroupStage['owner'];

  before(async () => {
    ({ app, owner } = await stageGroup());
  });
  after(() => app.close());

  const here = '/groups/acme/-/single-sign-on';

  it('start with the values of Rollcall, and accept the metadata of the identity provider', async () => {
    expect((await owner.visit(here)).text)
      .to.contain('Not set up')
      .and.not.to.contain('data-copy');
    expect((await owner.send(`${here}/begin`)).location).to.equal(here);
    expect((await owner.visit(here)).text)
      .to.contain('Reply URL (ACS)')
      .and.to.contain('data-copy="http');
    await owner.visit(`${here}/provider`);
    const fields = { metadataUrl: '', identifyBy: 'externalId', jit: 'false', password: PASSWORD };
    const refused = await owner.send(`${here}/provider`, { ...fields, metadataFile: '<no>' });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('&lt;no>');
    const empty = await owner.send(`${here}/provider`, { ...fields, metadataFile: '' });
    expect(empty.status).to.equal(422);
    expect(empty.text).to.contain('Enter the metadata URL');
    const { certificate } = await keyPair('ec');
    const xml = idpMetadata({ certificates: [certificate] });
    const wrong = await owner.send(`${here}/provider`, { ...fields, metadataFile: xml, password: '' });
    expect([wrong.status, wrong.text.includes('This is not your password.')]).to.deep.equal([422, true]);
    expect((await owner.visit(here)).text).to.contain('Not connected');
    const saved = await owner.send(`${here}/provider`, { ...fields, metadataFile: xml });
    expect(saved.location).to.equal(here);
    expect((await owner.visit(here)).text)
      .to.contain('Test the sign-in')
      .and.to.match(/class="tag warn"[^>]*>Not tested/)
      .and.to.contain('Nobody has tested');
  });

  it('change what counts as a signature only with the password', async () => {
    const changes = [
      ['keys', 'New keys are in our metadata.'],
      ['keys', 'The new keys are in use.'],
      ['certificates/approve', 'No certificate is'],
      ['refresh', 'has no metadata URL'],
    ] as const;
    for (const [page, said] of changes) {
      expect((await owner.visit(`${here}/${page}`)).text, page).to.contain('Your password');
      const refused = await owner.send(`${here}/${page}`, { password: 'wrong' });
      expect([refused.status, refused.text.includes('This is not your password.')], page).to.deep.equal([
        422,
        true,
      ]);
      const { location, text } = await owner.send(`${here}/${page}`, { password: PASSWORD });
      expect(location === null ? text : (await owner.visit(here)).text, page).to.contain(said);
    }
  });

  it('refuse enforcement before a test, and keep the choice', async () => {
    await owner.visit(here);
    const refused = await owner.send(`${here}/enforce`, {
      ...{ mode: 'everyone', domains: '', password: PASSWORD },
    });
    const unlocked = await owner.send(`${here}/enforce`, { mode: 'off', domains: '', password: 'wrong' });
    expect([unlocked.status, unlocked.text.includes('This is not your password.')]).to.deep.equal([
      422,
      true,
    ]);
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('test sign-in').and.to.contain('value="everyone" selected');
    expect(refused.text, 'the reason').to.match(
      /<div class="notice problem" [^>]*autofocus[^>]*>An owner has/,
    );
    expect(unlocked.text, 'the field').to.match(/<input [^>]*id="password"[^>]*autofocus/);
  });

  it('show recovery codes once, after the password', async () => {
    await owner.visit(`${here}/recovery-codes`);
    expect((await owner.send(`${here}/recovery-codes`, { password: 'wrong' })).status).to.equal(422);
    const { text } = await owner.send(`${here}/recovery-codes`, { password: PASSWORD });
    const codes = [...text.matchAll(/<span>(\w{4}(?:-\w{4})+)<\/span>/g)].map(([, code = '']) => code);
    expect(codes).to.have.length(10);
    const after = (await owner.visit(here)).text;
    expect(after).to.contain('10 left');
    for (const code of codes) expect(after).not.to.contain(code);
  });
});
