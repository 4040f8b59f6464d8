import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { auditEntries } from '../../lib/audit/types.ts';
import { checkedArgs } from '../../lib/cli/command.ts';
import { describedCommands } from '../../lib/cli/described.ts';
import { programOf } from '../../lib/cli/terminal/program.ts';
import type { Group } from '../../lib/groups/types.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import type { LinkRole } from '../../lib/provisioning/directory/types.ts';
import { operate } from '../cli/operator.ts';
import { boot, client, type Rollcall, type Tenant, user } from '../helper.ts';
import { accountOf, below, directoryLinked, groupNamed, joined, registered, rolesIn } from './people.ts';
import { type Connection, connected } from './second.ts';

describe('a user whose account another integration of the group has linked', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let next: Connection;
  let people = 0;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap('linking');
    await operate(app.services, 'group domain add', {
      group: 'linking',
      domain: 'linking.test',
      verified: true,
    });
    next = await connected(app.services, tenant, { name: 'next' });
  });
  after(() => app.close());

  /** Somebody with an account of the own, linked by the first integration because the domain was verified then. */
  async function linked(more = {}): Promise<{ email: string; id: string }> {
    const email = `own${++people}@linking.test`;
    const group = 'linking';
    const { id } = await registered(app.services, email);
    expect((await tenant.scim('POST', '/Users', user(email, more))).status).to.equal(201);
    await operate(app.services, 'group domain remove', { group, domain: 'linking.test' });
    return { email, id };
  }
  afterEach(() =>
    operate(app.services, 'group domain add', { group: 'linking', domain: 'linking.test', verified: true }),
  );

  it('is linked under the same e-mail', async () => {
    const { email, id } = await linked();
    expect((await next.scim('POST', '/Users', user(email.toUpperCase()))).status).to.equal(201);
    expect(await app.services.store.find(identities, next.id, 'account', id)).to.not.equal(undefined);
    expect(await rolesIn(app.services, tenant.groupId, id)).to.deep.equal({ linking: 'guest' });
  });

  it('is linked even if the other integration has the user as inactive', async () => {
    const { email, id } = await linked({ active: false });
    expect((await next.scim('POST', '/Users', user(email))).status).to.equal(201);
    expect(await rolesIn(app.services, tenant.groupId, id)).to.deep.equal({ linking: 'guest' });
  });

  it('is linked even if the other integration is disabled', async () => {
    const { email } = await linked();
    const change = { group: 'linking', integration: 'SCIM' };
    await operate(app.services, 'integration change', { ...change, disable: true });
    expect((await next.scim('POST', '/Users', user(email))).status).to.equal(201);
    await operate(app.services, 'integration change', { ...change, enable: true });
  });

  it('removes its conflict from the attention list', async () => {
    const email = 'waits@linking.test';
    const domain = { group: 'linking', domain: 'linking.test' };
    await registered(app.services, email);
    await operate(app.services, 'group domain remove', domain);
    expect((await next.scim('POST', '/Users', user(email))).status).to.equal(409);
    await operate(app.services, 'group domain add', { ...domain, verified: true });
    expect((await tenant.scim('POST', '/Users', user(email))).status).to.equal(201);
    await operate(app.services, 'group domain remove', domain);
    expect((await next.scim('POST', '/Users', user(email))).status).to.equal(201);
    const waiting = await operate(app.services, 'integration attention', {
      group: 'linking',
      integration: 'next',
    });
    expect(waiting.conflicts).to.deep.equal([]);
  });

  it('is not linked under another e-mail of the account', async () => {
    const { id } = await linked();
    const second = `second${people}@linking.test`;
    await operate(app.services, 'account email add', { account: id, email: second });
    const { status, body } = await next.scim('POST', '/Users', user(second));
    expect(status).to.equal(409);
    expect(body.detail).to.match(/^Email exists\./);
  });

  it('is not linked if only an integration of another group has linked the account', async () => {
    const { email } = await linked();
    const elsewhere = await app.bootstrap();
    expect((await elsewhere.scim('POST', '/Users', user(email))).status).to.equal(409);
  });

  it('is not linked while the other integration only holds its user', async () => {
    const group = 'linking';
    const email = 'held@linking.test';
    await registered(app.services, email);
    await operate(app.services, 'group domain remove', { group, domain: 'linking.test' });
    await operate(app.services, 'integration change', { group, integration: 'SCIM', onEmailExists: 'hold' });
    expect((await tenant.scim('POST', '/Users', user(email))).status).to.equal(201);
    expect((await next.scim('POST', '/Users', user(email))).status).to.equal(409);
  });
});

