import { expect } from 'chai';
import { accountNamed } from '../../lib/accounts/accounts.ts';
import { namesIn } from '../../lib/provisioning/compare/names.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';

const lists: readonly [title: string, list: string, names: readonly string[]][] = [
  ['lines', 'ann@a.test\nBob@a.test\n', ['ann@a.test', 'Bob@a.test']],
  ['a JSON array', '["ann@a.test", "bob", 7]', ['ann@a.test', 'bob']],
  [
    'CSV with a header, of which the first field counts',
    'email,name\r\n"ann@a.test","Ann, A"\r\nbob;Bob',
    ['ann@a.test', 'bob'],
  ],
  ['the same name twice, in any letter case', 'ann\nANN\n', ['ANN']],
  ['what only begins like JSON', '[ann', ['[ann']],
];

describe('comparing people with a list', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let owner: string;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap('compared');
    ({ username: owner } = await accountNamed(app.services.store, 'owner@compared.test'));
    for (const name of ['ann', 'bea', 'cid'])
      await tenant.scim('POST', '/Users', user(`${name}@c.test`, { externalId: `key-${name}` }));
    const [gone] = (await tenant.scim('GET', '/Users?filter=userName%20eq%20%22cid%40c.test%22')).body
      .Resources as Plain[];
    await tenant.scim('PATCH', `/Users/${String(gone?.id)}`, deactivation);
  });
  after(() => app.close());

  for (const [title, list, names] of lists)
    it(`reads ${title}`, () => {
      expect([...namesIn(list).values()]).to.deep.equal(names);
    });

  const compare = (list: string) =>
    operate(app.services, 'integration compare', { group: tenant.slug, listFile: list }) as Promise<Plain>;

  it('tells who is there and not here, and the reverse, by userName, externalId and e-mail', async () => {
    const { group, integration, plan, ...compared } = await compare('ANN@C.test\nkey-cid\ndan@c.test\n');
    expect([group, typeof integration]).to.deep.equal(['compared', 'string']);
    expect(plan).to.include({ people: 1, needsNumber: false });
    expect(compared).to.deep.equal({
      listed: 3,
      both: 1,
      onlyListed: { count: 1, names: ['dan@c.test'] },
      onlyHere: { count: 1, names: ['bea@c.test'] },
      inactive: { count: 1, names: ['cid@c.test'] },
      unprovisioned: { count: 0, names: [] },
      others: { count: 1, names: [owner] },
    });
  });

  it('tells members apart whom the integration has not created', async () => {
    const { unprovisioned, others } = await compare('owner@compared.test');
    expect([unprovisioned, others]).to.deep.equal([
      { count: 1, names: [owner] },
      { count: 0, names: [] },
    ]);
  });
});
