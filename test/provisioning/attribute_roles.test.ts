import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { unitStore } from '../../lib/audit/unit.ts';
import { saveMember, withdraw } from '../../lib/groups/members.ts';
import { memberOf } from '../../lib/groups/types.ts';
import { openWork } from '../../lib/jobs/work.ts';
import { identities } from '../../lib/provisioning/collections.ts';
import { beginRoleRecalculation } from '../../lib/provisioning/role_attributes/role_recalculation.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { operate, type Plain, refusal } from '../cli/operator.ts';
import { deactivation, type Rollcall, reactivation, type Tenant, user } from '../helper.ts';
import { bootWithSchemas } from '../http/fixture.ts';
import { below, groupNamed, rolesIn } from './people.ts';

const WORKATO = 'urn:ietf:params:scim:schemas:workato:1.0:WorkatoRole';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

const files = {
  'workato.json': {
    id: WORKATO,
    name: 'WorkatoRole',
    description: 'The role in the workspace',
    attributes: [
      { name: 'workato_role', type: 'string' },
      { name: 'seats', type: 'integer' },
    ],
  },
  'user.json': {
    name: 'User',
    endpoint: '/Users',
    schema: USER,
    schemaExtensions: [{ schema: WORKATO, required: false }],
  },
};

describe('attributes that give roles', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let dev: string;
  let people = 0;

  before(async () => {
    app = await bootWithSchemas(files);
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
    dev = (await below(app.services, await groupNamed(app.services, tenant.groupId), 'dev')).id;
  });

  const run = (verb: string, args: Plain = {}) =>
    operate(app.services, `integration role-attribute ${verb}`, { group: tenant.slug, ...args });
  const refused = (verb: string, args: Plain) =>
    refusal(app.services, `integration role-attribute ${verb}`, { group: tenant.slug, ...args });
  const toDev = (args: Plain = {}) =>
    run('set', { attribute: 'roles', target: `${tenant.slug}/dev`, ...args });
  const sent = (...roles: unknown[]) => ({ roles: roles.map((value) => ({ value })) });

  async function person(more: Resource = {}): Promise<string> {
    const email = `person-${++people}@${tenant.groupId}.test`;
    const { status, body } = await tenant.scim('POST', '/Users', user(email, more));
    expect(status, JSON.stringify(body)).to.equal(201);
    return String(body.id);
  }

  async function change(method: string, id: string, body: Resource): Promise<void> {
    const { status, body: answer } = await tenant.scim(method, `/Users/${id}`, body);
    expect(status, JSON.stringify(answer)).to.equal(200);
  }

  const patch = (id: string, ...operations: Resource[]) => change('PATCH', id, { Operations: operations });

  /** `top dev` of a person: `guest developer`. */
  async function rolesOf(id: string): Promise<string> {
    const identity = await app.services.store.get(identities, tenant.integrationId, id);
    const held = await rolesIn(app.services, tenant.groupId, identity?.accountId ?? '');
    return `${held[tenant.slug] ?? '-'} ${held.dev ?? '-'}`;
  }

  const meanings: readonly (readonly [
    what: string,
    values: readonly string[],
    sent: unknown[],
    role: string,
  ])[] = [
    ['the name of a role', [], ['developer'], 'developer'],
    ['it in any letter case', [], [' DEVELOPER '], 'developer'],
    ['a value that means one', ['admin=maintainer'], ['Admin'], 'maintainer'],
    ['a value with = and dots in it', ['a.b=c=reporter'], ['a.b=c'], 'reporter'],
    ['a name that means another', ['developer=guest'], ['developer'], 'guest'],
    ['several: the highest wins', ['dev=developer'], ['guest', 'dev', 'reporter'], 'developer'],
    ['unknown ones beside a known one', [], ['king', 'reporter', '__proto__'], 'reporter'],
    ['unknown ones only', [], ['king'], 'default'],
    ['owner', [], ['owner'], 'default'],
    ['none', [], [], 'default'],
  ];
  for (const [what, values, roles, role] of meanings)
    it(`give their roles at the top and below: ${what}`, async () => {
      await run('set', { attribute: 'roles', value: values });
      await toDev({ value: values });
      const id = await person(sent(...roles));
      expect(await rolesOf(id)).to.equal(role === 'default' ? 'guest -' : `${role} ${role}`);
    });

  it('are applied by PATCH and PUT, up and down', async () => {
    await toDev();
    const id = await person(sent('developer'));
    await patch(id, { op: 'replace', path: 'roles', value: [{ value: 'maintainer' }] });
    expect(await rolesOf(id)).to.equal('guest maintainer');
    await patch(id, { op: 'add', path: 'roles', value: [{ value: 'guest' }] });
    expect(await rolesOf(id)).to.equal('guest maintainer');
    await patch(id, { op: 'remove', path: 'roles[value eq "maintainer"]' });
    expect(await rolesOf(id)).to.equal('guest guest');
    const { body } = await tenant.scim('GET', `/Users/${id}`);
    await change('PUT', id, { ...body, ...sent('reporter') });
    expect(await rolesOf(id)).to.equal('guest reporter');
  });

  it('end roles below, and give the default role at the top, when removed', async () => {
    await run('set', { attribute: 'roles' });
    await toDev();
    const id = await person(sent('maintainer'));
    expect(await rolesOf(id)).to.equal('maintainer maintainer');
    await patch(id, { op: 'remove', path: 'roles' });
    expect(await rolesOf(id)).to.equal('guest -');
  });

  it('may be an attribute of an extension', async () => {
    await run('set', {
      attribute: `${WORKATO.toLowerCase()}:workato_role`,
      target: `${tenant.slug}/dev`,
      value: ['Analyst=reporter'],
    });
    const id = await person({ schemas: [USER, WORKATO], [WORKATO]: { workato_role: 'analyst' } });
    expect(await rolesOf(id)).to.equal('guest reporter');
    await patch(id, { op: 'replace', path: `${WORKATO}:workato_role`, value: 'developer' });
    expect(await rolesOf(id)).to.equal('guest developer');
    await patch(id, { op: 'remove', path: `${WORKATO}:workato_role` });
    expect(await rolesOf(id)).to.equal('guest -');
  });

  it('accept the id of an Entitlement of the group', async () => {
    await run('set', { attribute: 'entitlements', target: `${tenant.slug}/dev` });
    const { body } = await tenant.scim('GET', '/Entitlements?filter=displayName ew "/dev: developer"');
    const [entitlement] = body.Resources as Resource[];
    const id = await person({ entitlements: [{ value: entitlement?.id }] });
    expect(await rolesOf(id)).to.equal('guest developer');
    const stranger = await person({ entitlements: [{ value: `${tenant.groupId}:developer` }] });
    expect(await rolesOf(stranger)).to.equal('guest -');
  });

  it('give the highest role when several apply to one group', async () => {
    await toDev();
    await run('set', { attribute: 'title', target: `${tenant.slug}/dev`, value: ['Boss=maintainer'] });
    expect(await rolesOf(await person({ ...sent('developer'), title: 'Boss' }))).to.equal('guest maintainer');
    expect(await rolesOf(await person(sent('developer')))).to.equal('guest developer');
  });

  it('keep roles given by hand', async () => {
    await toDev();
    const id = await person(sent('maintainer'));
    const identity = await app.services.store.get(identities, tenant.integrationId, id);
    await operate(app.services, 'member add', {
      group: `${tenant.slug}/dev`,
      account: String(identity?.accountId),
      role: 'reporter',
    });
    await run('remove', { attribute: 'roles', target: `${tenant.slug}/dev` });
    expect(await rolesOf(id)).to.equal('guest reporter');
  });

  describe('when they are set, changed and removed', () => {
    it('give everybody the new roles', async () => {
      const [ann, bob, cid] = [
        await person(sent('maintainer')),
        await person(sent('admin')),
        await person(sent('developer')),
      ];
      await patch(cid, { op: 'replace', path: 'active', value: false });
      const all = async () => [await rolesOf(ann), await rolesOf(bob), await rolesOf(cid)];
      expect(await all()).to.deep.equal(['guest -', 'guest -', '- -']);
      await run('set', { attribute: 'roles' });
      await toDev({ value: ['admin=developer'] });
      expect(await all()).to.deep.equal(['maintainer maintainer', 'guest developer', '- -']);
      await toDev({ value: ['admin=reporter', 'maintainer=guest'] });
      expect(await all()).to.deep.equal(['maintainer guest', 'guest reporter', '- -']);
      await run('remove', { attribute: 'ROLES', target: `${tenant.slug}/dev` });
      expect(await all()).to.deep.equal(['maintainer -', 'guest -', '- -']);
      await run('remove', { attribute: 'roles' });
      expect(await all()).to.deep.equal(['guest -', 'guest -', '- -']);
    });

    it('decide what a deprovisioned user gets on reactivation', async () => {
      await toDev();
      const id = await person(sent('developer'));
      await patch(id, { op: 'replace', path: 'active', value: false });
      await run('remove', { attribute: 'roles', target: `${tenant.slug}/dev` });
      await patch(id, { op: 'replace', path: 'active', value: true });
      expect(await rolesOf(id)).to.equal('guest -');
    });

    it('are applied when the preview ends in which they were removed', async () => {
      await run('set', { attribute: 'roles' });
      await toDev();
      const [ann, bob] = [await person(sent('developer')), await person(sent('developer'))];
      await change('PATCH', bob, deactivation);
      await operate(app.services, 'integration preview', { group: tenant.slug });
      await run('remove', { attribute: 'roles' });
      await run('remove', { attribute: 'roles', target: `${tenant.slug}/dev` });
      expect(await rolesOf(ann)).to.equal('developer developer');
      const { plan } = await operate(app.services, 'integration plan', { group: tenant.slug });
      expect((plan as Plain[]).flatMap(({ leaves }) => leaves)).to.deep.equal([`${tenant.slug}/dev`]);
      await operate(app.services, 'integration go-live', { group: tenant.slug });
      expect(await rolesOf(ann)).to.equal('guest -');
      expect(await openWork(app.services.store, tenant.groupId, tenant.integrationId)).to.deep.equal([]);
      await change('PATCH', bob, reactivation);
      expect(await rolesOf(bob)).to.equal('guest -');
    });

    it('are in the audit log, with every account whose role changed', async () => {
      await person(sent('developer'));
      await person();
      await toDev();
      await run('remove', { attribute: 'roles', target: `${tenant.slug}/dev` });
      const { items } = await app.services.store.list(auditEntries, tenant.groupId, { limit: 100 });
      const actions = items.map(({ action }) => action).filter((action) => /attribute/.test(action));
      expect(actions.sort()).to.deep.equal([
        'integration.role_attribute_removed',
        'integration.role_attribute_set',
        'member.changed_by_role_attributes',
        'member.changed_by_role_attributes',
      ]);
    });

    it('are finished by the service after the command was stopped', async () => {
      const { store, runtime, runner } = app.services;
      const id = await person(sent('developer'));
      await toDev();
      const earlier = () => runtime.now() - limits.workGrace - 1;
      await unitStore(store, { ...runtime, now: earlier }).transaction(async (unit) => {
        const place = { rootId: tenant.groupId, subject: tenant.integrationId, cause: 'stopped' };
        beginRoleRecalculation(unit, place, dev);
        const identity = await unit.get(identities, tenant.integrationId, id);
        const before = await memberOf(unit, tenant.groupId, identity?.accountId ?? '');
        if (!before) throw new Error('no member');
        const origin = { kind: 'scim', source: tenant.integrationId } as const;
        await saveMember(unit, before, withdraw(before, origin, dev));
      });
      expect(await rolesOf(id)).to.equal('guest -');
      await runner.finishLeft();
      expect(await rolesOf(id)).to.equal('guest developer');
      expect(await openWork(store, tenant.groupId, tenant.integrationId)).to.deep.equal([]);
    });

    it('are listed', async () => {
      expect((await run('list')).roleAttributes).to.deep.equal([]);
      const set = await toDev({ value: ['Admin=maintainer'] });
      const wanted = { attribute: 'roles', target: `${tenant.slug}/dev`, values: { admin: 'maintainer' } };
      expect(set).to.deep.include(wanted);
      expect((await run('list')).roleAttributes).to.deep.equal([wanted]);
    });
  });

  const refusals: readonly (readonly [what: string, verb: string, args: Plain, message: RegExp])[] = [
    ['an attribute that users do not have', 'set', { attribute: 'rank' }, /no attribute rank/],
    ['an attribute that is not a text', 'set', { attribute: 'active' }, /active is not a text/],
    ['a number', 'set', { attribute: `${WORKATO}:seats` }, /seats is not a text/],
    ['an address as a whole', 'set', { attribute: 'addresses' }, /addresses is not a text/],
    ['a read-only attribute', 'set', { attribute: 'groups' }, /groups is not a text/],
    ['the manager', 'set', { attribute: 'manager' }, /manager has ids of other resources/],
    ['the id of the manager', 'set', { attribute: 'manager.value' }, /manager.value has ids/],
    ['the address of the manager', 'set', { attribute: 'manager.$ref' }, /manager.\$ref has ids/],
    ['a password', 'set', { attribute: 'password' }, /password is not a text/],
    [
      'a target elsewhere',
      'set',
      { attribute: 'roles', target: 'elsewhere' },
      /is outside .* An integration gives roles only/,
    ],
    ['a target that is none', 'set', { attribute: 'roles', target: 'nowhere/dev' }, /no group nowhere/],
    ['owner', 'set', { attribute: 'roles', value: ['boss=owner'] }, /boss=owner is not VALUE=ROLE/],
    ['half a value', 'set', { attribute: 'roles', value: ['developer'] }, /developer is not VALUE=ROLE/],
    ['to end a role attribute that does not exist', 'remove', { attribute: 'roles' }, /gives no role there/],
    [
      'too many values',
      'set',
      {
        attribute: 'roles',
        value: Array.from({ length: limits.roleValues + 1 }, (_none, at) => `v${at}=guest`),
      },
      /at most 100 values/,
    ],
  ];
  for (const [what, verb, args, message] of refusals)
    it(`refuse ${what}`, async () => {
      if (args.target === 'elsewhere') await app.bootstrap('elsewhere');
      expect((await refused(verb, args)).message).to.match(message);
      expect((await run('list')).roleAttributes).to.deep.equal([]);
    });

  it('have a limit', async () => {
    const names = ['title', 'nickName', 'userType', 'locale', 'timezone', 'displayName', 'profileUrl'];
    const targets = [undefined, 'dev', 'a', 'b'];
    const root = await groupNamed(app.services, tenant.groupId);
    for (const name of ['a', 'b']) await below(app.services, root, name);
    const all = names.flatMap((attribute) =>
      targets.map((target) => ({ attribute, ...(target ? { target: `${tenant.slug}/${target}` } : {}) })),
    );
    for (const args of all.slice(0, limits.roleAttributes)) await run('set', args);
    expect((await refused('set', { attribute: 'roles' })).message).to.match(/at most 20 attributes/);
    await run('set', { attribute: 'title', value: ['boss=maintainer'] });
  });
});