describe('moving to another identity provider', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let root: Group;
  let team: Group;
  let api: Group;
  const slug = 'moving';
  const names = Array.from({ length: 50 }, (_one, at) => `p${at}`);
  const [onlyOld = '', inactive = '', contractor = ''] = names;
  const movers = names.slice(2);

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap(slug, { defaultRole: 'reporter' });
    root = await groupNamed(app.services, tenant.groupId);
    team = await below(app.services, root, 'team');
    api = await below(app.services, team, 'api', 'project');
  });
  after(() => app.close());

  const mail = (name: string) => `${name}@${slug}.test`;

  async function rolesOf(name: string): Promise<Record<string, string>> {
    return rolesIn(app.services, root.id, (await accountOf(app.services, mail(name))).id);
  }

  /** What an identity provider pushes: everybody, and a group with its members. */
  async function pushed(
    scim: Tenant['scim'],
    who: readonly string[],
    prefix: string,
    dormant: readonly string[] = [],
  ): Promise<Map<string, string>> {
    const replies = await Promise.all(
      who.map((name) =>
        scim(
          'POST',
          '/Users',
          user(mail(name), { externalId: prefix + name, active: !dormant.includes(name) }),
        ),
      ),
    );
    expect(new Set(replies.map(({ status }) => status))).to.deep.equal(new Set([201]));
    return new Map(replies.map(({ body }, at) => [who[at] ?? '', String(body.id)]));
  }

  async function linkedGroup(
    { id, scim }: Connection,
    displayName: string,
    members: readonly (string | undefined)[],
    target: Group,
    role: LinkRole,
  ): Promise<void> {
    const { status, body } = await scim('POST', '/Groups', {
      displayName,
      members: members.map((value) => ({ value })),
    });
    expect(status).to.equal(201);
    await directoryLinked(app.services, id, String(body.id), target, role);
  }

  it('takes no access from users who are active in the new integration', async () => {
    const old = { id: tenant.integrationId, scim: tenant.scim };
    for (const name of names.slice(0, 10)) await registered(app.services, mail(name));
    await operate(app.services, 'group domain add', { group: slug, domain: `${slug}.test`, verified: true });
    const oldIds = await pushed(old.scim, names, 'okta-');
    await operate(app.services, 'group domain remove', { group: slug, domain: `${slug}.test` });
    const inTeam = names.slice(0, 30);
    await linkedGroup(
      old,
      'Developers',
      inTeam.map((name) => oldIds.get(name)),
      team,
      'developer',
    );
    await linkedGroup(old, 'Old only', [oldIds.get('p20')], api, 'maintainer');
    for (const name of [onlyOld, inactive, contractor, 'p5'])
      await joined(app.services, api, (await accountOf(app.services, mail(name))).id, 'maintainer');
    const boss = await accountOf(app.services, mail('p40'));
    await joined(app.services, root, boss.id, 'owner');
    const before = new Map(
      await Promise.all(names.map(async (name) => [name, await rolesOf(name)] as const)),
    );
    expect(before.get('p5')).to.deep.equal({ [slug]: 'reporter', team: 'developer', api: 'maintainer' });

    const created = await operate(app.services, 'integration create', {
      group: slug,
      name: 'Entra',
      preset: 'entra',
      defaultRole: 'reporter',
    });
    const issued = await operate(app.services, 'token create', {
      group: slug,
      integration: 'Entra',
      name: 'Entra',
    });
    const entra = { id: String(created.id), scim: client(tenant.scimUrl, String(issued.secret)) };
    const newIds = await pushed(entra.scim, names.slice(1), 'entra-', [inactive]);
    await linkedGroup(
      entra,
      'Engineers',
      inTeam.slice(1).map((name) => newIds.get(name)),
      team,
      'developer',
    );
    const attention = { group: slug, integration: 'Entra' };
    expect((await operate(app.services, 'integration attention', attention)).conflicts).to.deep.equal([]);
    for (const name of names) expect(await rolesOf(name), name).to.deep.equal(before.get(name));
    const shown = await operate(app.services, 'member show', { group: slug, account: mail('p5') });
    expect(JSON.stringify(shown.memberships).match(/"kind":"(scim|directory_group)"/g)).to.have.length(4);

    await operate(app.services, 'integration change', { group: slug, integration: 'SCIM', disable: true });
    for (const name of names) expect(await rolesOf(name), name).to.deep.equal(before.get(name));

    const args = { group: slug, integration: 'SCIM', members: 'revoke' };
    await operate(app.services, 'integration remove', args);
    const after = new Map(await Promise.all(names.map(async (name) => [name, await rolesOf(name)] as const)));
    expect(after.get(onlyOld)).to.deep.equal({});
    expect(after.get(inactive)).to.deep.equal({});
    expect(after.get('p20')).to.deep.equal({ [slug]: 'reporter', team: 'developer' });
    for (const name of movers.filter((one) => one !== 'p20'))
      expect(after.get(name), name).to.deep.equal(before.get(name));
    expect(after.get('p40')).to.deep.equal({ [slug]: 'owner' });
    expect(await rolesOf('owner')).to.deep.equal({ [slug]: 'owner' });

    const { items } = await app.services.store.list(auditEntries, root.id, { limit: 2_000 });
    const emptied = items.filter(
      ({ action, detail }) => action === 'member.revoked' && JSON.stringify(detail.access).includes(root.id),
    );
    expect(emptied.map(({ detail }) => detail.userName)).to.have.members([mail(onlyOld), mail(inactive)]);
    await afterwards(entra, newIds);
  });

  /** Only the new integration decides, and users that it does not have keep their access. */
  async function afterwards(entra: Connection, ids: ReadonlyMap<string, string>): Promise<void> {
    const patched = (name: string, active: boolean) =>
      entra.scim('PATCH', `/Users/${ids.get(name)}`, { Operations: [{ op: 'replace', value: { active } }] });
    await patched(inactive, true);
    expect(await rolesOf(inactive)).to.deep.equal({
      [slug]: 'reporter',
      team: 'developer',
      api: 'maintainer',
    });
    await patched('p5', false);
    expect(await rolesOf('p5')).to.deep.equal({});
    await operate(app.services, 'member add', { group: slug, account: mail(onlyOld), role: 'guest' });
    expect(await rolesOf(onlyOld)).to.deep.equal({ [slug]: 'guest' });
  }

  it('is documented with commands that exist', async () => {
    const guide = await readFile(new URL('../../docs/moving.md', import.meta.url), 'utf8');
    const lines = [...guide.matchAll(/npx rollcall ([^`\n]+)/g)].map(([, line = '']) => line.trim());
    expect(lines).to.have.length.above(8);
    const silent = { write: () => undefined };
    for (const line of lines)
      programOf(describedCommands, { version: '0', stdout: silent, stderr: silent }, ({ command, args }) => {
        checkedArgs(command.args, args);
      }).parse(line.split(' '), { from: 'user' });
  });
});
