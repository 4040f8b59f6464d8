import { expect } from 'chai';
import { limits } from '../../../config/limits.ts';
import { accountNamed } from '../../../lib/accounts/accounts.ts';
import type { Account } from '../../../lib/accounts/types.ts';
import { HOUR } from '../../../lib/kernel/runtime.ts';
import { operate, type Plain } from '../../cli/operator.ts';
import { movableClock } from '../../clock.ts';
import { boot, type Rollcall } from '../../helper.ts';
import { person, signedIn } from '../people.ts';
import { type Stage, stage } from '../saml/stage.ts';
import { noMailServer, type Visitor } from '../visitor.ts';
import { api, bySaml, enforce, joins, type Rule, ready, recover, type World } from './fixture.ts';

describe('enforcement of SAML', () => {
  const clock = movableClock();
  let app: Rollcall;
  before(async () => {
    app = await boot({ env: noMailServer, runtime: clock.runtime });
  });
  after(() => app.close());

  describe('access', () => {
    type Who = 'owner' | 'member' | 'outsider' | 'nomail' | 'deep' | 'stranger';
    type By = 'password' | 'saml' | 'old saml' | 'other saml' | 'code';
    const statuses = { in: 200, saml: 403, none: 404 } as const;
    type Fate = keyof typeof statuses;

    let world: World;
    let other: Stage;
    let root: string;
    const people = new Map<Who, Account>();
    const visitors = new Map<string, Promise<Visitor>>();

    before(async () => {
      world = await ready(app);
      root = world.scene.path;
      other = await stage(app);
      for (const path of ['dev', 'dev/api', 'ops'])
        await operate(app.services, 'group create', { path: `${root}/${path}`, project: path === 'dev/api' });
      people.set('owner', world.owner);
      for (const who of ['member', 'outsider', 'deep', 'stranger'] as const) {
        const email = who === 'outsider' ? { email: 'out@outside.test' } : {};
        people.set(who, await person(app, email));
      }
      const noMail = await operate(app.services, 'account create', { username: 'nomail' });
      people.set('nomail', await accountOf(String(noMail.username), String(noMail.password)));
      await joins(app, personOf('member'), root, 'guest');
      await joins(app, personOf('outsider'), root, 'developer');
      await joins(app, personOf('nomail'), root, 'guest');
      await joins(app, personOf('deep'), `${root}/dev`, 'reporter');
    });

    /** The groups where the person has a role. */
    const homes: Readonly<Partial<Record<Who, string>>> = {
      owner: '',
      member: '',
      outsider: '',
      nomail: '',
      deep: '/dev',
    };

    const passwords = new Map<string, string>();
    async function accountOf(username: string, password: string): Promise<Account> {
      passwords.set(username, password);
      return accountNamed(app.services.store, username);
    }

    function personOf(who: Who): Account {
      const found = people.get(who);
      if (!found) throw new Error(`there is no ${who}`);
      return found;
    }

    async function withPassword(who: Who): Promise<Visitor> {
      const account = personOf(who);
      return signedIn(app, account, passwords.get(account.username));
    }

    async function arrive(who: Who, by: By): Promise<Visitor> {
      const now = clock.runtime.now();
      switch (by) {
        case 'password':
          return withPassword(who);
        case 'saml':
          return bySaml(world.scene, personOf(who));
        case 'old saml':
          return bySaml(world.scene, personOf(who), { authnInstant: now - limits.samlFreshHours * HOUR });
        case 'other saml':
          return bySaml(other, personOf(who));
        case 'code': {
          const visitor = await withPassword(who);
          await recover(world.scene, visitor, world.codes.pop() ?? '');
          return visitor;
        }
      }
    }

    function visitorOf(who: Who, by: By): Promise<Visitor> {
      const known = visitors.get(`${who} ${by}`);
      if (known) return known;
      const come = arrive(who, by);
      visitors.set(`${who} ${by}`, come);
      return come;
    }

    async function setRules(wanted: Readonly<Partial<Record<string, Rule>>>): Promise<void> {
      for (const below of ['', '/dev', '/dev/api', '/ops']) {
        const mode = wanted[below] ?? 'inherit';
        await enforce(app, `${root}${below}`, mode, ...(mode === 'domains' ? ['PEOPLE.test', 'x.test'] : []));
      }
    }

    const everyone = { '': 'everyone' } as const;
    const domains = { '': 'domains' } as const;
    const stricter = { '/dev': 'everyone' } as const;
    const looser = { '': 'everyone', '/dev': 'off' } as const;
    const mixed = { '': 'off', '/dev': 'domains', '/dev/api': 'everyone' } as const;

    const table: readonly (readonly [
      wanted: Readonly<Partial<Record<string, Rule>>>,
      who: Who,
      by: By,
      below: string,
      fate: Fate,
    ])[] = [
      [{}, 'owner', 'password', '', 'in'],
      [{}, 'member', 'password', '/dev/api', 'in'],
      [{}, 'deep', 'password', '/dev', 'in'],
      [{}, 'deep', 'password', '/dev/api', 'in'],
      [{}, 'deep', 'password', '', 'none'],
      [{}, 'deep', 'password', '/ops', 'none'],
      [{}, 'stranger', 'password', '', 'none'],
      [{ '': 'off' }, 'member', 'password', '/dev', 'in'],

      [everyone, 'member', 'password', '', 'saml'],
      [everyone, 'member', 'saml', '', 'in'],
      [everyone, 'member', 'old saml', '', 'saml'],
      [everyone, 'member', 'other saml', '', 'saml'],
      [everyone, 'member', 'code', '', 'saml'],
      [everyone, 'member', 'password', '/dev/api', 'saml'],
      [everyone, 'member', 'saml', '/dev/api', 'in'],
      [everyone, 'owner', 'password', '', 'saml'],
      [everyone, 'owner', 'saml', '', 'in'],
      [everyone, 'owner', 'code', '', 'in'],
      [everyone, 'owner', 'code', '/dev/api', 'in'],
      [everyone, 'outsider', 'password', '', 'saml'],
      [everyone, 'nomail', 'password', '', 'saml'],
      [everyone, 'deep', 'password', '/dev', 'saml'],
      [everyone, 'deep', 'saml', '/dev', 'in'],
      [everyone, 'deep', 'saml', '', 'none'],
      [everyone, 'stranger', 'password', '', 'none'],
      [everyone, 'stranger', 'saml', '', 'none'],

      [domains, 'member', 'password', '', 'saml'],
      [domains, 'member', 'saml', '', 'in'],
      [domains, 'owner', 'password', '/ops', 'saml'],
      [domains, 'outsider', 'password', '', 'in'],
      [domains, 'outsider', 'password', '/dev/api', 'in'],
      [domains, 'nomail', 'password', '', 'in'],
      [domains, 'stranger', 'password', '', 'none'],

      [stricter, 'member', 'password', '', 'in'],
      [stricter, 'member', 'password', '/ops', 'in'],
      [stricter, 'member', 'password', '/dev', 'saml'],
      [stricter, 'member', 'password', '/dev/api', 'saml'],
      [stricter, 'owner', 'code', '/dev/api', 'in'],

      [looser, 'member', 'password', '', 'saml'],
      [looser, 'member', 'password', '/ops', 'saml'],
      [looser, 'member', 'password', '/dev', 'in'],
      [looser, 'member', 'password', '/dev/api', 'in'],

      [mixed, 'outsider', 'password', '/dev', 'in'],
      [mixed, 'outsider', 'password', '/dev/api', 'saml'],
      [mixed, 'member', 'password', '/dev', 'saml'],
      [mixed, 'member', 'password', '/ops', 'in'],
    ];

    for (const [wanted, who, by, below, fate] of table)
      it(`${JSON.stringify(wanted)}: ${who} by ${by} at ${below || '/'} is ${fate}`, async () => {
        await setRules(wanted);
        const visitor = await visitorOf(who, by);
        const { status, body } = await api(visitor, `${root}${below}`);
        expect(status).to.equal(statuses[fate]);
        expect(body.code).to.equal({ in: undefined, saml: 'saml_session_required', none: 'not_found' }[fate]);
        const page = await visitor.visit(`/groups/${root}${below}`);
        expect(page.status).to.equal(statuses[fate]);
        expect(page.text.includes('Sign in with your organisation')).to.equal(fate === 'saml');
        const { groups } = JSON.parse((await visitor.visit('/api/v1/me')).text) as { groups: Plain[] };
        const listed = groups.find(({ path }) => path === `${root}${below}`);
        const access = fate === 'in' ? 'granted' : 'saml_required';
        expect(listed?.access).to.equal(homes[who] === below ? access : undefined);
      });
  });
});
