import { expect } from 'chai';
import { accounts } from '../../../lib/accounts/types.ts';
import { commandNamed } from '../../../lib/cli/commands.ts';
import { plain } from '../../../lib/cli/terminal/paint.ts';
import { samlProviders } from '../../../lib/groups/saml_provider.ts';
import { memberOf } from '../../../lib/groups/types.ts';
import { listMismatches } from '../../../lib/provisioning/users/saml_mismatches.ts';
import { samlIdentitiesOf } from '../../../lib/sign_on/link.ts';
import { operate } from '../../cli/operator.ts';
import { boot, type Rollcall, user } from '../../helper.ts';
import { groupNamed, joined } from '../../provisioning/people.ts';
import { person, signedIn } from '../people.ts';
import { noMailServer, type Seen, Visitor } from '../visitor.ts';
import { answer, asked, bring, type Claims, linked, type Stage, signIn, stage } from './stage.ts';

describe('the test sign-in', () => {
  let app: Rollcall;
  let scene: Stage;
  let owner: Visitor;
  before(async () => {
    app = await boot({ env: noMailServer });
    scene = await stage(app, { jit: true });
    owner = await ownerOf(scene);
  });
  after(() => app.close());

  async function ownerOf({ tenant: { groupId } }: Stage): Promise<Visitor> {
    const ada = await person(app);
    await joined(app.services, await groupNamed(app.services, groupId), ada.id, 'owner');
    const visitor = await signedIn(app, ada);
    return visitor;
  }

  async function tested(claims: Claims, at = scene, who = owner): Promise<Seen> {
    const request = asked((await who.visit(at.at('test'))).location);
    const { location, status } = await bring(at, who, request, await answer(at, request, claims));
    expect(status).to.equal(303);
    return who.visit(location ?? '');
  }

  it('is for owners', async () => {
    expect((await new Visitor(app).visit(scene.at('test'))).location).to.contain('/sign-in?return_to=');
    const ann = await person(app);
    const visitor = await signedIn(app, ann);
    expect((await visitor.visit(scene.at('test'))).status).to.equal(403);
  });

  it('shows every check, the attributes and the account, and changes nothing', async () => {
    const ann = await person(app);
    const identity = await linked(scene, ann.id, 't-1');
    const secret = owner.cookies.get('__Host-sid');
    const page = await tested({ nameId: 't-1', attributes: { team: ['Blue', 'Red'] } });
    expect(page.status).to.equal(200);
    expect(page.text).to.match(/href="[^"]*\/-\/single-sign-on"[^>]* aria-current="page"/);
    expect(page.text).to.contain('The sign-in would succeed').and.to.contain(`the account ${ann.username}`);
    expect(page.text).to.contain('Blue, Red').and.not.to.contain('Failed');
    expect(page.text.match(/>Passed</g)).to.have.length(22);
    expect(owner.cookies.get('__Host-sid')).to.equal(secret);
    const identities = await samlIdentitiesOf(app.services.store, ann.id);
    expect(identities.map(({ id }) => id)).to.deep.equal([identity.id]);
    expect(await memberOf(app.services.store, scene.tenant.groupId, ann.id)).to.equal(undefined);
  });

  it('tells what would happen to other people', async () => {
    const ann = await person(app);
    const { text } = await tested({ nameId: ann.email });
    expect(text, 'whose account it is')
      .to.contain('saml.email_exists')
      .and.not.to.match(/account person\d/);
    expect((await tested({ nameId: 'new@saml.test' })).text).to.contain('Rollcall would create one');
    const count = await app.services.store.count(accounts, '');
    await tested({ nameId: 'newer@saml.test' });
    expect(await app.services.store.count(accounts, '')).to.equal(count);
    const strict = await stage(app);
    const other = await ownerOf(strict);
    expect((await tested({ nameId: 'new@saml.test' }, strict, other)).text).to.contain('saml.not_linked');
  });

  it('tells how to ask for a persistent NameID after a transient one was refused', async () => {
    const format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
    const { text } = await tested({ nameId: 'tmp-1', format });
    expect(text).to.contain('saml.transient_name_id').and.to.contain('Choose a lasting NameID format');
  });

  it('shows the failed check, what was found and what to do', async () => {
    const page = await tested({ nameId: 't-2', words: { audience: '' } });
    expect(page.text).to.contain('would be refused').and.to.contain('saml.no_audience');
    expect(page.text).to.contain('What to do');
  });

  it('shows what was received when the signature is right and another check fails', async () => {
    const ann = await person(app);
    await linked(scene, ann.id, 't-4');
    const audience =
      '<saml:AudienceRestriction><saml:Audience>https://other.test</saml:Audience></saml:AudienceRestriction>';
    const claims: Claims = { nameId: 't-4', attributes: { team: ['Green'] }, words: { audience } };
    const { text } = await tested(claims);
    expect(text).to.contain('would be refused').and.to.contain('saml.audience_mismatch');
    expect(text).to.contain('t-4').and.to.contain('Green').and.to.contain(`the account ${ann.username}`);
  });

  it('shows nothing of a response without a verified signature', async () => {
    const request = asked((await owner.visit(scene.at('test'))).location);
    const sound = Buffer.from(await answer(scene, request, { nameId: 't-5' }), 'base64').toString('utf8');
    const changed = Buffer.from(sound.replace('>t-5<', '>t-5-evil<')).toString('base64');
    const { text } = await owner.visit((await bring(scene, owner, request, changed)).location ?? '');
    expect(text).to.contain('saml.signature_invalid').and.to.contain('No signature could be verified');
    expect(text).not.to.contain('t-5');
  });

  it('counts for enforcement only when it was accepted', async () => {
    const strict = await stage(app, { jit: true });
    const other = await ownerOf(strict);
    const { store } = app.services;
    const isTested = async () =>
      (await store.get(samlProviders, strict.tenant.groupId, strict.provider.id))?.tested !== undefined;
    await tested({ nameId: 't-6', words: { audience: '' } }, strict, other);
    expect(await isTested()).to.equal(false);
    await tested({ nameId: 't-6' }, strict, other);
    expect(await isTested()).to.equal(true);
  });

  it('tells that a valid response of a person without a link would be refused', async () => {
    const closed = await stage(app);
    const { text } = await tested({ nameId: 't-7' }, closed, await ownerOf(closed));
    expect(text).to.contain('this person would be refused').and.to.contain('saml.not_linked');
  });

  it('shows the report even if the identity provider loses the RelayState', async () => {
    for (const audience of [undefined, '']) {
      const request = asked((await owner.visit(scene.at('test'))).location);
      const words = audience === undefined ? {} : { audience };
      const response = await answer(scene, request, { nameId: 't-lost', words });
      const { location } = await bring(scene, owner, undefined, response);
      const { text } = await owner.visit(location ?? '');
      expect(text).to.contain(audience === undefined ? 'The sign-in would succeed' : 'saml.no_audience');
      expect(text.match(/>Passed</g)?.length).to.be.at.least(15);
    }
  });

  it('is visible only to the person who made it', async () => {
    const request = asked((await owner.visit(scene.at('test'))).location);
    const { location } = await bring(scene, owner, request, await answer(scene, request, { nameId: 't-3' }));
    const other = await ownerOf(scene);
    expect((await other.visit(location ?? '')).status).to.equal(404);
    expect((await owner.visit(location ?? '')).status).to.equal(200);
  });

  it('tells where names in SCIM and SAML differ; a sign-in adds the difference to the list', async () => {
    const email = 'mismatch@saml.test';
    await scene.tenant.scim('POST', '/Users', user(email, { externalId: '00u1' }));
    const page = await tested({ nameId: email });
    expect(page.text).to.contain('the group identifies people by externalId');
    expect(page.text).to.contain('The NameID equals userName');
    const list = () => listMismatches(app.services.store, scene.tenant.integrationId);
    expect(await list()).to.deep.equal([]);
    await signIn(scene, new Visitor(app), { nameId: email });
    await signIn(scene, new Visitor(app), { nameId: email });
    expect(await list()).to.have.length(1);
    expect((await list())[0]).to.deep.include({
      userName: email,
      attribute: 'externalId',
      scim: 'some other text',
      nameId: 'an e-mail address',
      fitting: 'userName',
      times: 2,
    });
    const shown = await operate(app.services, 'integration attention', { group: scene.path });
    const told = commandNamed('integration attention')?.text(shown, plain) ?? '';
    expect(told).to.contain(`${email}: SCIM and SAML differ (signed in 2×`);
    expect(told).to.contain('let the SAML provider identify people by userName');
    await signIn(scene, new Visitor(app), { nameId: '00u1', attributes: { email: [email] } });
    expect(await list()).to.deep.equal([]);
  });
});
