import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { createAccount } from '../../lib/accounts/accounts.ts';
import { type Account, accounts } from '../../lib/accounts/types.ts';
import { verifiedDomains } from '../../lib/accounts/verified_domains.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { RuleError } from '../../lib/errors.ts';
import { operator } from '../../lib/operator/command.ts';
import { commandNamed } from '../../lib/operator/commands.ts';
import { plain } from '../../lib/operator/terminal/paint.ts';
import { domainChanges, finishChanges } from '../../lib/sso/domain_accounts.ts';
import { tendDomains } from '../../lib/sso/domain_check.ts';
import { domainClaims } from '../../lib/sso/domain_record.ts';
import { txtLookup } from '../../lib/sso/domain_txt.ts';
import { claimDomain, verifyDomain } from '../../lib/sso/domains.ts';
import { all } from '../../lib/store/every.ts';
import { PLATFORM, type Store } from '../../lib/store/port.ts';
import { operate, type Plain, refusal } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { PASSWORD, person } from '../web/people.ts';
import { linkTo, mailsTo, movableClock, noMailServer, tokenIn, Visitor } from '../web/visitor.ts';
import { type Answer, type DnsServer, dnsServer } from './dns_server.ts';

const NXDOMAIN: Answer = { rcode: 3 };
const SERVFAIL: Answer = { rcode: 2 };

