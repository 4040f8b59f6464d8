import { expect } from 'chai';
import { makePersonalToken, notePersonalUse } from '../../lib/accounts/personal_tokens.ts';
import { commandNamed, commands } from '../../lib/cli/commands.ts';
import { plain } from '../../lib/cli/terminal/paint.ts';
import { samlProviders } from '../../lib/groups/saml_provider.ts';
import { accountOf } from '../../lib/operations/find.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { heard, streamed } from '../operations/scenes.ts';
import { aged } from '../provisioning/people.ts';
import { operate, shapeOf } from './operator.ts';
import { identity, shapes, text } from './shapes.ts';

describe("the operator's commands", () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot({ env: { DNS_SERVERS: '127.0.0.1:1' } });
    tenant = await app.bootstrap('pushed', { onEmailExists: 'hold' });
    await operate(app.services, 'account create', { email: 'hal@pushed.test', username: 'hal' });
    const named = { 'x-request-id': 'grace-request' };
    const grace = await tenant.scim('POST', '/Users', user('grace@pushed.test', { externalId: '1' }), named);
    await tenant.scim('POST', '/Groups', {
      displayName: 'Crew',
      externalId: 'crew-1',
      members: [{ value: grace.body.id }],
    });
    await tenant.scim('POST', '/Users', user('hal@pushed.test', { externalId: '2' }));
    await heard(app, tenant);
    await streamed(app, tenant);
    for (const group of ['halted', 'undone']) await pausedGroup(app, group);
  });
  after(() => app.close());

  for (const [name, args, shape] of shapes)
    it(`${name} ${JSON.stringify(args)}`, async () => {
      if (name === 'account saml-link') await addProvider(app);
      if (name === 'account token list') await addTokens(app);
      const result = await operate(app.services, name, args);
      expect(shapeOf(result)).to.deep.equal(shape);
      const shown = commandNamed(name)?.text(result, plain) ?? '';
      expect(shown)
        .to.match(/\S/)
        .and.not.match(/undefined|\[object|\bNaN\b/);
    });

  it('identity show {the whole resource}', async () => {
    const shown = await operate(app.services, 'identity show', {
      group: 'pushed',
      identity: 'grace@pushed.test',
    });
    const { resource, version, ...rest } = shown;
    expect(shapeOf(rest)).to.deep.equal({ integration: text, ...identity });
    expect(resource).to.deep.include({ userName: 'grace@pushed.test', externalId: '1' });
    expect(version).to.equal(1);
  });

  it('health {the service, its jobs and its queues}', async () => {
    const result = await operate(app.services, 'health');
    expect(result).to.have.all.keys('service', 'data', 'warnings', 'queues', 'leases');
    expect(commandNamed('health')?.text(result, plain))
      .to.match(/^ +version +\d/m)
      .and.match(/^deliver mails .* ok$/m)
      .and.not.match(/undefined|\[object|\bNaN\b/);
  });

  it('all have a row in this test', () => {
    const shown = new Set([...shapes.map(([name]) => name), 'first-run code', 'health', 'identity show']);
    const elsewhere = /^saml /;
    const missing = commands.filter(({ name }) => !shown.has(name) && !elsewhere.test(name));
    expect(missing.map(({ name }) => name)).to.deep.equal([]);
  });
});

/** A group whose only integration has removed one person and wanted to remove a second one. */
async function pausedGroup(app: Rollcall, group: string): Promise<void> {
  const { scim, groupId } = await app.bootstrap(group, { removalPeople: 1 });
  for (const name of ['ivy', 'jan']) {
    const { body } = await scim('POST', '/Users', user(`${name}@${group}.test`));
    await aged(app.services, groupId);
    await scim('DELETE', `/Users/${String(body.id)}`);
  }
}

/** Two personal access tokens of Ann, both used. */
async function addTokens({ services: { store, secrets } }: Rollcall): Promise<void> {
  await store.transaction(async (unit) => {
    const ann = await accountOf(unit, 'ann.ames');
    for (const name of ['deploy', 'report']) {
      const { token } = await makePersonalToken(unit, secrets.tokenPepper, ann, { name, days: 30 });
      await notePersonalUse(unit, token.id, '192.0.2.7');
    }
  });
}

async function addProvider({ services }: Rollcall): Promise<void> {
  const { id } = await operate(services, 'group show', { group: 'forms' });
  const rootId = String(id);
  await services.store.transaction(async (unit) => {
    unit.insert(samlProviders, { id: services.runtime.id(), rootId, identifyBy: 'userName' });
  });
}
