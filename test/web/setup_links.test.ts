import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { client, user } from '../helper.ts';
import { keyPair } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';
import { type GroupStage, secretIn, stageGroup } from './group_stage.ts';
import { PASSWORD, signedIn } from './people.ts';
import { mailsTo, Visitor } from './visitor.ts';

describe('a set-up link', () => {
  const clock = movableClock();
  let stage: GroupStage;
  let app: GroupStage['app'];
  let at: string;
  let id: string;
  let links = 0;

  before(async () => {
    stage = await stageGroup({ runtime: clock.runtime });
    ({ app } = stage);
    const okta = { group: 'acme', name: 'Okta', preset: 'okta' };
    id = String((await operate(app.services, 'integration create', okta)).id);
    at = `/groups/acme/-/provisioning/${id}`;
  });
  after(() => app.close());
  afterEach(async () => {
    const { links } = await operate(app.services, 'setup-link list', { group: 'acme', integration: id });
    for (const { id: link } of links as { id: string }[])
      await operate(app.services, 'setup-link revoke', { group: 'acme', integration: id, link });
  });

  async function created({ signOn = 'no', ...more }: Record<string, string> = {}) {
    links += 1;
    const which = { group: 'acme', integration: id, name: `Dana ${links}`, ...more };
    const wish = { ...which, signOn: signOn === 'yes' };
    const { url } = await operate(app.services, 'setup-link create', wish);
    return { path: new URL(String(url)).pathname, name: wish.name };
  }

  async function opened(path: string) {
    const visitor = new Visitor(app);
    return { visitor, answer: await visitor.visit(path) };
  }

  it('is created by an owner with the password, and its URL is shown once', async () => {
    const { owner } = stage;
    await owner.visit(`${at}/setup-links/new`);
    const wish = { name: 'Dana', days: '7', withSignOn: 'no' };
    expect((await owner.send(`${at}/setup-links/new`, { ...wish, password: 'wrong' })).text).to.contain(
      'This is not your password.',
    );
    const { text } = await owner.send(`${at}/setup-links/new`, { ...wish, password: PASSWORD });
    const [, path = ''] = /<code>[^<]*(\/set-up\/rcl_\w+)<\/code>/.exec(text) ?? [];
    expect((await opened(path)).answer.location).to.contain('/set-up');
    const page = await owner.visit(at);
    expect(page.text).to.contain('Revoke the set-up link Dana').and.not.to.contain('rcl_');
    expect((await stage.member.visit(`${at}/setup-links/new`)).status).to.equal(403);
  });

  it('leaves the URL for a cookie, and no page after it names the secret', async () => {
    const { path } = await created();
    const { visitor, answer } = await opened(path);
    expect(answer.status).to.equal(303);
    expect(answer.location).to.match(/\/set-up$/);
    expect(answer.headers.get('referrer-policy')).to.equal('no-referrer');
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    const page = await visitor.visit('/set-up');
    expect(page.headers.get('cache-control')).to.equal('no-store');
    expect(page.text)
      .to.contain('Connect Okta to')
      .and.to.contain('/api/scim/v2/groups/acme"')
      .and.to.contain('0 of 5')
      .and.not.match(/rcl_|\/groups\/acme\/-\/(?!saml)|Ada/);
  });

  it('generates one credential, which works, and refuses a second', async () => {
    const { path, name } = await created();
    const { visitor } = await opened(path);
    await visitor.visit('/set-up');
    const made = await visitor.send('/set-up/credential', { kind: 'token' });
    const scim = client(stage.acme.scimUrl, secretIn(made));
    expect((await scim('POST', '/Users', user('first@acme.test'))).status).to.equal(201);
    const page = await visitor.visit('/set-up');
    expect(page.text).to.contain('For another one, ask an owner').and.not.to.contain('0 of 5');
    const second = await visitor.send('/set-up/credential', { kind: 'client' });
    expect(second.status).to.equal(422);
    expect(second.text).to.contain('This link has generated its credential.');
    const [mail] = (await mailsTo(app, stage.ada.email)).filter(({ body }) => body.includes('The holder'));
    expect(mail?.body).to.contain(`The holder of the set-up link ${name} created the token ${name}`);
    expect((await stage.owner.visit('/groups/acme/-/audit')).text).to.contain('A set-up link');
  });

  it('enters a federation, and shows the client id and the token URL to copy', async () => {
    const { path, name } = await created();
    const { visitor } = await opened(path);
    expect((await visitor.visit('/set-up?kind=federation')).text).to.contain('name="jwksUrl"');
    const trust = { issuer: 'https://idp.test', subject: 'sync', audience: 'rollcall' };
    const inside = { kind: 'federation', ...trust, jwksUrl: 'https://127.0.0.1/keys' };
    const refused = await visitor.send('/set-up/credential', inside);
    expect(refused.status).to.equal(422);
    expect(refused.text)
      .to.contain('The JWKS URL cannot be used: 127.0.0.1 is not a public address.')
      .and.to.contain('value="https://127.0.0.1/keys"');
    const incomplete = await visitor.send('/set-up/credential', { ...inside, subject: '' });
    expect([incomplete.status, incomplete.text.includes('both the issuer and the subject')]).to.deep.equal([
      422,
      true,
    ]);
    const made = await visitor.send('/set-up/credential', { ...inside, jwksUrl: 'https://idp.test/keys' });
    expect(made.text)
      .to.match(/data-copy="[^"]*\/api\/oauth\/groups\/acme\/token"/)
      .and.to.match(/aria-label="Copy Client ID"/);
    const { credentials } = await operate(app.services, 'credential list', {
      group: 'acme',
      integration: id,
    });
    const held = (credentials as { name: string; kind: string; trust?: object }[]).find(
      (one) => one.name === name,
    );
    expect(held).to.include({ kind: 'federation' });
    expect(held?.trust).to.deep.equal({ ...trust, jwksUrl: 'https://idp.test/keys' });
    expect((await visitor.visit('/set-up')).text).to.contain('For another one, ask an owner');
  });

  it('enters the identity provider of single sign-on where an owner chose it, and replaces no other', async () => {
    const { certificate } = await keyPair('ec');
    const metadataFile = idpMetadata({ certificates: [certificate] });
    const [plain, first, second] = [
      await created(),
      await created({ signOn: 'yes' }),
      await created({ signOn: 'yes' }),
    ];
    const { visitor: without } = await opened(plain.path);
    expect((await without.visit('/set-up')).text).to.not.contain('action="/set-up/sign-on"');
    const refused = await without.send('/set-up/sign-on', { metadataFile });
    expect([refused.status, refused.text.includes('for provisioning only')]).to.deep.equal([422, false]);

    const { visitor } = await opened(first.path);
    expect((await visitor.visit('/set-up')).text)
      .to.match(/data-copy="[^"]*\/groups\/acme\/-\/saml\/callback"/)
      .and.to.match(/data-copy="[^"]*\/groups\/acme\/-\/saml\/metadata"/);
    for (const [typed, problem] of [
      [{}, 'Enter the metadata URL of your identity provider'],
      [{ metadataFile: 'nonsense' }, 'nonsense</textarea>'],
      [{ metadataUrl: 'https://127.0.0.1/metadata' }, '127.0.0.1 is not a public address'],
    ] as const) {
      const { status, text } = await visitor.send('/set-up/sign-on', typed);
      expect([status, text.includes(problem)], problem).to.deep.equal([422, true]);
    }
    for (const _again of [1, 2])
      expect((await visitor.send('/set-up/sign-on', { metadataFile })).status).to.equal(303);
    expect((await visitor.visit('/set-up')).text).to.contain('https://idp.test/metadata');
    const mails = (await mailsTo(app, stage.ada.email)).filter(({ body }) =>
      body.includes('Test the sign-in'),
    );
    expect(mails[0]?.body).to.contain(`The holder of the set-up link ${first.name} has entered`);

    const { visitor: late } = await opened(second.path);
    expect((await late.visit('/set-up')).text).to.contain('The identity provider is entered.');
    const other = await late.send('/set-up/sign-on', { metadataFile });
    expect([other.status, other.location]).to.deep.equal([422, null]);
    const { identityProvider } = await operate(app.services, 'saml show', { group: 'acme' });
    expect(identityProvider).to.include({ entityId: 'https://idp.test/metadata' });
  });

  it('answers the same when it is unknown, expired or revoked', async () => {
    const [late, gone] = [await created({ expiresIn: '1d' }), await created()];
    const { visitor } = await opened(gone.path);
    await operate(app.services, 'setup-link revoke', { group: 'acme', integration: id, link: gone.name });
    clock.forward(DAY + 1);
    const unknown = `${gone.path.slice(0, -1)}x`;
    for (const path of [late.path, gone.path, unknown]) {
      const { answer } = await opened(path);
      expect(answer.status, path).to.equal(404);
      expect(answer.text).to.contain('This set-up link does not work');
      expect(answer.headers.get('referrer-policy')).to.equal('no-referrer');
    }
    expect((await visitor.visit('/set-up')).status).to.equal(404);
  });

  it('opens no page of the group, and ends with its integration', async () => {
    const extra = await operate(app.services, 'integration create', { group: 'acme', name: 'Second' });
    const integration = String(extra.id);
    const { path } = await created({ integration });
    const { visitor } = await opened(path);
    for (const page of [at, '/groups/acme', '/groups/acme/-/log', '/groups/acme/-/members'])
      expect((await visitor.visit(page)).location, page).to.contain('/sign-in');
    await operate(app.services, 'integration remove', { group: 'acme', integration, members: 'keep' });
    expect((await visitor.visit('/set-up')).status).to.equal(404);
  });

  it('refuses a form of another site', async () => {
    const { path } = await created();
    const { visitor } = await opened(path);
    await visitor.visit('/set-up');
    const foreign = { 'sec-fetch-site': 'cross-site' };
    expect((await visitor.send('/set-up/credential', { kind: 'token' }, foreign)).status).to.equal(403);
    const forged = { kind: 'token', form_token: 'x' };
    expect((await visitor.send('/set-up/credential', forged)).status).to.equal(403);
    expect((await visitor.visit('/set-up')).text).to.contain('Generate the credential');
  });

  it('lives at most 30 days, and an integration has at most five', async () => {
    await refused(created({ expiresIn: '31d' }), 'invalid_lifetime');
    for (let count = 0; count < limits.setupLinks; count += 1) await created();
    await refused(created(), 'too_many_setup_links');
  });

  it('that does not work is counted by address, and one that works still opens', async () => {
    const { path } = await created();
    const stranger = new Visitor(app);
    let status = 0;
    for (let count = 0; count <= limits.setupLinkTriesPerAddress; count += 1)
      ({ status } = await stranger.visit('/set-up/nothing'));
    expect(status).to.equal(429);
    expect((await opened(path)).answer.status).to.equal(303);
  });

  async function refused(work: Promise<unknown>, code: string): Promise<void> {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('code', code);
  }

  it('stops working when its maker is no longer an owner, also for people who have opened it', async () => {
    const boss = await stage.joined('owner');
    const browser = await signedIn(app, boss);
    await browser.visit(`${at}/setup-links/new`);
    const { text } = await browser.send(`${at}/setup-links/new`, {
      name: 'Eve',
      days: '7',
      password: PASSWORD,
    });
    const [, path = ''] = /<code>[^<]*(\/set-up\/rcl_\w+)<\/code>/.exec(text) ?? [];
    clock.forward(limits.signInWindow);
    const { visitor } = await opened(path);
    expect((await visitor.visit('/set-up')).status).to.equal(200);
    await operate(app.services, 'member remove', { group: 'acme', account: boss.username });
    expect((await visitor.visit('/set-up')).status).to.equal(404);
    expect((await visitor.send('/set-up/credential', { kind: 'token' })).status).to.equal(404);
    const ada = await signedIn(app, stage.ada);
    expect((await ada.visit(at)).text).to.contain(`ended: ${boss.username} is no owner any more`);
  });
});