describe('e-mail domains', () => {
  const clock = movableClock();
  let dns: DnsServer;
  let app: Rollcall;
  let root: Tenant;
  let group: string;
  let domain: string;
  let count = 0;

  before(async () => {
    dns = await dnsServer();
    app = await boot({
      runtime: clock.runtime,
      env: { ...noMailServer, DNS_SERVERS: `127.0.0.1:1,${dns.address}` },
    });
  });
  after(async () => {
    await app.close();
    await dns.close();
  });
  beforeEach(async () => {
    group = `proving-${++count}`;
    domain = `proving${count}.test`;
    root = await app.bootstrap(group);
  });
  /** So that looks at the next day find one domain only. */
  afterEach(() =>
    app.services.store.transaction(async (tx) => {
      for (const old of await all(tx, verifiedDomains, PLATFORM)) tx.remove(verifiedDomains, old);
    }),
  );

  const run = (name: string, args: Plain = {}) =>
    operate(app.services, `group domain ${name}`, { group, domain, ...args });
  const name = () => `_rollcall.${domain}`;
  const answers = (answer: Answer) => dns.answers.set(name(), answer);
  const claimed = async (of = group) => {
    const { record } = (await run('add', { group: of })) as { record: { name: string; value: string } };
    expect(record.name).to.equal(name());
    return record.value;
  };
  const proved = async () => {
    const value = await claimed();
    answers({ txt: [[value]] });
    expect(await run('verify')).to.include({ outcome: 'found', state: 'verified' });
    return value;
  };
  const state = async () => {
    const { domains } = (await operate(app.services, 'group domain list', { group })) as { domains: Plain[] };
    return domains.find((view) => view.domain === domain);
  };
  const holding = (email: string, confirmed = true) => {
    const { store, runtime } = app.services;
    const username = email.replace('@', '.');
    return store.transaction(async (tx) =>
      createAccount(tx, runtime, { username, name: 'Own Name', email, confirmed }),
    );
  };
  const accountIn = (local: string, confirmed = true) => holding(`${local}@${domain}`, confirmed);
  const managed = async ({ id }: Pick<Account, 'id'>) => {
    const { managedBy, managedDomain } = (await app.services.store.get(accounts, PLATFORM, id)) ?? {};
    return managedBy === undefined ? undefined : { managedBy, managedDomain };
  };
  const byDomain = () => ({ managedBy: root.groupId, managedDomain: domain });
  const acts = async (target: string) =>
    (await all(app.services.store, auditEntries, root.groupId))
      .filter((entry) => entry.target === target)
      .map(({ action }) => action);

  describe('a claim', () => {
    it('is the same when it is made again, another for each group, and new after a removal', async () => {
      const value = await claimed();
      expect(value).to.match(/^rollcall-verification=[\w-]{32}$/);
      expect(await claimed()).to.equal(value);
      await app.bootstrap(`${group}-too`);
      const other = await claimed(`${group}-too`);
      expect(other).not.to.equal(value);
      await run('remove');
      expect(await claimed()).not.to.be.oneOf([value, other]);
      expect(await acts(domain)).to.deep.equal(['domain.claimed', 'domain.removed', 'domain.claimed']);
    });

    it('is one when several make it at the same time', async () => {
      const values = await Promise.all(Array.from({ length: 5 }, () => claimed()));
      expect(new Set(values).size).to.equal(1);
      expect(await all(app.services.store, domainClaims, root.groupId)).to.have.length(1);
    });

    it('may be written in any form', async () => {
      const international = `Bücher${count}.Test`;
      expect(await run('add', { domain: international })).to.have.property(
        'domain',
        new URL(`http://${international}`).hostname,
      );
    });

    const refused: [what: string, domain: string][] = [
      ['a public suffix', 'co.uk'],
      ['a top-level domain', 'test.'],
      ['a private suffix, under which anybody gets a name', 'github.io'],
      ['a suffix in another script', '公司.cn'],
      ['free mail', 'gmail.com'],
      ['free mail in capitals', 'Hotmail.CO.UK'],
      ['an address of a machine', '192.0.2.1'],
      ['an e-mail', 'ann@acme.test'],
      ['a name too long for the record', `${'a'.repeat(60)}.`.repeat(4).concat('test')],
      ['a label too long for DNS', `${'a'.repeat(64)}.test`],
      ['nothing', ' '],
    ];
    for (const [what, written] of refused) {
      it(`is refused for ${what}`, async () => {
        const error = await claimDomain(app.services, root.groupId, written, operator).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (!(error instanceof RuleError)) throw new Error(`${written} was taken`);
        expect(error.code).to.equal('invalid_value');
        expect(await all(app.services.store, domainClaims, root.groupId)).to.deep.equal([]);
      });
    }

    it('is refused beyond the limit, and made again at it', async () => {
      const { store, runtime } = app.services;
      await store.transaction(async (tx) => {
        for (let at = 1; at < limits.domainsPerGroup; at++)
          tx.insert(domainClaims, {
            ...{ id: runtime.id(), rootId: root.groupId, domain: `n${at}.test` },
            ...{ challenge: 'x', createdAt: 0 },
          });
      });
      await claimed();
      await claimed();
      expect(
        await refusal(app.services, 'group domain add', { group, domain: 'more.test' }),
      ).to.have.property('code', 'invalid_value');
    });
  });

  describe('the record', () => {
    type Case = [what: string, answer: (value: string) => Answer, outcome: string, problem?: RegExp];
    const cases: Case[] = [
      ['alone', (value) => ({ txt: [[value]] }), 'found'],
      ['one of several', (value) => ({ txt: [['v=spf1 -all'], [value], ['x']] }), 'found'],
      ['in several strings', (value) => ({ txt: [[value.slice(0, 9), value.slice(9)]] }), 'found'],
      ['with white space around it', (value) => ({ txt: [[` ${value}\n`]] }), 'found'],
      ['behind a CNAME', (value) => ({ cname: 'proof.elsewhere.test', txt: [[value]] }), 'found'],
      ['of no such name', () => NXDOMAIN, 'not_found', /there is no TXT record at _rollcall\./],
      ['missing beside others', () => ({}), 'not_found'],
      ['behind a CNAME that leads nowhere', () => ({ cname: 'nowhere.test' }), 'not_found'],
      [
        'with something else',
        () => ({ txt: [['v=spf1 -all']] }),
        'other_value',
        /says something else: v=spf1/,
      ],
      ['empty', () => ({ txt: [['']] }), 'other_value'],
      ['cut short', (value) => ({ txt: [[value.slice(0, -1)]] }), 'other_value'],
      ['longer', (value) => ({ txt: [[`${value}=`]] }), 'other_value'],
      ['in another case', (value) => ({ txt: [[value.toUpperCase()]] }), 'other_value'],
      ['without its beginning', (value) => ({ txt: [[value.replace(/^.*=/, '')]] }), 'other_value'],
      ['in two records', (value) => ({ txt: [[value.slice(0, 9)], [value.slice(9)]] }), 'other_value'],
      ['where the server fails', () => SERVFAIL, 'server_failure', /could not be asked .* \(ESERVFAIL\)/],
      ['where the server refuses', () => ({ rcode: 5 }), 'server_failure'],
      ['where the server does not know how', () => ({ rcode: 4 }), 'server_failure'],
      ['where the answer is cut off', () => ({ truncated: true }), 'server_failure'],
      ['where the answer is garbage', () => ({ raw: Buffer.alloc(40, 0xff) }), 'server_failure'],
    ];
    for (const [what, answer, outcome, problem] of cases) {
      it(`${what}: ${outcome}`, async () => {
        const value = await claimed();
        answers(answer(value));
        const result = await run('verify');
        expect(result).to.include({ outcome, state: outcome === 'found' ? 'verified' : 'claimed' });
        if (problem) expect(result.problem).to.match(problem);
        const verified = await app.services.store.get(verifiedDomains, PLATFORM, domain);
        expect(verified?.rootId).to.equal(outcome === 'found' ? root.groupId : undefined);
      });
    }

    it('of another group is another value', async () => {
      await app.bootstrap(`${group}-too`);
      answers({ txt: [[await claimed(`${group}-too`)]] });
      await claimed();
      expect(await run('verify')).to.have.property('outcome', 'other_value');
    });

    it('is printed with what is wrong, and the process ends with 1 without it', async () => {
      const [add, verify, list] = ['add', 'verify', 'list'].map((word) =>
        commandNamed(`group domain ${word}`),
      );
      const value = await claimed();
      expect(add?.text(await run('add'), plain))
        .to.match(/Put this TXT record into the DNS/)
        .and.contain(value);
      answers({ txt: [['v=spf1 -all\u001b[2J']] });
      const missed = await run('verify');
      expect(verify?.isBad(missed)).to.equal(true);
      expect(verify?.text(missed, plain))
        .to.match(/says something else: v=spf1/)
        .and.contain(value);
      answers({ txt: [[value]] });
      const seen = await run('verify');
      expect(verify?.isBad(seen)).to.equal(false);
      expect(verify?.text(seen, plain)).to.contain(`${domain} belongs to ${group}`);
      const listed = async () =>
        list?.text(await operate(app.services, 'group domain list', { group }), plain) ?? '';
      expect(await listed()).to.match(/ verified +\d{4}-/);
      answers(NXDOMAIN);
      await nextDay();
      expect(await listed()).to.match(/ failing .*lapses after \d{4}-.*; there is no TXT record/);
    });

    it('is looked for at a server that answers, when the first does not', async () => {
      await claimed();
      dns.asked.length = 0;
      await run('verify');
      expect(dns.asked).to.deep.equal([name()]);
    });

    it('is given up where no server answers', async () => {
      answers({ silent: true });
      const answer = await txtLookup([dns.address])(name());
      expect(answer.kind).to.equal('failure');
    }).timeout(15_000);

    it('of a claim that is removed, or made anew, meanwhile verifies nothing', async () => {
      const value = await claimed();
      const lookUpTxt = async () => {
        await run('remove');
        await claimed();
        return { kind: 'records', values: [value] } as const;
      };
      const outcome = await verifyDomain(
        { ...app.services, lookUpTxt },
        root.groupId,
        domain,
        operator,
      ).catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(RuleError).and.to.have.property('code', 'not_found');
      expect(await app.services.store.get(verifiedDomains, PLATFORM, domain)).to.equal(undefined);
    });
  });

  describe('one group at a time', () => {
    it('has a domain, when several prove it at once', async () => {
      const rivals = [group, `${group}-b`, `${group}-c`];
      for (const rival of rivals.slice(1)) await app.bootstrap(rival);
      const values = await Promise.all(rivals.map((rival) => claimed(rival)));
      answers({ txt: values.map((value) => [value]) });
      const outcomes = await Promise.allSettled(rivals.map((rival) => run('verify', { group: rival })));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
      const lost = rivals.filter((_rival, at) => outcomes[at]?.status === 'rejected');
      for (const rival of lost)
        expect(await refusal(app.services, 'group domain verify', { group: rival, domain })).to.deep.equal({
          code: 'already_exists',
          message: `${domain} already belongs to another group`,
        });
    });

    it('and the next one when that one gives it up', async () => {
      const next = await app.bootstrap(`${group}-next`);
      const value = await claimed(`${group}-next`);
      const ann = await accountIn('ann');
      answers({ txt: [[await claimed()], [value]] });
      await run('verify');
      expect(await managed(ann)).to.deep.equal(byDomain());
      await run('remove');
      expect(await managed(ann)).to.equal(undefined);
      expect(await run('verify', { group: `${group}-next` })).to.have.property('state', 'verified');
      expect(await managed(ann)).to.deep.equal({ managedBy: next.groupId, managedDomain: domain });
    });

    it('whoever vouches for it', async () => {
      await app.bootstrap(`${group}-too`);
      await run('add', { group: `${group}-too`, verified: true });
      const told = await refusal(app.services, 'group domain add', { group, domain, verified: true });
      expect(told.code).to.equal('already_exists');
    });
  });

  describe('a verified domain', () => {
    it('has its accounts managed: the primary, confirmed address counts, and nobody else managing it', async () => {
      const other = await app.bootstrap(`${group}-other`);
      const ann = await accountIn('ann');
      const unconfirmed = await accountIn('bob', false);
      const beside = await holding(`cyd@sub.${domain}`);
      const secondary = await holding(`dan@other-${domain}`);
      await operate(app.services, 'account email add', {
        account: secondary.username,
        email: `dan.two@${domain}`,
      });
      await other.scim('POST', '/Users', user(`eve@${domain}`));
      const [eve] = (await all(app.services.store, accounts, PLATFORM)).filter(
        ({ email }) => email === `eve@${domain}`,
      );
      await proved();
      expect(await managed(ann)).to.deep.equal(byDomain());
      for (const account of [unconfirmed, beside, secondary])
        expect(await managed(account), account.email).to.equal(undefined);
      expect(await managed(eve ?? ann)).to.deep.equal({ managedBy: other.groupId, managedDomain: undefined });
      expect(await acts(ann.id)).to.deep.equal(['account.managed']);
      expect(await operate(app.services, 'account show', { account: ann.id })).to.include({
        managedBy: group,
        managedDomain: domain,
      });
    });

    it('has new ones managed in the moment when they confirm such an address', async () => {
      await proved();
      const account = await person(app, { email: `new@elsewhere-${domain}` });
      const visitor = new Visitor(app);
      await visitor.signIn(account.username, PASSWORD);
      const email = `new@${domain}`;
      await visitor.send('/profile/emails/add', { email, password: PASSWORD });
      await visitor.send('/profile/emails/confirm', { token: tokenIn(await linkTo(app, email)) });
      expect(await managed(account), 'a secondary address').to.equal(undefined);
      await visitor.send('/profile/emails/primary', { address: email, password: PASSWORD });
      expect(await managed(account), await visitor.told()).to.deep.equal(byDomain());
    });

    it('has those managed whom an operator makes, or gives a first address', async () => {
      await proved();
      const ann = await operate(app.services, 'account create', { email: `ann@${domain}` });
      expect(await managed({ id: String(ann.id) })).to.deep.equal(byDomain());
      const bob = await operate(app.services, 'account create', { username: `bob-${count}` });
      expect(await managed({ id: String(bob.id) })).to.equal(undefined);
      await operate(app.services, 'account email add', { account: bob.username, email: `bob@${domain}` });
      expect(await managed({ id: String(bob.id) })).to.deep.equal(byDomain());
    });

    it('keeps what provisioning has made when it goes, and gives up the others', async () => {
      await proved();
      const ann = await operate(app.services, 'account create', { email: `ann@${domain}` });
      await root.scim('POST', '/Users', user(`max@${domain}`));
      const max = await operate(app.services, 'account show', { account: `max@${domain}` });
      await run('remove');
      expect(await managed({ id: String(ann.id) })).to.equal(undefined);
      expect(await acts(String(ann.id))).to.deep.equal(['account.managed', 'account.released']);
      expect(await managed({ id: String(max.id) })).to.deep.equal({
        managedBy: root.groupId,
        managedDomain: undefined,
      });
    });

    it('lets the profile follow provisioning, and the account go with an address elsewhere', async () => {
      await proved();
      const ann = await accountIn('ann');
      await finishAll();
      const made = await root.scim('POST', '/Users', user(`ann@${domain}`));
      expect(made.status).to.equal(201);
      const path = `/Users/${String(made.body.id)}`;
      const renamed = user(`ann@${domain}`, { name: { givenName: 'Anne', familyName: 'Ames' } });
      await root.scim('PUT', path, renamed);
      expect(await app.services.store.get(accounts, PLATFORM, ann.id)).to.include({ name: 'Anne Ames' });
      await root.scim('PUT', path, user(`ann@elsewhere-${domain}`));
      expect(await app.services.store.get(accounts, PLATFORM, ann.id)).to.include({
        email: `ann@elsewhere-${domain}`,
      });
      expect(await managed(ann)).to.equal(undefined);
    });

    it('reaches everybody of a large domain, also when the service stops amid that', async () => {
      const { store } = app.services;
      const people = await manyPeople(2 * limits.managedAtOnce + 7);
      const value = await claimed();
      answers({ txt: [[value]] });
      const stopped = await verifyDomain(
        { ...app.services, store: stoppingAfter(store, 2) },
        root.groupId,
        domain,
        operator,
      ).catch((error: unknown) => error);
      expect(stopped).to.have.property('message', 'stopped');
      expect(await managedOf(people)).to.equal(limits.managedAtOnce);
      await finishChanges(app.services);
      expect(await managedOf(people), 'in the grace').to.equal(limits.managedAtOnce);
      clock.forward(limits.managingGrace + 1);
      await finishChanges(app.services);
      expect(await managedOf(people)).to.equal(people.length);
      expect(await store.get(domainChanges, PLATFORM, domain), 'once more').to.have.property(
        'isThrough',
        true,
      );
      clock.forward(limits.managingGrace + 1);
      await finishChanges(app.services);
      expect(await store.get(domainChanges, PLATFORM, domain)).to.equal(undefined);
    });

    it('is followed once more, for who confirmed an address without having seen it', async () => {
      await proved();
      const late = await accountIn('late');
      expect(await managed(late)).to.equal(undefined);
      await finishAll();
      expect(await managed(late)).to.deep.equal(byDomain());
    });
  });

  describe('looked at again', () => {
    const found = 'found';
    const [gone, other, fails] = ['gone', 'other', 'fails'];
    const times = (n: number, what: string) => Array.from({ length: n }, () => what);
    const answerOf = (what: string, value: string): Answer => {
      if (what === found) return { txt: [[value]] };
      if (what === other) return { txt: [['rollcall-verification=x']] };
      return what === gone ? NXDOMAIN : SERVFAIL;
    };
    /** A look each 28 hours: the seventh without the record is seven days after the first one. */
    const cases: [what: string, looks: string[], state: string, lapses: boolean, mails: number][] = [
      ['stays while the record is there', times(10, found), 'verified', false, 0],
      ['is failing without it', [gone], 'failing', false, 0],
      ['tells the owners at the second look', times(2, gone), 'failing', false, 1],
      ['stays for seven days', times(6, gone), 'failing', false, 1],
      ['lapses after them', times(7, gone), 'lapsed', true, 2],
      ['lapses with another value too', times(7, other), 'lapsed', true, 2],
      [
        'begins to count anew when the record comes back',
        [...times(6, gone), found, gone],
        'failing',
        false,
        1,
      ],
      ['is verified when the record is back', [...times(6, gone), found], 'verified', false, 1],
      ['never lapses because DNS does not answer', times(40, fails), 'verified', false, 0],
      [
        'nor in the moment when the seven days are over',
        [...times(5, gone), ...times(9, fails)],
        'failing',
        false,
        1,
      ],
      ['lapses when DNS answers again', [...times(5, gone), ...times(9, fails), gone], 'lapsed', true, 2],
      ['does not lapse for long but few looks', [gone, ...times(20, fails), gone], 'failing', false, 1],
    ];
    for (const [what, looks, wanted, lapses, told] of cases) {
      it(what, async () => {
        const ann = await accountIn('ann');
        const value = await proved();
        for (const look of looks) {
          answers(answerOf(look, value));
          await nextDay();
        }
        const shown = await state();
        expect(shown).to.have.property('state', wanted);
        expect(await managed(ann)).to.deep.equal(lapses ? undefined : byDomain());
        expect((await acts(domain)).filter((act) => act === 'domain.lapsed')).to.have.length(lapses ? 1 : 0);
        const subjects = (await mailsTo(app, `owner@${group}.test`)).map(({ subject }) => subject);
        expect(subjects).to.deep.equal(
          [`The DNS record of ${domain} is gone`, `${domain} is no longer verified`].slice(0, told),
        );
        if (looks.at(-1) === fails) expect(shown?.problem).to.match(/could not be asked/);
        expect(shown?.lapsesAt !== undefined, 'whether it says when').to.equal(wanted === 'failing');
      });
    }

    it('is asked for once a day or so, each domain at its own time', async () => {
      const value = await proved();
      const times = new Set<number>();
      for (let look = 0; look < 5; look++) {
        const { checkAt = 0 } = (await app.services.store.get(verifiedDomains, PLATFORM, domain)) ?? {};
        const wait = checkAt - app.services.runtime.now();
        expect(wait).to.be.within(limits.domainCheckMinMs - 60_000, limits.domainCheckMaxMs);
        times.add(Math.round(wait / 60_000));
        answers({ txt: [[value]] });
        await nextDay();
      }
      expect(times.size).to.be.above(1);
    });

    it('is not asked for before its time, by however many', async () => {
      await proved();
      await finishAll();
      clock.forward(limits.domainCheckMinMs - 10 * limits.managingGrace);
      dns.asked.length = 0;
      await Promise.all([tendDomains(app.services), tendDomains(app.services)]);
      expect(dns.asked).not.to.include(name());
    });

    it('counts one look, when several look at the same time', async () => {
      await proved();
      answers(NXDOMAIN);
      clock.forward(limits.domainCheckMaxMs);
      await Promise.all(Array.from({ length: 4 }, () => tendDomains(app.services)));
      expect(await app.services.store.get(verifiedDomains, PLATFORM, domain)).to.have.property('failures', 1);
    });

    it('lapses although the group asks DNS by itself at the same time', async () => {
      await proved();
      answers(NXDOMAIN);
      for (let look = 0; look < 6; look++) await nextDay();
      clock.forward(limits.domainCheckMaxMs);
      const lookUpTxt = async () => {
        expect(await run('verify')).to.include({ outcome: 'not_found', state: 'failing' });
        return { kind: 'none' } as const;
      };
      await tendDomains({ ...app.services, lookUpTxt });
      expect(await state()).to.have.property('state', 'lapsed');
    });

    it('comes back with the same record, and its accounts with it', async () => {
      const ann = await accountIn('ann');
      const value = await proved();
      answers(NXDOMAIN);
      for (let look = 0; look < 7; look++) await nextDay();
      expect(await state()).to.include({ state: 'lapsed' });
      answers({ txt: [[value]] });
      expect(await run('verify')).to.have.property('state', 'verified');
      expect(await managed(ann)).to.deep.equal(byDomain());
    });

    it('is left alone where the operator vouches, until it is claimed and verified', async () => {
      const ann = await accountIn('ann');
      expect(await run('add', { verified: true })).to.include({ state: 'vouched' });
      expect(await managed(ann)).to.deep.equal(byDomain());
      dns.asked.length = 0;
      for (let look = 0; look < 8; look++) await nextDay();
      expect(dns.asked).not.to.include(name());
      expect(await state()).to.have.property('state', 'vouched');
      const value = await claimed();
      expect(await run('verify')).to.include({ outcome: 'not_found', state: 'vouched' });
      answers({ txt: [[value]] });
      expect(await run('verify')).to.have.property('state', 'verified');
      expect(await run('add', { verified: true })).to.have.property('state', 'vouched');
      answers(NXDOMAIN);
      for (let look = 0; look < 8; look++) await nextDay();
      expect(await state()).to.have.property('state', 'vouched');
    });
  });

  async function nextDay(): Promise<void> {
    clock.forward(limits.domainCheckMaxMs);
    await tendDomains(app.services);
  }

  /** Twice: what is through is followed once more. */
  async function finishAll(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) {
      clock.forward(limits.managingGrace + 1);
      await finishChanges(app.services);
    }
  }

  async function manyPeople(many: number): Promise<Account[]> {
    const people: Account[] = [];
    for (let at = 0; at < many; at++) people.push(await accountIn(`many${at}-${count}`));
    return people;
  }

  async function managedOf(people: readonly Account[]): Promise<number> {
    const found = await Promise.all(people.map(managed));
    return found.filter((by) => by?.managedBy === root.groupId).length;
  }
});

/** The store of a process that ends after so many units of work. */
function stoppingAfter(store: Store, units: number): Store {
  let left = units;
  return new Proxy(store, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (key === 'transaction' && left-- <= 0) return () => Promise.reject(new Error('stopped'));
      return (...args: unknown[]): unknown => Reflect.apply(value, target, args);
    },
  });
}
