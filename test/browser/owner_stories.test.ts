import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { IntegrationSettings } from '../../lib/integrations/types.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, client, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { PASSWORD, person } from '../web/people.ts';
import { linkTo, noMailServer } from '../web/visitor.ts';
import { describeBrowser } from './available.ts';
import { check, checkHere, heading, signIn, Tabs } from './tabs.ts';

/** Requests before and after each step of a rotation. */
const SOME = 10;

describeBrowser('an owner in a browser without script', (executablePath) => {
  let app: Rollcall;
  let tabs: Tabs;
  let acme: Tenant;
  let page: Page;
  const clock = movableClock();

  before(async () => {
    app = await boot({ env: noMailServer, runtime: clock.runtime });
    tabs = await Tabs.launch(executablePath);
  });
  afterEach(() => tabs.closeAll());
  after(() => app?.close());

  const click = (role: 'button' | 'link', name: string | RegExp) =>
    page
      .getByRole(role, { name, exact: typeof name === 'string' })
      .first()
      .click();
  const sees = async (text: string | RegExp) =>
    expect(await page.getByText(text).count(), `${text} on ${page.url()}`).to.be.greaterThan(0);
  const add = (name: string) => acme.scim('POST', '/Users', user(`${name}@${acme.slug}.test`));

  /** The page of the integration of a new group. */
  async function begin(settings: Partial<IntegrationSettings> = {}): Promise<void> {
    acme = await app.bootstrap(undefined, settings);
    const ada = await person(app, { name: 'Ada Lovelace' });
    await operate(app.services, 'member add', { group: acme.slug, account: ada.username, role: 'owner' });
    page = await tabs.open(app);
    page.setDefaultTimeout(15000);
    await signIn(page, ada.username);
    await click('link', acme.slug);
    await click('link', 'Provisioning');
    await click('link', 'SCIM');
  }

  it('rotates a credential while the identity provider pushes without a pause, and no request is refused', async () => {
    await begin();
    const pusher = new Pusher(acme);
    await pusher.after(SOME);
    await click('link', /^Rotate/);
    await page.getByLabel('Your password').fill(PASSWORD);
    await click('button', 'Rotate the credential');
    const secret = (await page.locator('.secret code').textContent()) ?? '';
    await pusher.after(SOME);
    pusher.use(client(acme.scimUrl, secret));
    await pusher.after(SOME);
    await click('link', 'I have stored it');
    await click('link', /^Revoke first token/);
    await page.getByLabel('Your password').fill(PASSWORD);
    await click('button', /^Revoke/);
    await sees('is revoked');
    await pusher.after(SOME);
    const { sent, refused } = await pusher.end();
    process.stdout.write(`      ${sent} requests during the rotation, ${refused} refused\n`);
    expect(sent).to.be.at.least(4 * SOME);
    expect(refused).to.equal(0);
    expect((await acme.scim('GET', '/Users')).status, 'the old credential').to.equal(401);
  });

  it('previews what the identity provider sends, sees the plan, and goes live', async () => {
    await begin();
    await click('link', 'Settings');
    await click('link', 'Start a preview');
    await click('button', 'Start the preview');
    await sees('is in preview');
    for (const name of ['ann', 'bob']) expect((await add(name)).status).to.equal(201);
    await page.goto(`/groups/${acme.slug}/-/members`);
    expect(await page.getByText(`ann@${acme.slug}.test`).count()).to.equal(0);
    await page.goto(`/groups/${acme.slug}/-/provisioning/${acme.integrationId}`);
    await click('link', 'Show the plan');
    await sees(`ann@${acme.slug}.test`);
    await click('button', /^Go live with/);
    await sees('The plan was carried out for 2 users');
    await page.goto(`/groups/${acme.slug}/-/members`);
    await sees(`ann@${acme.slug}.test`);
  });

  it('resumes an integration that a mass removal has paused, and the removals go on', async () => {
    const leavers = await paused();
    await click('link', /^Decide what happens/);
    expect(await heading(page)).to.contain('is paused');
    await sees('Who has lost access (2)');
    await click('button', /^Resume/);
    await sees('works again');
    const { status } = await acme.scim('PATCH', `/Users/${leavers[2]}`, deactivation);
    expect(status).to.equal(200);
  });

  it('gives the access back after a mass removal that was a mistake', async () => {
    await paused();
    await click('link', /^Decide what happens/);
    await click('button', /^Restore the access and disable/);
    await sees('2 people have access again');
    expect((await add('late')).status).to.equal(403);
    await page.goto(`/groups/${acme.slug}/-/members`);
    for (const name of ['leaver0', 'leaver1', 'leaver2']) await sees(`${name}@${acme.slug}.test`);
  });

  it('resolves a conflict by one click, and the person says yes by mail', async () => {
    await begin();
    const casey = await person(app, { name: 'Casey Conflict' });
    const scim = () => acme.scim('POST', '/Users', user(casey.email));
    expect((await scim()).status).to.equal(409);
    await page.reload();
    await click('link', 'Show');
    await click('button', /^Send a link invitation/);
    await sees('is asked by mail');
    const other = await tabs.open(app);
    await signIn(other, casey.username);
    await other.goto(await linkTo(app, casey.email));
    await other.getByLabel('Your password').fill(PASSWORD);
    await other.getByRole('button', { name: /^Link my account to/ }).click();
    await other.getByText('Your account is linked to').or(other.getByText('You have confirmed it')).waitFor();
    expect((await scim()).status).to.equal(201);
    await page.reload();
    await sees('Nobody needs attention.');
  });

  it('sees a banner for a credential that ends, and the page behind it, without a fault of axe', async () => {
    acme = await app.bootstrap();
    const { username } = await person(app, { name: 'Ada Lovelace' });
    await operate(app.services, 'member add', { group: acme.slug, account: username, role: 'owner' });
    for (const expiresIn of ['31d', '40d'])
      await operate(app.services, 'credential create', {
        ...{ group: acme.slug, kind: 'token', name: `Okta for ${expiresIn}`, expiresIn },
      });
    clock.forward(30 * DAY);
    page = await tabs.openScripted(app);
    await signIn(page, username);
    const at = `/groups/${acme.slug}`;
    for (const path of [at, `${at}/-/provisioning`, `${at}/-/provisioning/${acme.integrationId}`]) {
      await check(page, path);
      expect(await page.locator('.banner').count(), path).to.equal(2);
    }
  });

  it('asks the person of a conflict, whose answer passes axe', async () => {
    await begin();
    const { email, username } = await person(app, { name: 'Casey Conflict' });
    await acme.scim('POST', '/Users', user(email));
    await page.reload();
    await click('link', 'Show');
    await click('button', /^Send a link invitation/);
    await sees('is asked by mail');
    const other = await tabs.openScripted(app);
    await signIn(other, username);
    await check(other, await linkTo(app, email));
    await other.getByLabel('Your password').fill('wrong');
    await other.getByRole('button', { name: /^Link my account to/ }).click();
    await checkHere(other, 'a wrong password');
  });

  it('takes the access of a member who is signed in, whose next click finds nothing', async () => {
    await begin();
    const { body } = await add('gone');
    const account = `gone@${acme.slug}.test`;
    const { username, password } = await operate(app.services, 'account password', { account });
    const member = await tabs.open(app);
    await signIn(member, String(username), String(password));
    await member.getByRole('link', { name: acme.slug, exact: true }).first().click();
    expect(await heading(member)).to.contain(acme.slug);
    expect((await acme.scim('PATCH', `/Users/${body.id}`, deactivation)).status).to.equal(200);
    await member
      .getByRole('link', { name: /Subgroups|Groups/ })
      .first()
      .click();
    expect(await heading(member)).to.equal('There is no such page');
    await member.goto('/groups');
    expect(await member.getByRole('link', { name: acme.slug, exact: true }).count()).to.equal(0);
  });

  /** The page of an integration after two of five people were removed, and the third was refused. Gives their ids. */
  async function paused(): Promise<string[]> {
    await begin({ removalPeople: 2, removalPercent: 100 });
    const ids = [];
    // The guard counts whom it has known for a while.
    clock.forward(-DAY);
    for (let n = 0; n < 5; n++) ids.push(String((await add(`leaver${n}`)).body.id));
    clock.forward(DAY);
    const statuses = [];
    for (const id of ids.slice(0, 3))
      statuses.push((await acme.scim('PATCH', `/Users/${id}`, deactivation)).status);
    expect(statuses).to.deep.equal([200, 200, 503]);
    await page.reload();
    return ids;
  }
});

/** An identity provider that sends one request after the other, without a pause. */
class Pusher {
  #scim: Tenant['scim'];
  #isOn = true;
  #sent = 0;
  #refused = 0;
  readonly #slug: string;
  readonly #through: Promise<void>;

  constructor({ scim, slug }: Tenant) {
    this.#scim = scim;
    this.#slug = slug;
    this.#through = this.#push();
  }

  /** From now on it sends the requests with another credential. */
  use(scim: Tenant['scim']): void {
    this.#scim = scim;
  }

  /** Resolves when it has sent so many more. */
  async after(more: number): Promise<void> {
    const until = this.#sent + more;
    while (this.#isOn && this.#sent < until) await new Promise(setImmediate);
  }

  async end(): Promise<{ readonly sent: number; readonly refused: number }> {
    this.#isOn = false;
    await this.#through;
    return { sent: this.#sent, refused: this.#refused };
  }

  async #push(): Promise<void> {
    while (this.#isOn) {
      const userName = `user${this.#sent}@${this.#slug}.test`;
      const { status } = await this.#scim('POST', '/Users', user(userName));
      this.#sent += 1;
      if (status !== 201) this.#refused += 1;
    }
  }
}
