import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { createAccount } from '../../lib/accounts/accounts.ts';
import { verifiedDomains } from '../../lib/accounts/managing.ts';
import { type Account, accounts } from '../../lib/accounts/types.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { checkDomains } from '../../lib/domains/domain_check.ts';
import { all } from '../../lib/store/every.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { noMailServer } from '../web/visitor.ts';
import { type Answer, type DnsServer, dnsServer } from './dns_server.ts';

/** For a `describe`: a service that asks a DNS server of the test, and for each test a group and a domain of its own. */
export function domainStage() {
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
  /** So that the checks of the next day find only one domain. */
  afterEach(() =>
    app.services.store.transaction(async (unit) => {
      for (const old of await all(unit, verifiedDomains, PLATFORM)) unit.remove(verifiedDomains, old);
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
    const { store } = app.services;
    const username = email.replace('@', '.');
    return store.transaction(async (unit) =>
      createAccount(unit, { username, name: 'Own Name', email, confirmed }),
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

  async function nextDay(): Promise<void> {
    clock.forward(limits.domainCheckMaxMs);
    await checkDomains(app.services);
  }

  /** Twice: what is through is followed once more. */
  async function finishAll(): Promise<void> {
    for (let turn = 0; turn < 2; turn++) {
      clock.forward(limits.workGrace + 1);
      await app.services.runner.finishLeft();
    }
  }
  return {
    get dns() {
      return dns;
    },
    get app() {
      return app;
    },
    get root() {
      return root;
    },
    get group() {
      return group;
    },
    get domain() {
      return domain;
    },
    /** The number of the test. */
    get count() {
      return count;
    },
    ...{ clock, run, name, answers, claimed, proved, state, holding, accountIn, managed, byDomain, acts },
    ...{ nextDay, finishAll },
  };
}
