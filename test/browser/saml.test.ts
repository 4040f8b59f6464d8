import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { enforcements } from '../../lib/groups/enforcements.ts';
import { groupAt } from '../../lib/groups/tree.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { certificateOf, IDP } from '../sso/scene.ts';
import { PASSWORD, person } from '../web/people.ts';
import { answer, asked, type Claims, idpKey, linked, type Stage, stage } from '../web/saml/stage.ts';
import { noMailServer } from '../web/visitor.ts';
import { describeBrowser } from './available.ts';
import { check, checkHere, heading, signIn, signOut, Tabs } from './tabs.ts';

describeBrowser('single sign-on in a browser', (executablePath) => {
  let app: Rollcall;
  let tabs: Tabs;
  let idp: Server;
  let scene: Stage;
  /** The person in the next response of the identity provider. */
  let claims: Claims = {};
  let count = 0;

  before(async () => {
    app = await boot({ env: noMailServer });
    tabs = await Tabs.launch(executablePath);
    idp = createServer(async (request, response) => {
      if (request.method === 'POST') return response.writeHead(303, { location: elsewhere() }).end();
      if (request.url === '/elsewhere') return response.end('<h1>Elsewhere</h1>');
      const { id, relayState } = asked(`http://idp.test${request.url}`);
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return response.end(postBack(await answer(scene, { id }, claims), relayState));
    });
    await once(idp.listen(0, '127.0.0.1'), 'listening');
    scene = await stage(app, { jit: true }, { idp: await idpAt(idp) });
  });
  afterEach(() => tabs.closeAll());
  after(async () => {
    await tabs?.closeAll();
    idp?.close();
    await app?.close();
  });

  /** What the identity provider's page brings to the callback, at the port that the service really has. */
  function postBack(response: string, relayState: string): string {
    const callback = new URL(scene.urls.acs).pathname;
    const action = app.url.replace('127.0.0.1', 'localhost') + callback;
    return `<!doctype html><title>IdP</title><form method="post" action="${action}">
      <input type="hidden" name="SAMLResponse" value="${response}">
      <input type="hidden" name="RelayState" value="${relayState}"><button>Sign in</button></form>`;
  }

  /** Another origin of the identity provider. */
  function elsewhere(): string {
    return `http://localhost:${(idp.address() as AddressInfo).port}/elsewhere`;
  }

  async function ownerOf(more: Parameters<typeof person>[1] = {}) {
    const ada = await person(app, more);
    await operate(app.services, 'member add', { group: scene.path, account: ada.username, role: 'owner' });
    return ada;
  }

  const atIdp = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true }).click();

  async function linkHere(page: Page, nameId: string): Promise<void> {
    claims = { nameId };
    await page.goto(scene.at('sso'));
    await page.getByRole('button', { name: 'Link my account' }).click();
    await atIdp(page);
  }

  it('a person signs in with the path of the group', async () => {
    const ann = await person(app, { name: 'Ann Ames' });
    await linked(scene, ann.id, `b-${++count}`);
    claims = { nameId: `b-${count}` };
    const page = await tabs.open(app);
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Sign in with SSO' }).click();
    await page.getByLabel('Group').fill(scene.path);
    await page.getByRole('button', { name: 'Continue' }).click();
    await atIdp(page);
    expect(await heading(page)).to.equal('Your groups');
    await page.goto('/profile');
    expect(await page.getByLabel('Username').inputValue()).to.equal(ann.username);
  });

  it('a member links the account, signs in by it, and unlinks it', async () => {
    const ann = await person(app);
    const page = await tabs.open(app);
    await signIn(page, ann.username);
    await linkHere(page, `b-${++count}`);
    expect(await page.getByRole('status').textContent()).to.contain('Your account is linked to');

    const other = await tabs.open(app);
    await other.goto(scene.at('sso'));
    await atIdp(other);
    expect(await heading(other)).to.equal('Your groups');

    await page.getByRole('button', { name: /^Unlink/ }).click();
    expect(await page.getByRole('status').textContent()).to.equal('The identity is unlinked.');
    await other.reload();
    expect(await heading(other)).to.equal('Sign in');
  });

  it('a sign-in works at an identity provider that takes requests by POST', async () => {
    const posting = await stage(app, {}, { idp: { ...(await idpAt(idp)), binding: 'post' } });
    const page = await tabs.open(app);
    await page.goto(posting.at('sso'));
    await page.getByRole('button', { name: /^Continue to the sign-in/ }).click();
    expect(await heading(page)).to.equal('Elsewhere');
  });

  it('another session cannot finish a link that it did not start', async () => {
    const [ann, bob] = [await person(app), await person(app)];
    const page = await tabs.open(app);
    await signIn(page, ann.username);
    claims = { nameId: `b-${++count}` };
    await page.goto(scene.at('sso'));
    await page.getByRole('button', { name: 'Link my account' }).click();
    const other = await page.context().newPage();
    await other.goto('/profile');
    await signOut(other);
    await signIn(other, bob.username);
    await atIdp(page);
    expect(await page.getByText('saml.other_account').count()).to.equal(1);
  });

  it('the page of a refused sign-in explains how to link', async () => {
    const ann = await person(app);
    claims = { nameId: ann.email };
    const page = await tabs.open(app);
    await page.goto(scene.at('sso'));
    await atIdp(page);
    expect(await page.getByText('saml.email_exists').count()).to.equal(1);
    await page.getByRole('link', { name: 'Sign in with your password' }).click();
    await page.getByLabel('Username or e-mail').fill(ann.username);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await heading(page)).to.match(/^Link your account to/);
  });

  it('an owner tests single sign-on, and uses a recovery code when it is enforced', async () => {
    const ada = await ownerOf();
    const page = await tabs.open(app);
    await signIn(page, ada.username);
    claims = { nameId: ada.email };
    await page.goto(scene.at('test'));
    await atIdp(page);
    expect(await page.getByText('this person would be refused').count()).to.equal(1);

    const { codes } = await operate(app.services, 'saml recovery-codes', { group: scene.path });
    const [code = ''] = codes as string[];
    await enforced(async () => {
      await page.goto(`/groups/${scene.path}`);
      await page.getByRole('link', { name: 'Use a recovery code' }).click();
      await page.getByLabel('Recovery code').fill(code);
      await page.getByRole('button', { name: 'Use the code' }).click();
      expect(await page.locator('.head .tag').textContent()).to.equal('owner');
      expect(await page.getByText('Sign in with your organisation').count()).to.equal(0);
    });
  });

  it('an owner requires single sign-on by the page, and a member with a password has to sign in there', async () => {
    const [ada, ann] = [await ownerOf(), await person(app)];
    await operate(app.services, 'member add', { group: scene.path, account: ann.username, role: 'guest' });
    const [ofAda, ofAnn] = [`b-${++count}`, `b-${++count}`];
    await linked(scene, ada.id, ofAda);
    await linked(scene, ann.id, ofAnn);
    const page = await tabs.open(app);
    await signIn(page, ada.username);
    const at = `/groups/${scene.path}/-/single-sign-on`;
    await page.goto(at);
    claims = { nameId: ofAda };
    await page.getByRole('link', { name: 'Test the sign-in' }).click();
    await atIdp(page);
    await page.goto(at);
    await page.getByRole('link', { name: 'Generate recovery codes' }).click();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: /^Generate/ }).click();
    await page.goto(at);
    await page.getByLabel('Required for').selectOption('every member');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save the requirement' }).click();
    await page.waitForURL(`**${at}`);
    try {
      const other = await tabs.open(app);
      await signIn(other, ann.username);
      await other.goto(`/groups/${scene.path}`);
      claims = { nameId: ofAnn };
      await other
        .getByRole('link', { name: /^Sign in/ })
        .first()
        .click();
      await atIdp(other);
      expect(await other.locator('.head .tag').textContent()).to.equal('guest');
    } finally {
      await operate(app.services, 'saml enforce', { group: scene.path, mode: 'off' });
      await operate(app.services, 'saml enforce', { group: scene.path, mode: 'inherit' });
    }
  });

  it('every answer of a sign-in passes axe in light, dark and at 360 px', async () => {
    const ada = await ownerOf({ name: 'Ann-Sophie '.repeat(8).trim() });
    const page = await tabs.openScripted(app);
    await check(page, '/sign-in/sso');
    claims = { nameId: ada.email };
    await page.goto(scene.at('sso'));
    await atIdp(page);
    await checkHere(page, 'refused, with how to link');
    await signIn(page, ada.username);
    await check(page, scene.at('sso'));
    claims = { nameId: `${'a-long-name-id-'.repeat(12)}${++count}`, attributes: { team: ['Blue', 'Red'] } };
    await page.goto(scene.at('test'));
    await atIdp(page);
    await checkHere(page, 'a good test');
    claims = { nameId: `b-${++count}`, words: { audience: '' } };
    await page.goto(scene.at('test'));
    await atIdp(page);
    await checkHere(page, 'a test that failed');
    await linkHere(page, `b-${++count}`);
    await checkHere(page, 'linked');
    await check(page, scene.at('recover'));
    await page.getByLabel('Recovery code').fill('wrong');
    await page.getByRole('button', { name: 'Use the code' }).click();
    await checkHere(page, 'a wrong code');
    await check(page, `/groups/${scene.path}`);
    await enforced(() => check(page, `/groups/${scene.path}`));
  });

  /** While everyone has to sign in by SAML. */
  async function enforced(work: () => Promise<void>): Promise<void> {
    const { store, runtime } = app.services;
    const { id, rootId } = await groupAt(store, scene.path);
    const rule = { id, rootId, mode: 'everyone', domains: [], changedAt: runtime.now() } as const;
    await store.transaction(async (unit) => unit.insert(enforcements, rule));
    try {
      await work();
    } finally {
      await operate(app.services, 'saml enforce', { group: scene.path, mode: 'off' });
      await operate(app.services, 'saml enforce', { group: scene.path, mode: 'inherit' });
    }
  }
});

async function idpAt(server: Server): Promise<NonNullable<Stage['provider']['idp']>> {
  const { port } = server.address() as AddressInfo;
  return {
    entityId: IDP,
    ssoUrl: `http://127.0.0.1:${port}/sso`,
    binding: 'redirect',
    certificates: [certificateOf(await idpKey())],
  };
}
