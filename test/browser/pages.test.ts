import { expect } from 'chai';
import { createTopLevelGroup } from '../../lib/groups/tree.ts';
import { boot, type Rollcall } from '../helper.ts';
import { samlLinked } from '../provisioning/people.ts';
import { PASSWORD, person } from '../web/people.ts';
import { linkTo, noMailServer } from '../web/visitor.ts';
import { describeBrowser } from './available.ts';
import { check, checkHere, heading, signIn, signOut, Tabs } from './tabs.ts';

describeBrowser('in a browser without script', (executablePath) => {
  let app: Rollcall;
  let tabs: Tabs;
  before(async () => {
    app = await boot({ env: noMailServer });
    tabs = await Tabs.launch(executablePath);
  });
  afterEach(() => tabs.closeAll());
  after(async () => {
    await tabs?.closeAll();
    await app?.close();
  });

  it('a person signs in, sees the list of groups, and signs out', async () => {
    const ann = await person(app);
    const page = await tabs.open(app);
    await signIn(page, ann.email);
    expect(await heading(page)).to.equal('Your groups');
    await signOut(page);
    expect(await heading(page)).to.equal('You are signed out');
    await page.goto('/profile');
    expect(await heading(page)).to.equal('Sign in');
  });

  it('a wrong password is reported, and the name stays in the form', async () => {
    const ann = await person(app);
    const page = await tabs.open(app);
    await signIn(page, ann.username, 'not the right one');
    expect(await page.getByRole('alert').textContent()).to.contain('do not belong together');
    expect(await page.getByLabel('Username or e-mail').inputValue()).to.equal(ann.username);
  });

  it('a forgotten password is reset with the mailed link', async () => {
    const ann = await person(app);
    const page = await tabs.open(app);
    await page.goto('/sign-in');
    await page.getByRole('link', { name: /Forgot your password/ }).click();
    await page.getByLabel('Username or e-mail').fill(ann.username);
    await page.getByRole('button', { name: 'Send the link' }).click();
    expect(await heading(page)).to.equal('Check your mail');
    await page.goto(await linkTo(app, ann.email));
    await page.getByLabel('New password').fill('four other words here');
    await page.getByRole('button', { name: 'Set the password' }).click();
    expect(await heading(page)).to.equal('Your password is set');
    await signIn(page, ann.username, 'four other words here');
    expect(await heading(page)).to.equal('Your groups');
  });

  it('an address is added, confirmed and made the primary one', async () => {
    const ann = await person(app);
    const page = await tabs.open(app);
    await signIn(page, ann.username);
    await page.goto('/profile');
    await page.getByLabel('Add an address').fill('ann.in.a.browser@people.test');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Send the link' }).click();
    expect(await page.getByRole('status').textContent()).to.contain('We sent a link');
    await page.goto(await linkTo(app, 'ann.in.a.browser@people.test'));
    await page.getByRole('button', { name: 'Confirm the address' }).click();
    await page.getByRole('button', { name: /^Use as primary/ }).click();
    expect(await page.getByRole('status').textContent()).to.equal('Your primary address is changed.');
  });

  it('another browser can be signed out', async () => {
    const ann = await person(app);
    const there = await tabs.open(app);
    await signIn(there, ann.username);
    const page = await tabs.open(app);
    await signIn(page, ann.username);
    await page.goto('/profile');
    await page.getByRole('button', { name: /^Sign out Chrome on Linux at/ }).click();
    await there.reload();
    expect(await heading(there)).to.equal('Sign in');
  });

  it('the keyboard alone is enough, and the focus is visible', async () => {
    const ann = await person(app);
    const page = await tabs.open(app);
    await page.goto('/sign-in');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).to.equal('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type(ann.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    const outline = await page
      .locator(':focus')
      .evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline).to.equal('solid');
    await Promise.all([page.waitForURL('**/groups'), page.keyboard.press('Enter')]);
    expect(await heading(page)).to.equal('Your groups');
  });

  it('what a form answers passes axe in light, dark and at 360 px', async () => {
    const ann = await everything(app);
    const page = await tabs.openScripted(app);
    await check(page, '/sign-in');
    await signIn(page, ann.username, 'not the right one');
    await checkHere(page, 'a wrong password');
    await signIn(page, ann.username);
    await checkHere(page, '/groups');
    await page.locator('summary.me').click();
    await checkHere(page, 'an open menu');
    await check(page, '/profile');
    await page.getByLabel('Add an address').fill('another.address.of.ann@people.test');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await checkHere(page, 'an address that waits');
    await check(page, '/profile/tokens');
    await page.getByLabel('Name').fill('deploy');
    await page.getByLabel('May do in the API').selectOption('admin');
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Generate the token' }).click();
    expect(await page.locator('code').textContent()).to.match(/^rcp_/);
    await checkHere(page, 'a new token');
    await check(page, '/nothing');
  });
});

/** Somebody whose profile has one of all there is, with long names. */
async function everything(app: Rollcall) {
  const { store, runtime } = app.services;
  const group = await store.transaction((unit) =>
    createTopLevelGroup(unit, { slug: `long${runtime.id()}`, name: `Acme ${'Aerospace'.repeat(8)}` }),
  );
  const email = `${'a.rather.long.name'.repeat(3)}.${runtime.id().slice(-12)}@people.test`;
  const ann = await person(app, { email, managedBy: group.id, name: 'Ann-Sophie '.repeat(8).trim() });
  await samlLinked(app.services, group.id, 'externalId', {
    nameId: 'ann.the.person@linked.test',
    accountId: ann.id,
  });
  return ann;
}
