import { inflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { accountNamed } from '../../lib/accounts/accounts.ts';
import type { Account } from '../../lib/accounts/types.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { ownersOf } from '../../lib/groups/owners.ts';
import type { Role } from '../../lib/groups/roles.ts';
import { groupAt } from '../../lib/groups/tree.ts';
import { HOUR } from '../../lib/runtime.ts';
import { defaults } from '../../lib/sso/parts.ts';
import { recoveryCodes } from '../../lib/sso/recovery_codes.ts';
import {
  type IdpCertificate,
  type IdpSide,
  type SamlProvider,
  type SamlSettings,
  type SpKey,
  samlProviders,
} from '../../lib/sso/types.ts';
import { all } from '../../lib/store/every.ts';
import { operate, type Plain, refusal } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { joined } from '../provisioning/people.ts';
import { PASSWORD, person, signedIn, withoutPassword } from './people.ts';
import {
  answer,
  asked,
  bring,
  type Claims,
  linked,
  PUBLIC_URL,
  type Stage,
  signIn,
  stage,
} from './saml/stage.ts';
import { mailsTo, movableClock, noMailServer, type Seen, Visitor } from './visitor.ts';

type Rule = 'off' | 'everyone' | 'domains' | 'inherit';

describe('enforcement of SAML', () => {
  const clock = movableClock();
  let app: Rollcall;
  let count = 0;
  before(async () => {
    app = await boot({ env: noMailServer, runtime: clock.runtime });
  });
  after(() => app.close());

  const run = (name: string, args: Plain) => operate(app.services, name, args);

  async function joins(who: Account, path: string, role: Role): Promise<void> {
    await joined(app.services, await groupAt(app.services.store, path), who.id, role);
  }

  /** A session made by the identity provider of a group. */
  async function bySaml(scene: Stage, { id }: Account, words: Claims['words'] = {}): Promise<Visitor> {
    const nameId = `n-${++count}`;
    await linked(scene, id, nameId);
    const visitor = new Visitor(app);
    await signIn(scene, visitor, { nameId, words });
    return visitor;
  }

  async function tested(scene: Stage, owner: Visitor, claims: Claims): Promise<Seen> {
    const request = asked((await owner.visit(scene.at('test'))).location);
    return bring(scene, owner, request, await answer(scene, request, claims));
  }

  async function newCodes(scene: Stage): Promise<string[]> {
    const { codes } = await run('saml recovery-codes', { group: scene.path });
    return codes as string[];
  }

  async function recover(scene: Stage, visitor: Visitor, code: string): Promise<Seen> {
    await visitor.visit(scene.at('recover'));
    return visitor.send(scene.at('recover'), { code });
  }

  interface World {
    readonly scene: Stage;
    readonly owner: Account;
    readonly codes: string[];
  }

  /** A group for which everything is done that a rule needs. */
  async function ready(): Promise<World> {
    const scene = await stage(app);
    const owner = await person(app);
    await joins(owner, scene.path, 'owner');
    const nameId = `n-${++count}`;
    await linked(scene, owner.id, nameId);
    await tested(scene, await signedIn(app, owner), { nameId });
    return { scene, owner, codes: await newCodes(scene) };
  }

  const enforce = (group: string, mode: Rule, ...domain: string[]) =>
    run('saml enforce', { group, mode, domain });

  const api = async (visitor: Visitor, path: string) => {
    const { status, text, headers } = await visitor.visit(`/api/v1/groups/${path}`);
    return { status, headers, body: JSON.parse(text) as Plain };
  };

  describe('who gets in', () => {
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
      world = await ready();
      root = world.scene.path;
      other = await stage(app);
      for (const path of ['dev', 'dev/api', 'ops'])
        await run('group create', { path: `${root}/${path}`, project: path === 'dev/api' });
      people.set('owner', world.owner);
      for (const who of ['member', 'outsider', 'deep', 'stranger'] as const) {
        const email = who === 'outsider' ? { email: `out${++count}@outside.test` } : {};
        people.set(who, await person(app, email));
      }
      const noMail = await run('account create', { username: `nomail${++count}` });
      people.set('nomail', await accountOf(String(noMail.username), String(noMail.password)));
      await joins(personOf('member'), root, 'guest');
      await joins(personOf('outsider'), root, 'developer');
      await joins(personOf('nomail'), root, 'guest');
      await joins(personOf('deep'), `${root}/dev`, 'reporter');
    });

    /** Where somebody has a role of their own. */
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
        await enforce(`${root}${below}`, mode, ...(mode === 'domains' ? ['PEOPLE.test', 'x.test'] : []));
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

  describe('what is said', () => {
    let world: World;
    let root: string;
    before(async () => {
      world = await ready();
      root = world.scene.path;
      await run('group create', { path: `${root}/dev`, name: 'The developers' });
      await enforce(root, 'everyone');
    });

    it('to who is in: name, path and role, the highest that counts there', async () => {
      const ann = await person(app);
      await joins(ann, root, 'guest');
      await joins(ann, `${root}/dev`, 'maintainer');
      const visitor = await bySaml(world.scene, ann);
      const { body, headers } = await api(visitor, `${root.toUpperCase()}%2Fdev`);
      expect(body).to.deep.equal({ path: `${root}/dev`, name: 'The developers', role: 'maintainer' });
      expect(headers.get('cache-control')).to.equal('no-store');
      const { groups } = JSON.parse((await visitor.visit('/api/v1/me')).text) as Plain;
      expect(groups).to.deep.equal([
        { path: root, name: root, role: 'guest', access: 'granted' },
        { path: `${root}/dev`, name: 'The developers', role: 'maintainer', access: 'granted' },
      ]);
      expect((await visitor.visit(`/groups/${root}/dev`)).text)
        .to.contain('The developers')
        .and.contain('maintainer');
    });

    it('to who is not: where to sign in, and nothing of the group', async () => {
      const ann = await person(app);
      await joins(ann, `${root}/dev`, 'developer');
      const visitor = await signedIn(app, ann);
      const { status, body, headers } = await api(visitor, `${root}/dev`);
      expect(status).to.equal(403);
      expect(headers.get('content-type')).to.contain('application/problem+json');
      const signOnUrl = `${PUBLIC_URL}${world.scene.at('sso')}`;
      expect(body).to.include({ code: 'saml_session_required', status: 403, signOnUrl });
      expect(JSON.stringify(body)).not.to.contain('developers');
      const { groups } = JSON.parse((await visitor.visit('/api/v1/me')).text) as Plain;
      expect(groups).to.deep.equal([
        {
          path: `${root}/dev`,
          name: 'The developers',
          role: 'developer',
          access: 'saml_required',
          signOnUrl,
        },
      ]);
    });

    it('to a member: a link that leads in and back', async () => {
      const ann = await person(app);
      await joins(ann, root, 'guest');
      const nameId = `n-${++count}`;
      await linked(world.scene, ann.id, nameId);
      const visitor = await signedIn(app, ann);
      const page = await visitor.visit(`/groups/${root}/dev`);
      expect(page.text).not.to.contain('recovery code');
      const link = /href="([^"]+\/-\/saml\/sso[^"]*)"/.exec(page.text)?.[1] ?? '';
      const request = asked((await visitor.visit(link)).location);
      const answered = await bring(
        world.scene,
        visitor,
        request,
        await answer(world.scene, request, { nameId }),
      );
      expect(answered.location).to.equal(`/groups/${root}/dev`);
      expect((await visitor.visit(answered.location ?? '')).status).to.equal(200);
    });

    it('of a group that is not there: the same as of one that is not for them', async () => {
      const visitor = await signedIn(app, await person(app));
      const told = async (path: string) => {
        const { status, body } = await api(visitor, path);
        return [status, body.code, String(body.detail).replace(path, 'PATH')];
      };
      expect(await told(root)).to.deep.equal(await told('nowhere'));
      for (const path of [root, 'nowhere', `${root}/-/nothing`, '%E0%A4%A'])
        expect((await visitor.visit(`/groups/${path}`)).status, path).to.equal(404);
      expect((await visitor.send(`/groups/${root}`)).status).to.equal(405);
    });

    it('to guests and to tokens: what they were told before', async () => {
      const guest = new Visitor(app);
      expect((await guest.visit(`/groups/${root}`)).location).to.equal(
        `/sign-in?return_to=${encodeURIComponent(`/groups/${root}`)}`,
      );
      expect((await api(guest, root)).status).to.equal(401);
      const authorization = `Bearer ${world.scene.tenant.scimToken}`;
      const member = await signedIn(app, world.owner);
      expect((await member.visit(`/api/v1/groups/${root}`, { authorization })).status).to.equal(404);
      expect((await world.scene.tenant.scim('GET', '/Users')).status).to.equal(200);
    });

    it('asks the identity provider to ask again where its sign-in is too old', async () => {
      const ann = await person(app);
      await joins(ann, root, 'guest');
      const force = async (visitor: Visitor) => {
        const { location } = await visitor.visit(world.scene.at('sso'));
        const sent = new URL(location ?? '').searchParams.get('SAMLRequest') ?? '';
        return inflateRawSync(Buffer.from(sent, 'base64')).toString().includes('ForceAuthn="true"');
      };
      const visitor = await bySaml(world.scene, ann);
      expect(await force(visitor)).to.equal(false);
      const old = clock.runtime.now() - limits.samlFreshHours * HOUR;
      expect(await force(await bySaml(world.scene, ann, { authnInstant: old }))).to.equal(true);
    });

    it('has the identity provider ask at once, and once, whom a rule concerns and who signed in there long ago', async () => {
      const { scene } = await ready();
      const top = scene.path;
      const authnInstant = clock.runtime.now() - (limits.samlFreshHours + 1) * HOUR;
      const returnTo = encodeURIComponent('/profile?x=1');
      const rounds = async (account: Account) => {
        const nameId = `n-${++count}`;
        await linked(scene, account.id, nameId);
        const visitor = new Visitor(app);
        const locations = [];
        for (let path = `${scene.at('sso')}?return_to=${returnTo}`; path.includes('/sso?'); ) {
          const request = asked((await visitor.visit(path)).location);
          const response = await answer(scene, request, { nameId, words: { authnInstant } });
          path = (await bring(scene, visitor, request, response)).location ?? '';
          locations.push(path);
        }
        return locations;
      };
      const [member, stranger, deep] = [await person(app), await person(app), await person(app)];
      await joins(member, top, 'guest');
      await run('group create', { path: `${top}/dev` });
      await joins(deep, `${top}/dev`, 'guest');
      const once = ['/profile?x=1'];
      const twice = [`${scene.at('sso')}?return_to=${encodeURIComponent('/profile?x=1')}`, ...once];
      expect(await rounds(member), 'no rule').to.deep.equal(once);
      await enforce(`${top}/dev`, 'everyone');
      expect(await rounds(member), 'a rule below').to.deep.equal(twice);
      await enforce(`${top}/dev`, 'inherit');
      await enforce(top, 'domains', 'elsewhere.test');
      expect(await rounds(member), 'a rule for others').to.deep.equal(once);
      await enforce(top, 'everyone');
      expect(await rounds(member), 'a rule').to.deep.equal(twice);
      expect(await rounds(deep), 'a rule above').to.deep.equal(twice);
      expect(await rounds(stranger), 'nobody that it concerns').to.deep.equal(once);
    });
  });

  describe('a personal access token', () => {
    it('opens what a browser of its person opens, as long as that is signed in', async () => {
      const { scene } = await ready();
      const root = scene.path;
      const member = await person(app);
      await joins(member, root, 'guest');
      const byHand = await signedIn(app, member);
      await byHand.visit('/profile/tokens');
      const fields = { name: 'deploy', days: '30', password: PASSWORD };
      const [authorization = ''] = /rcp_\w+/.exec((await byHand.send('/profile/tokens', fields)).text) ?? [];
      const asks = async () => {
        const guest = new Visitor(app);
        const group = await guest.visit(`/api/v1/groups/${root}`, { authorization });
        const me = await guest.visit('/api/v1/me', { authorization });
        const [{ access }] = (JSON.parse(me.text) as { groups: [{ access: string }] }).groups;
        const scim = await guest.visit(`/api/scim/v2/groups/${root}/Me`, { authorization });
        return [group.status, access, scim.status];
      };

      expect(await asks()).to.deep.equal([200, 'granted', 404]);
      await enforce(root, 'everyone');
      expect(await asks()).to.deep.equal([403, 'saml_required', 403]);
      const browser = await bySaml(scene, member);
      expect(await asks()).to.deep.equal([200, 'granted', 404]);
      await browser.visit('/profile');
      await browser.send('/sign-out');
      expect(await asks()).to.deep.equal([403, 'saml_required', 403]);
    });
  });

  describe('switching it on', () => {
    it('needs a good test of an owner with the present identity provider, and recovery codes', async () => {
      const scene = await stage(app);
      const group = scene.path;
      const owner = await person(app);
      await joins(owner, group, 'owner');
      const nameId = `n-${++count}`;
      const visitor = await signedIn(app, owner);
      const why = async (mode: Rule = 'everyone') =>
        (await refusal(app.services, 'saml enforce', { group, mode })).message;
      const test = (claims: Claims) => tested(scene, visitor, claims);

      await newCodes(scene);
      expect(await why()).to.contain('test sign-in');
      await test({ nameId });
      expect(await why(), 'nobody would have been signed in').to.contain('test sign-in');
      await linked(scene, owner.id, nameId);
      await test({ nameId, words: { audience: '' } });
      expect(await why(), 'a check failed').to.contain('test sign-in');
      await test({ nameId });
      await enforce(group, 'everyone');
      const { enforcement, tested: test1 } = await run('saml show', { group });
      expect(enforcement).to.deep.equal({ mode: 'everyone', from: group });
      expect(test1).to.include({ by: owner.username, counts: true });

      const { store } = app.services;
      await store.transaction(async (tx) => {
        const provider = await tx.get(samlProviders, scene.tenant.groupId, scene.provider.id);
        if (!provider?.idp) throw new Error('the provider is gone');
        tx.update(samlProviders, { ...provider, idp: { ...provider.idp, ssoUrl: 'https://idp.test/new' } });
      });
      expect(await why(), 'the identity provider changed').to.contain('test sign-in');
      expect((await api(visitor, group)).status, 'the rule stays').to.equal(403);
      await enforce(group, 'off');
      expect((await api(visitor, group)).status).to.equal(200);
      await test({ nameId });
      await enforce(group, 'everyone');
      await store.transaction(async (tx) => {
        const codes = await tx.get(recoveryCodes, scene.tenant.groupId, scene.tenant.groupId);
        if (codes)
          tx.update(recoveryCodes, { ...codes, codes: codes.codes.map((one) => ({ ...one, usedAt: 1 })) });
      });
      expect(await why()).to.contain('recovery codes');
    });

    type Changed = Partial<SamlProvider>;
    const next = (key: SpKey): SpKey => ({ ...key, id: `${key.id}n`, state: 'next' });
    const settings = (more: Partial<SamlSettings>) => (): Changed => ({ settings: { ...defaults, ...more } });
    const idp =
      (more: (idp: IdpSide) => Partial<IdpSide>) =>
      ({ idp: before }: SamlProvider): Changed =>
        before ? { idp: { ...before, ...more(before) } } : {};
    const certificates = (change: (only: IdpCertificate) => IdpCertificate[]) =>
      idp(({ certificates: held }) => ({ certificates: held.flatMap(change) }));
    const beside = (only: IdpCertificate): IdpCertificate[] => [only, { ...only, sha256: 'f'.repeat(64) }];

    const changes: readonly (readonly [
      what: string,
      change: (provider: SamlProvider) => Changed,
      counts: boolean,
    ])[] = [
      ['nothing', () => ({}), true],
      ['the entity id', idp(() => ({ entityId: 'https://other.test' })), false],
      ['the sign-on URL', idp(() => ({ ssoUrl: 'https://idp.test/new' })), false],
      ['how requests travel', idp(() => ({ binding: 'post' })), false],
      ['a certificate beside the one of the test', certificates(beside), true],
      ['a certificate in its place', certificates((only) => beside(only).slice(1)), false],
      [
        'a certificate that takes its place soon',
        certificates((only) => [
          { ...only, state: 'retiring', until: clock.runtime.now() + HOUR },
          ...beside(only).slice(1),
        ]),
        false,
      ],
      ['our entity id', settings({ entityId: 'https://sp.test' }), false],
      ['the NameID format', settings({ nameIdFormat: 'urn:x' }), false],
      ['signed requests', settings({ signRequests: true }), false],
      ['signed responses', settings({ wantResponseSigned: true }), false],
      ['accounts at sign-in', settings({ jit: true }), false],
      ['sign-ins that begin elsewhere', settings({ allowIdpInitiated: true }), true],
      ['the groups attribute', settings({ groupsAttribute: 'groups' }), true],
      ['what the NameID is', () => ({ identifyBy: 'email' }), false],
      ['new keys beside ours', ({ keys = [] }) => ({ keys: [...keys, ...keys.map(next)] }), true],
      [
        'new keys of ours',
        ({ keys = [] }) => ({ keys: keys.map((key) => ({ ...key, id: `${key.id}x` })) }),
        false,
      ],
    ];
    for (const [what, change, counts] of changes)
      it(`a test ${counts ? 'counts' : 'does not count'} after a change of ${what}`, async () => {
        const { scene } = await ready();
        await app.services.store.transaction(async (tx) => {
          const provider = await tx.get(samlProviders, scene.tenant.groupId, scene.provider.id);
          if (provider) tx.update(samlProviders, { ...provider, ...change(provider) });
        });
        const { tested: test } = await run('saml show', { group: scene.path });
        expect(test).to.include({ counts });
      });

    it('needs an owner who can sign in without the identity provider', async () => {
      const { scene, owner } = await ready();
      const group = scene.path;
      for (const one of await ownersOf(app.services.store, scene.tenant.groupId))
        await withoutPassword(app, one);
      const told = await refusal(app.services, 'saml enforce', { group, mode: 'everyone' });
      expect(told.code).to.equal('not_ready');
      expect(told.message).to.contain('No owner has a password');
      await run('account password', { account: owner.username });
      await enforce(group, 'everyone');
    });

    it('does not count the test of who has ceased to be an owner meanwhile', async () => {
      const scene = await stage(app);
      const group = scene.path;
      const owner = await person(app);
      await joins(owner, group, 'owner');
      const nameId = `n-${++count}`;
      await linked(scene, owner.id, nameId);
      const visitor = await signedIn(app, owner);
      const request = asked((await visitor.visit(scene.at('test'))).location);
      await joins(owner, group, 'guest');
      await bring(scene, visitor, request, await answer(scene, request, { nameId }));
      await newCodes(scene);
      expect((await refusal(app.services, 'saml enforce', { group, mode: 'everyone' })).code).to.equal(
        'not_ready',
      );
    });

    it('is in the audit log, and shown for what is below', async () => {
      const { scene } = await ready();
      const group = scene.path;
      await run('group create', { path: `${group}/dev` });
      await enforce(group, 'domains', 'Acme.test', 'acme.test');
      expect((await run('group show', { group: `${group}/dev` })).enforcement).to.deep.equal({
        mode: 'domains',
        domains: ['acme.test'],
        from: group,
      });
      const audit = await all(app.services.store, auditEntries, scene.tenant.groupId);
      const found = audit.find(({ action }) => action === 'saml_enforcement.changed');
      expect(found?.detail).to.deep.equal({ path: group, mode: 'domains', domains: ['acme.test'] });
    });
  });

  describe('a recovery code', () => {
    let world: World;
    let root: string;
    beforeEach(async () => {
      world = await ready();
      root = world.scene.path;
      await enforce(root, 'everyone');
    });

    const code = () => world.codes.pop() ?? '';

    it('is one of ten, kept as digests only', async () => {
      expect(world.codes).to.have.length(limits.recoveryCodes);
      expect(new Set(world.codes).size).to.equal(limits.recoveryCodes);
      const { groupId } = world.scene.tenant;
      const held = JSON.stringify(await app.services.store.get(recoveryCodes, groupId, groupId));
      for (const one of world.codes) {
        expect(one).to.match(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
        expect(held).not.to.contain(one).and.not.to.contain(one.replaceAll('-', ''));
      }
    });

    it('lets an owner in once, in this session, and tells all owners', async () => {
      const second = await person(app);
      await joins(second, root, 'owner');
      const visitor = await signedIn(app, world.owner);
      expect((await visitor.visit(`/groups/${root}`)).text).to.contain('Use a recovery code');
      const one = code();
      const done = await recover(world.scene, visitor, ` ${one.toUpperCase().replaceAll('-', ' ')}`);
      expect([done.status, done.location]).to.deep.equal([303, `/groups/${root}`]);
      expect((await visitor.visit(`/groups/${root}`)).status).to.equal(200);
      const elsewhere = await signedIn(app, world.owner);
      expect((await api(elsewhere, root)).status).to.equal(403);
      expect((await recover(world.scene, elsewhere, one)).status).to.equal(422);
      expect((await api(elsewhere, root)).status).to.equal(403);
      for (const { email = '' } of [world.owner, second]) {
        const mail = (await mailsTo(app, email)).at(-1);
        expect(mail?.subject).to.contain('recovery code');
        expect(mail?.body).to.contain(world.owner.username).and.contain('left: 9').and.not.contain(one);
      }
      const audit = await all(app.services.store, auditEntries, world.scene.tenant.groupId);
      const found = audit.filter(({ action }) => action === 'saml_recovery_code.used');
      expect(found.map(({ target, detail }) => [target, detail.left])).to.deep.equal([[world.owner.id, 9]]);
      expect((await run('saml show', { group: root })).recoveryCodes).to.equal(9);
    });

    it('works once when it is typed twice at the same time', async () => {
      const visitors = await Promise.all([signedIn(app, world.owner), signedIn(app, world.owner)]);
      const one = code();
      const done = await Promise.all(visitors.map((visitor) => recover(world.scene, visitor, one)));
      expect(done.map(({ status }) => status).sort()).to.deep.equal([303, 422]);
    });

    it('goes on when the password is changed in that browser', async () => {
      const { scene, owner, codes } = await ready();
      const root = scene.path;
      await enforce(root, 'everyone');
      const visitor = await signedIn(app, owner);
      await recover(scene, visitor, codes[0] ?? '');
      await visitor.visit('/profile/password');
      const fields = { password: PASSWORD, new_password: 'four other words here' };
      expect((await visitor.send('/profile/password', fields)).location).to.equal('/profile');
      expect((await api(visitor, root)).status).to.equal(200);
    });

    it('is for owners, by a form of ours', async () => {
      const ann = await person(app);
      await joins(ann, root, 'maintainer');
      const member = await signedIn(app, ann);
      const refused = await recover(world.scene, member, code());
      expect(refused.status).to.equal(403);
      expect(refused.text).to.contain('owners_only');
      const owner = await signedIn(app, world.owner);
      await owner.visit(world.scene.at('recover'));
      const one = code();
      const forged = await owner.send(world.scene.at('recover'), { code: one, form_token: 'x' });
      expect(forged.status).to.equal(403);
      expect(forged.text).to.contain('form_refused');
      expect((await api(owner, root)).status).to.equal(403);
      expect((await new Visitor(app).visit(world.scene.at('recover'))).location).to.contain(
        '/sign-in?return_to=',
      );
      expect((await recover(world.scene, owner, one)).status).to.equal(303);
    });

    it('is not one of another group, nor one of before', async () => {
      const other = await ready();
      const visitor = await signedIn(app, world.owner);
      expect((await recover(world.scene, visitor, other.codes[0] ?? '')).status).to.equal(422);
      const former = code();
      const [fresh = ''] = await newCodes(world.scene);
      expect((await recover(world.scene, visitor, former)).status).to.equal(422);
      expect((await recover(world.scene, visitor, fresh)).status).to.equal(303);
    });

    it('counts no more for who is no owner any more', async () => {
      const visitor = await signedIn(app, world.owner);
      await recover(world.scene, visitor, code());
      expect((await api(visitor, root)).status).to.equal(200);
      await joins(world.owner, root, 'guest');
      expect((await api(visitor, root)).status).to.equal(403);
    });

    it('cannot be guessed at for long', async () => {
      const visitor = await signedIn(app, world.owner);
      await visitor.visit(world.scene.at('recover'));
      for (let tries = 0; tries < limits.recoveryTriesPerAccount; tries++)
        expect((await visitor.send(world.scene.at('recover'), { code: 'wrong' })).status).to.equal(422);
      expect((await visitor.send(world.scene.at('recover'), { code: code() })).status).to.equal(429);
      expect((await api(visitor, root)).status).to.equal(403);
    });

    it('and a sign-in by SAML end after a day', async () => {
      const recovered = await signedIn(app, world.owner);
      await recover(world.scene, recovered, code());
      const vouched = await bySaml(world.scene, world.owner, { sessionUntil: null });
      const statuses = async () => [(await api(recovered, root)).status, (await api(vouched, root)).status];
      const halves = [limits.samlFreshHours / 2 - 1, limits.samlFreshHours / 2 - 1, 3];
      const seen: number[][] = [];
      for (const hours of halves) {
        clock.forward(hours * HOUR);
        seen.push(await statuses());
      }
      expect(seen).to.deep.equal([
        [200, 200],
        [200, 200],
        [403, 403],
      ]);
    });
  });
});
