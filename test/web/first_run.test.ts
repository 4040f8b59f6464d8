import { expect } from 'chai';
import { pino } from 'pino';
import { limits } from '../../config/limits.ts';
import { firstRunCodes } from '../../lib/accounts/first_run.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate, refusal } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, client, type Rollcall, user } from '../helper.ts';
import { secretIn } from './group_stage.ts';
import { noMailServer, Visitor } from './visitor.ts';

const PASSWORD = 'four words that fit';

describe('the first run', () => {
  let app: Rollcall;
  let logged: string[];
  const clock = movableClock();

  beforeEach(async () => {
    logged = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
    app = await boot({ env: noMailServer, logger, runtime: clock.runtime });
  });
  afterEach(() => app.close());

  const codeIn = (lines: readonly string[]) => /with the code ([\w-]{19})/.exec(lines.join('\n'))?.[1] ?? '';
  const fields = (code: string) => ({
    ...{ preset: 'okta', group: 'acme', name: 'Ada Lovelace', email: 'ada@acme.test' },
    ...{ password: PASSWORD, code },
  });
  const accountsNow = async () =>
    (await app.services.store.list(accounts, PLATFORM, { limit: 10 })).items.map(({ username }) => username);

  /** A browser at the first-run page, and what it answers to the form. */
  async function tried(more: Record<string, string> = {}) {
    const visitor = new Visitor(app);
    await visitor.visit('/first-run');
    return { visitor, seen: await visitor.send('/first-run', { ...fields(codeIn(logged)), ...more }) };
  }

  it('answers every page with the one that creates the first account', async () => {
    const visitor = new Visitor(app);
    for (const path of ['/', '/sign-in', '/groups/acme', '/operator', '/nothing'])
      expect((await visitor.visit(path)).location, path).to.equal('/first-run');
    const { status, text } = await visitor.visit('/first-run');
    expect(status).to.equal(200);
    expect(text.indexOf('name="preset"')).to.be.below(text.indexOf('name="group"'));
    expect(text).not.to.contain(codeIn(logged));
    expect((await visitor.send('/sign-in', { name: 'a', password: 'b' })).location).to.equal('/first-run');
  });

  it('ends at the integration as owner and operator, with a credential as the next step', async () => {
    const { visitor, seen } = await tried();
    expect(seen.location).to.match(/^\/groups\/acme\/-\/provisioning\/[\w-]+$/);
    const { text } = await visitor.visit(seen.location ?? '');
    expect(text).to.contain('Generate a credential next.').and.contain('<h1>Okta</h1>');
    expect((await visitor.visit('/operator')).status).to.equal(200);
    const at = `${seen.location}/credentials/new`;
    await visitor.visit(at);
    const secret = secretIn(
      await visitor.send(at, { name: 'Okta', days: '90', cidr: '', password: PASSWORD }),
    );
    const scim = client(`${app.url}/api/scim/v2/groups/acme`, secret);
    expect((await scim('POST', '/Users', user('first@acme.test'))).status).to.equal(201);
  });

  it('takes a code once, and hides its page afterwards', async () => {
    await tried();
    const guest = new Visitor(app);
    expect((await guest.visit('/first-run')).status).to.equal(404);
    expect((await guest.visit('/')).location).to.equal('/groups');
    expect((await refusal(app.services, 'first-run code', {})).code).to.equal('first_run_over');
  });

  it('creates one account of two posts at once', async () => {
    const visitors = [new Visitor(app), new Visitor(app)];
    for (const visitor of visitors) await visitor.visit('/first-run');
    const seen = await Promise.all(
      visitors.map((visitor, at) =>
        visitor.send('/first-run', {
          ...fields(codeIn(logged)),
          email: `ada${at}@acme.test`,
          group: `acme${at}`,
        }),
      ),
    );
    expect(seen.map(({ status }) => status).sort()).to.deep.equal([303, 422]);
    expect(await accountsNow()).to.have.length(1);
  });

  it('refuses a wrong code, and creates nothing', async () => {
    const { seen } = await tried({ code: '0000-0000-0000-0000' });
    expect(seen.status).to.equal(422);
    expect(seen.text).to.contain('The code is wrong').and.contain('value="ada@acme.test"');
    expect(await accountsNow()).to.deep.equal([]);
  });

  it('looks at the password, and hashes it, only after a right code', async () => {
    const { seen } = await tried({ code: '0000-0000-0000-0000', password: 'short' });
    expect(seen.text).to.contain('The code is wrong').and.not.contain('A few words that only');
  });

  it('refuses a code after an hour', async () => {
    clock.forward(limits.firstRunCodeLife);
    expect((await tried()).seen.status).to.equal(422);
    const { code } = await operate(app.services, 'first-run code');
    expect((await tried({ code: String(code).toUpperCase() })).seen.status).to.equal(303);
  });

  it('takes the codes of several processes, and stores digests only', async () => {
    const { code } = await operate(app.services, 'first-run code');
    const { items } = await app.services.store.list(firstRunCodes, PLATFORM, { limit: 10 });
    expect(items).to.have.length(1);
    for (const one of [String(code), codeIn(logged)])
      expect(JSON.stringify(items)).not.to.contain(one).and.not.contain(one.replaceAll('-', ''));
    expect((await tried()).seen.status).to.equal(303);
  });

  it('refuses a weak password, an odd path and an odd e-mail in the form, and keeps the code', async () => {
    for (const wrong of [{ password: 'short' }, { group: 'a/b' }, { email: 'ada' }, { preset: 'acme' }])
      expect((await tried(wrong)).seen.status, JSON.stringify(wrong)).to.equal(422);
    expect((await tried()).seen.status).to.equal(303);
  });

  it('refuses more tries than the limit from one address', async () => {
    const visitor = new Visitor(app);
    await visitor.visit('/first-run');
    const codes = Array.from({ length: limits.firstRunTriesPerAddress }, () =>
      visitor.send('/first-run', fields('x')),
    );
    await Promise.all(codes);
    expect((await visitor.send('/first-run', fields(codeIn(logged)))).status).to.equal(429);
    clock.forward(limits.signInWindow);
    const { code } = await operate(app.services, 'first-run code');
    expect((await visitor.send('/first-run', fields(String(code)))).status).to.equal(303);
  });

  it('refuses the form of another site', async () => {
    const visitor = new Visitor(app);
    await visitor.visit('/first-run');
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await visitor.send('/first-run', fields(codeIn(logged)), headers)).status).to.equal(403);
  });

  it('is over when a group was created by a command', async () => {
    await operate(app.services, 'group create', { path: 'acme' });
    expect((await new Visitor(app).visit('/sign-in')).status).to.equal(200);
  });
});
