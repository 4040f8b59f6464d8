import { expect } from 'chai';
import { memberOf } from '../../lib/groups/members.ts';
import { commandNamed } from '../../lib/operator/commands.ts';
import { plain } from '../../lib/operator/terminal/paint.ts';
import { integrations } from '../../lib/provisioning/collections.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { aged, registered } from '../provisioning/people.ts';
import { connected } from '../provisioning/second.ts';
import { operate, type Plain, refusal } from './operator.ts';

describe('what the operator is refused', () => {
  let app: Rollcall;

  before(async () => {
    app = await boot();
    const tenant = await app.bootstrap('acme');
    await app.bootstrap('other');
    const run = (name: string, args: Plain) => operate(app.services, name, args);
    await run('group create', { path: 'acme/dev' });
    await run('group create', { path: 'acme/api', project: true });
    await run('group domain add', { group: 'other', domain: 'other.test', verified: true });
    await run('account create', { email: 'ann@example.test', username: 'ann' });
    await run('integration create', { group: 'other', name: 'second' });
    const gone = await tenant.scim('POST', '/Users', user('gone@acme.test'));
    await tenant.scim('PATCH', `/Users/${String(gone.body.id)}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { active: false } }],
    });
    await tenant.scim('POST', '/Users', user('here@acme.test'));
  });
  after(() => app.close());

  const cases: [what: string, name: string, args: Plain, code: string, message: RegExp][] = [
    ['a group twice', 'bootstrap', { group: 'ACME', owner: 'x@y.test' }, 'already_exists', /acme is taken/i],
    [
      'an owner who is no address',
      'bootstrap',
      { group: 'new', owner: 'ada' },
      'invalid_arguments',
      /ada is not an e-mail/,
    ],
    ['an unknown group', 'group show', { group: 'nowhere' }, 'not_found', /no group nowhere/],
    ['a group below nothing', 'group create', { path: 'nowhere/dev' }, 'not_found', /no group nowhere/],
    ['a group below a project', 'group create', { path: 'acme/api/x' }, 'invalid_value', /nothing below/],
    [
      'a subgroup’s tokens',
      'token list',
      { group: 'acme/dev' },
      'invalid_value',
      /no top-level group; name acme/,
    ],
    [
      'a domain of another group',
      'group domain add',
      { group: 'acme', domain: 'other.test', verified: true },
      'already_exists',
      /another group/,
    ],
    [
      'a domain that is none',
      'group domain add',
      { group: 'acme', domain: 'a b' },
      'invalid_arguments',
      /no e-mail domain/,
    ],
    [
      'a public suffix',
      'group domain add',
      { group: 'acme', domain: 'co.uk' },
      'invalid_value',
      /public suffix/,
    ],
    [
      'a domain of free mail',
      'group domain add',
      { group: 'acme', domain: 'GMail.com' },
      'invalid_value',
      /gmail.com gives addresses to everybody/,
    ],
    [
      'to verify what is not claimed',
      'group domain verify',
      { group: 'acme', domain: 'acme.test' },
      'not_found',
      /not claimed acme.test/,
    ],
    [
      'to take a domain of another',
      'group domain remove',
      { group: 'acme', domain: 'other.test' },
      'not_found',
      /has no domain/,
    ],
    [
      'an account of nothing',
      'account create',
      { name: 'Ann' },
      'invalid_arguments',
      /--email or --username/,
    ],
    ['a taken e-mail', 'account create', { email: 'ANN@example.test' }, 'email_exists', /already belongs/],
    ['a taken username', 'account create', { username: 'Ann' }, 'already_exists', /username Ann is taken/],
    ['a reserved username', 'account create', { username: 'admin' }, 'invalid_arguments', /reserved/],
    [
      'a taken username at renaming',
      'account rename',
      { account: 'gone', username: 'ann' },
      'already_exists',
      /taken/,
    ],
    [
      'a taken e-mail at adding',
      'account email add',
      { account: 'gone', email: 'ann@example.test' },
      'email_exists',
      /already belongs/,
    ],
    [
      'a link without a provider',
      'account saml-link',
      { group: 'acme', nameId: 'x', account: 'ann' },
      'not_found',
      /no SAML provider/,
    ],
    [
      'a personal token that is not there',
      'account token revoke',
      { account: 'ann', token: 'none' },
      'not_found',
      /ann has no live token none/,
    ],
    [
      'a name of another integration in another case',
      'integration create',
      { group: 'other', name: ' SECOND ' },
      'already_exists',
      /already has an integration named second; letter case makes no difference/,
    ],
    [
      'such a name at changing',
      'integration change',
      { group: 'other', integration: 'second', name: 'scim' },
      'already_exists',
      /already has an integration named SCIM/,
    ],
    [
      'a deprovisioned person',
      'member add',
      { group: 'acme/dev', account: 'gone', role: 'guest' },
      'deprovisioned',
      /acme says since .* inactive\. Activate the user there/,
    ],
    [
      'an unknown role',
      'member add',
      { group: 'acme', account: 'ann', role: 'king' },
      'invalid_arguments',
      /role/,
    ],
    [
      'to demote the last owner',
      'member add',
      { group: 'acme', account: 'owner@acme.test', role: 'guest' },
      'last_owner',
      /last owner/,
    ],
    [
      'to remove the last owner',
      'member remove',
      { group: 'acme', account: 'owner@acme.test' },
      'last_owner',
      /last owner/,
    ],
    [
      'to remove who is not in',
      'member remove',
      { group: 'acme', account: 'ann' },
      'not_found',
      /not a member/,
    ],
    [
      'to remove who came by SCIM',
      'member remove',
      { group: 'acme', account: 'here' },
      'invalid_value',
      /by scim, not by hand/,
    ],
    [
      'an unclear integration',
      'token create',
      { group: 'other', name: 't' },
      'invalid_value',
      /several integrations; say which one with --integration: SCIM, second$/,
    ],
    [
      'an unknown integration',
      'token list',
      { group: 'acme', integration: 'x' },
      'not_found',
      /no integration x/,
    ],
    [
      'a taken integration name',
      'integration change',
      { group: 'other', integration: 'second', name: 'SCIM' },
      'already_exists',
      /named SCIM/,
    ],
    ['to change nothing', 'integration change', { group: 'acme' }, 'invalid_arguments', /say what to change/],
    [
      'on and off',
      'integration change',
      { group: 'acme', enable: true, disable: true },
      'invalid_arguments',
      /either/,
    ],
    [
      'to resume what goes on',
      'integration resume',
      { group: 'acme' },
      'invalid_value',
      /SCIM is not paused/,
    ],
    ['to discard nothing', 'integration discard', { group: 'acme' }, 'invalid_value', /SCIM is not paused/],
    ['an unclear pause', 'integration resume', { group: 'other' }, 'invalid_value', /several integrations/],
    [
      'nobody as a mass',
      'integration change',
      { group: 'acme', removalPeople: 0 },
      'invalid_arguments',
      /--removal-people: must be at least 1/,
    ],
    [
      'more than all',
      'integration change',
      { group: 'acme', removalPercent: 101 },
      'invalid_arguments',
      /--removal-percent: must be at most 100/,
    ],
    [
      'a window without end',
      'integration change',
      { group: 'acme', removalWindowMinutes: 1_441 },
      'invalid_arguments',
      /--removal-window-minutes: must be at most 1440/,
    ],
    [
      'owner as default role',
      'integration change',
      { group: 'acme', defaultRole: 'owner' },
      'invalid_arguments',
      /--default-role: must be one of guest, reporter, developer, maintainer/,
    ],
    [
      'a range that is none',
      'token create',
      { group: 'acme', name: 't', cidr: ['x'] },
      'invalid_arguments',
      /--cidr: x is not an address range/,
    ],
    [
      'a token for ever',
      'token create',
      { group: 'acme', name: 't', days: 366 },
      'invalid_arguments',
      /--days: must be at most 365/,
    ],
    [
      'a long overlap',
      'token rotate',
      { group: 'acme', token: 'first token', overlap: 73 },
      'invalid_arguments',
      /--overlap: must be at most 72/,
    ],
    ['an unknown token', 'token revoke', { group: 'acme', token: 'x' }, 'not_found', /no token x/],
    [
      'an identity that is linked',
      'identity link',
      { group: 'acme', identity: 'here@acme.test', account: 'ann' },
      'account_taken',
      /linked to an account already/,
    ],
    ['an unknown identity', 'identity show', { group: 'acme', identity: 'x' }, 'not_found', /no identity x/],
    ['no chain', 'audit list', {}, 'invalid_arguments', /name a group/],
    ['two chains', 'audit list', { group: 'acme', platform: true }, 'invalid_arguments', /either/],
  ];
  for (const [what, name, args, code, message] of cases)
    it(`${what}: ${name}`, async () => {
      const refused = await refusal(app.services, name, args);
      expect(refused.message).to.match(message);
      expect(refused.code).to.equal(code);
    });
});

describe('what the operator’s commands do', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let group: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    group = tenant.scimUrl.split('/').at(-1) ?? '';
  });
  const run = (name: string, args: Plain = {}) => operate(app.services, name, args);

  it('makes a second bootstrap of one owner a second group of the same account', async () => {
    const second = await run('bootstrap', { group: `${group}-2`, owner: `owner@${group}.test` });
    expect(second).to.include({ username: tenant.username }).and.not.have.key('password');
  });

  describe('bootstrap, where an account has the owner’s e-mail', () => {
    const owner = () => `ceo@mega-${group}.test`;
    const wishes = () => ({ group: `${group}-mega`, owner: owner() });
    const accountOf = async (who: string) =>
      (await run('account show', { account: who })) as { username: string };

    it('refuses one that another group’s provisioning has made, unless that one is named', async () => {
      await tenant.scim('POST', '/Users', user(owner()));
      const { username } = await accountOf(owner());
      const refused = await refusal(app.services, 'bootstrap', wishes());
      expect(refused.code).to.equal('email_exists');
      expect(refused.message)
        .to.contain(`the account ${username}, which provisioning of ${group} has made`)
        .and.contain(`--existing-account ${username}`);
      expect((await refusal(app.services, 'group show', { group: `${group}-mega` })).code).to.equal(
        'not_found',
      );
      const other = await refusal(app.services, 'bootstrap', {
        ...wishes(),
        existingAccount: tenant.username,
      });
      expect(other.code).to.equal('not_found');
      const made = await run('bootstrap', { ...wishes(), existingAccount: username });
      expect(made).to.include({ username }).and.not.have.key('password');
    });

    it('refuses one that has it by a verified domain too, when provisioning has made it', async () => {
      await run('group domain add', { group, domain: `mega-${group}.test`, verified: true });
      await tenant.scim('POST', '/Users', user(owner()));
      expect((await refusal(app.services, 'bootstrap', wishes())).message).to.match(/provisioning of/);
    });

    it('refuses one that has not confirmed the e-mail, unless that one is named', async () => {
      const { username } = await registered(app.services, owner(), false);
      const refused = await refusal(app.services, 'bootstrap', wishes());
      expect(refused.message).to.match(
        /the account ceo-own, which has not confirmed it\. .*--existing-account ceo-own/,
      );
      expect(await run('bootstrap', { ...wishes(), existingAccount: username })).to.include({ username });
    });

    it('takes one that has confirmed it, in a verified domain too', async () => {
      await run('account create', { email: owner() });
      await run('group domain add', { group, domain: `mega-${group}.test`, verified: true });
      expect(await run('bootstrap', wishes())).to.not.have.key('password');
    });

    it('says so where there is none that could be named', async () => {
      const refused = await refusal(app.services, 'bootstrap', { ...wishes(), existingAccount: 'ceo' });
      expect(refused.message).to.equal(`no account ceo has the e-mail ${owner()}`);
    });
  });

  it('says whom it made a member, and who else has a say over the account', async () => {
    const other = await app.bootstrap();
    const email = `may@${group}.test`;
    await other.scim('POST', '/Users', user(email));
    const told = await shown('member add', { group, account: email, role: 'owner' });
    const maker = other.scimUrl.split('/').at(-1);
    expect(told.split('\n\n')).to.deep.equal([
      `may (Ann Ames, ${email}) is owner of ${group}.`,
      `The account has not confirmed ${email}.`,
      `Provisioning of ${maker} has made the account, and may rename it and sign it in.`,
    ]);
    const { username } = await run('account create', { email: `own-${email}`, name: 'May' });
    expect(await shown('member add', { group, account: username, role: 'guest' })).to.equal(
      `${String(username)} (May, own-${email}) is guest of ${group}.`,
    );
  });

  it('goes on with integrations whose names differ only in case, from before that was refused', async () => {
    const { store } = app.services;
    const { id } = await run('integration create', { group, name: 'twin' });
    await store.transaction(async (tx) => {
      const twin = await tx.get(integrations, tenant.groupId, String(id));
      if (twin) tx.update(integrations, { ...twin, name: 'scim' });
    });
    const wish = { group, integration: 'scim', name: 'scim', description: 'the second' };
    expect(await run('integration change', wish)).to.include({ id, description: 'the second' });
    expect(await run('integration show', { group, integration: 'SCIM' })).to.include({ description: '' });
    expect(await run('integration change', { ...wish, name: 'Twin' })).to.include({ id, name: 'Twin' });
    expect(await run('integration change', { group, integration: 'Twin', name: 'TWIN' })).to.include({ id });
  });

  it('prints a secret that works, and rotation and revocation end it', async () => {
    const secretOf = (result: Plain) => String(result.secret);
    const status = async (secret: string) =>
      (await fetch(`${tenant.scimUrl}/Users`, { headers: { authorization: `Bearer ${secret}` } })).status;
    const first = secretOf(await run('token create', { group, name: 'work' }));
    const second = secretOf(await run('token rotate', { group, token: 'work', overlap: 1 }));
    expect([await status(first), await status(second)]).to.deep.equal([200, 200]);

    const unclear = await refusal(app.services, 'token revoke', { group, token: 'work' });
    expect(unclear.message).to.match(/several live tokens are named work/);
    const { tokens } = (await run('token list', { group })) as { tokens: { id: string; hint: string }[] };
    const old = tokens.find(({ hint }) => first.endsWith(hint));
    await run('token revoke', { group, token: old?.id });
    expect([await status(first), await status(second)]).to.deep.equal([401, 200]);
    await run('token revoke', { group, token: 'work' });
    expect(await status(second)).to.equal(401);
  });

  it('rotates the newest live token of a name, so that it can be rotated again during the overlap', async () => {
    await run('token create', { group, name: 'work' });
    const once = (await run('token rotate', { group, token: 'work' })).token as Plain;
    const twice = await run('token rotate', { group, token: 'work' });
    expect(twice.replaces).to.include({ id: once.id });
    await run('token revoke', { group, token: (twice.token as Plain).id });
    expect((await run('token rotate', { group, token: 'work' })).replaces).to.include({ id: once.id });
  });

  it('lists when a token was used last', async () => {
    await tenant.scim('GET', '/Users', undefined, { 'user-agent': 'test client' });
    const { tokens } = (await run('token list', { group })) as { tokens: { lastUsed?: Plain }[] };
    expect(tokens[0]?.lastUsed).to.include({ userAgent: 'test client' });
  });

  it('tells the scopes, the ranges and the days of a token', async () => {
    const { token } = (await run('token create', {
      group,
      name: 'narrow',
      scope: ['users:read'],
      cidr: ['203.0.113.0/24', '2001:db8::1'],
      days: 1,
    })) as { token: Plain };
    expect(token).to.deep.include({ scopes: ['users:read'], cidrs: ['203.0.113.0/24', '2001:db8::1/128'] });
    expect(Date.parse(String(token.expiresAt)) - Date.parse(String(token.createdAt))).to.equal(86_400_000);
  });

  it('adds by hand, keeps what SCIM holds up, and says so', async () => {
    await tenant.scim('POST', '/Users', user(`sam@${group}.test`));
    await run('member add', { group, account: `sam@${group}.test`, role: 'maintainer' });
    const left = await run('member remove', { group, account: `sam@${group}.test` });
    expect(left.stays).to.deep.include({ role: 'guest' });
  });

  it('writes a manual origin and the audit log for a membership', async () => {
    const { id } = await run('account create', { email: `kim@${group}.test` });
    await run('group create', { path: `${group}/dev` });
    await run('member add', { group: `${group}/dev`, account: `kim@${group}.test`, role: 'developer' });
    const member = await memberOf(app.services.store, tenant.groupId, String(id));
    expect(member?.memberships[0]).to.have.property('role', 'developer');
    expect(member?.memberships[0]?.origins.map(({ kind }) => kind)).to.deep.equal(['manual']);
    await run('member remove', { group: `${group}/dev`, account: `kim@${group}.test` });
    const { entries } = (await run('audit list', { group, limit: 2 })) as { entries: Plain[] };
    expect(entries.map(({ action, actor, target }) => [action, actor, target])).to.deep.equal([
      ['member.removed', { kind: 'operator' }, id],
      ['member.added', { kind: 'operator' }, id],
    ]);
  });

  it('keeps the changes of accounts in the chain of the platform', async () => {
    const email = `pat@${group}.test`;
    await run('account create', { email });
    await run('account password', { account: email });
    const { entries } = (await run('audit list', { platform: true, limit: 2 })) as { entries: Plain[] };
    expect(entries.map(({ action }) => action)).to.deep.equal(['account.password_reset', 'account.created']);
    await run('audit seal');
    expect(await run('audit verify', { platform: true })).to.have.property('ok', true);
  });

  it('lets a verified domain link people, and an operator’s e-mail be the first of an account', async () => {
    const { username } = await run('account create', { username: `first-${group}` });
    await run('account email add', { account: username, email: `lou@${group}.test` });
    expect(await run('account show', { account: username })).to.include({ email: `lou@${group}.test` });
    expect((await tenant.scim('POST', '/Users', user(`lou@${group}.test`))).status).to.equal(409);
    await run('group domain add', { group, domain: `${group}.test`, verified: true });
    expect((await tenant.scim('POST', '/Users', user(`lou@${group}.test`))).status).to.equal(201);
    const { identities } = (await run('identity list', { group })) as { identities: Plain[] };
    expect(identities.map(({ account }) => account)).to.deep.equal([username]);
  });

  it('asks which user of two integrations is meant, and takes the one that is named', async () => {
    const next = await connected(app.services, tenant, { name: 'next' });
    const email = `same@${group}.test`;
    for (const { scim } of [tenant, next]) await scim('POST', '/Users', user(email));
    const args = { group, identity: email.toUpperCase() };
    for (const [name, more] of [
      ['identity show', {}],
      ['identity link', { account: email }],
    ] as const) {
      const unclear = await refusal(app.services, name, { ...args, ...more });
      expect(unclear.code).to.equal('invalid_value');
      expect(unclear.message).to.match(/several integrations; say which one with --integration: SCIM, next$/);
    }
    for (const integration of ['SCIM', 'next'])
      expect(await run('identity show', { ...args, integration })).to.include({ integration });
    const linked = { ...args, account: email, integration: 'next' };
    expect((await refusal(app.services, 'identity link', linked)).code).to.equal('account_taken');
    const { id } = await run('identity show', { ...args, integration: 'next' });
    expect(await run('identity show', { group, identity: id })).to.include({ integration: 'next' });
    const elsewhere = await refusal(app.services, 'identity show', {
      group,
      identity: id,
      integration: 'SCIM',
    });
    expect(elsewhere.code).to.equal('not_found');
  });

  it('says what to do about an e-mail conflict, and that does it', async () => {
    const email = `max@${group}.test`;
    await run('account create', { email, username: `max-${group}` });
    await run('integration change', { group, onEmailExists: 'hold' });
    await tenant.scim('POST', '/Users', user(email));
    const { conflicts } = (await run('integration attention', { group })) as { conflicts: Plain[] };
    const remedy = /rollcall identity link (\S+) (\S+) --account (\S+)$/.exec(String(conflicts[0]?.remedy));
    expect(remedy).to.not.equal(null);
    const [, named, identity, account] = remedy ?? [];
    await run('identity link', { group: named, identity, account });
    expect((await run('integration attention', { group })).conflicts).to.deep.equal([]);
    expect((await run('member show', { group, account })).memberships).to.have.length(1);
  });

  it('shows only refused requests, only those of one user, and page by page', async () => {
    await tenant.scim('POST', '/Users', user(`a@${group}.test`));
    await tenant.scim('POST', '/Users', user(`a@${group}.test`));
    await tenant.scim('POST', '/Users', user(`b@${group}.test`));
    const outcomes = async (args: Plain) =>
      (
        (await run('log', { group, ...args })) as { entries: { status: number; userName?: string }[] }
      ).entries.map(({ status }) => status);
    expect(await outcomes({})).to.deep.equal([201, 409, 201]);
    expect(await outcomes({ failed: true })).to.deep.equal([409]);
    expect(await outcomes({ user: `B@${group}.test` })).to.deep.equal([201]);
    const page = (await run('log', { group, limit: 2 })) as { next?: string };
    expect(await outcomes({ limit: 2, after: page.next })).to.deep.equal([201]);
  });

  const shown = async (name: string, args: Plain) =>
    commandNamed(name)?.text(await run(name, args), plain) ?? '';

  it('shows from where a request came that was refused for its token, and of no other', async () => {
    await tenant.scim('GET', '/Users');
    await fetch(`${tenant.scimUrl}/Users`, { headers: { authorization: 'Bearer x' } });
    expect(await shown('log', { group })).to.match(
      /^.* 401 +127\.0\.0\.1 +GET \/Users.*\n.* 200 +GET \/Users/m,
    );
  });

  it('names groups by their paths in the log, beside their ids', async () => {
    await tenant.scim('POST', '/Users', user(`a@${group}.test`));
    const { entries } = (await run('log', { group })) as { entries: { changes: Plain[] }[] };
    expect(entries[0]?.changes).to.deep.include({
      what: `role in group ${tenant.groupId}`,
      to: 'guest',
      group,
    });
    const text = await shown('log', { group });
    expect(text).to.contain(`role in ${group}: ∅ → guest`).and.not.contain(tenant.groupId);
  });

  it('names groups, accounts and integrations in the audit log, beside their ids', async () => {
    const { id, username } = await run('account create', { email: `noa@${group}.test` });
    const { id: devId } = await run('group create', { path: `${group}/dev` });
    await run('member add', { group: `${group}/dev`, account: username, role: 'developer' });
    const { entries } = (await run('audit list', { group, limit: 1 })) as { entries: Plain[] };
    expect(entries[0]).to.deep.include({
      target: id,
      names: [
        { id, name: username },
        { id: devId, name: `${group}/dev` },
      ],
    });
    const text = await shown('audit list', { group });
    expect(text).to.match(new RegExp(`member\\.added +noa +{"groupId":"${group}/dev","to":"developer"}`));
    expect(text).to.match(/integration\.created +SCIM /);
  });

  it('says that what is not sealed yet is no failure, and what to do', async () => {
    const waiting = await shown('audit verify', { group });
    expect(waiting).to.match(/the chain holds: 0 entries, \d not sealed yet\n\n.*no failure.*audit seal/s);
    await run('audit seal');
    expect(await shown('audit verify', { group })).to.match(/the chain holds: \d entries$/);
  });

  it('renames a group and its endpoint, and the former one answers', async () => {
    const { scimUrl } = await run('group rename', { group, slug: `${group}-new` });
    expect(scimUrl).to.match(new RegExp(`/groups/${group}-new$`));
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
    expect((await run('group show', { group })).formerPaths).to.deep.equal([group]);
  });

  it('disables and enables an integration', async () => {
    await run('integration change', { group, disable: true });
    expect((await tenant.scim('GET', '/Users')).status).to.equal(403);
    await run('integration change', { group, enable: true });
    expect((await tenant.scim('GET', '/Users')).status).to.equal(200);
  });

  describe('about a mass removal', () => {
    let ids: string[];

    beforeEach(async () => {
      await run('integration change', { group, removalPeople: 2, removalPercent: 100 });
      ids = [];
      for (const name of ['uma', 'vic', 'wes', 'xia'])
        ids.push(String((await tenant.scim('POST', '/Users', user(`${name}@${group}.test`))).body.id));
      await aged(app.services, tenant.groupId);
      expect(await deleted(ids.slice(0, 3))).to.deep.equal([204, 204, 503]);
    });

    async function deleted(wanted: string[]): Promise<number[]> {
      const statuses: number[] = [];
      for (const id of wanted) statuses.push((await tenant.scim('DELETE', `/Users/${id}`)).status);
      return statuses;
    }

    const namesIn = (people: unknown) =>
      (people as { email: string }[]).map(({ email }) => email.slice(0, 3));

    async function shownText(): Promise<string> {
      return commandNamed('integration show')?.text(await run('integration show', { group }), plain) ?? '';
    }

    it('show why, since when, who has lost access, who was refused, and what to type', async () => {
      const { paused } = (await run('integration show', { group })) as { paused: Plain };
      expect(Date.now() - Date.parse(String(paused.at))).to.be.within(0, 60_000);
      expect(paused.reason).to.match(/^2 people have lost access within 60 min/);
      expect(namesIn(paused.concerned)).to.deep.equal(['uma', 'vic']);
      expect(namesIn([paused.refused])).to.deep.equal(['wes']);
      const text = await shownText();
      expect(text)
        .to.match(/state +paused/)
        .and.match(/why +2 people have lost access/);
      for (const verb of ['resume', 'discard'])
        expect(text).to.contain(`rollcall integration ${verb} ${group} --integration SCIM`);
      const [, which = ''] = /not: rollcall integration discard (.+)$/m.exec(text) ?? [];
      expect(which).to.equal(`${group} --integration SCIM`);
    });

    it('resume lets the rest go', async () => {
      const { guardOffUntil } = await run('integration resume', { group, integration: 'SCIM' });
      expect(Date.parse(String(guardOffUntil)) - Date.now()).to.be.within(3_500_000, 3_600_000);
      expect(await deleted(ids.slice(2))).to.deep.equal([204, 204]);
      expect(await shownText()).to.match(/state +enabled/);
    });

    it('discard gives back, names whom, and keeps the identity provider out until it is enabled', async () => {
      const { restored } = await run('integration discard', { group });
      expect(namesIn(restored)).to.deep.equal(['uma', 'vic']);
      const { memberships } = await run('member show', { group, account: `uma@${group}.test` });
      expect(memberships).to.have.length(1);
      expect(await deleted(ids.slice(2, 3))).to.deep.equal([403]);
      expect(await shownText()).to.match(/state +disabled/);
      await run('integration change', { group, enable: true });
      expect(await deleted(ids.slice(2, 3))).to.deep.equal([204]);
    });
  });

  it('lists groups page by page, former paths left out', async () => {
    const paths: unknown[] = [];
    for (let after: string | undefined; ; ) {
      const page = (await run('group list', { limit: 3, ...(after ? { after } : {}) })) as {
        groups: { path: string }[];
        next?: string;
      };
      paths.push(...page.groups.map(({ path }) => path));
      after = page.next;
      if (after === undefined) break;
    }
    expect(paths).to.include(group).and.to.have.length(new Set(paths).size);
  });
});
