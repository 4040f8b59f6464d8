import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { type Account, accounts } from '../../lib/accounts/types.ts';
import { members } from '../../lib/groups/types.ts';
import { watchBreakGlass } from '../../lib/provisioning/break_glass/watch.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { enforce, ready } from '../web/enforcement/fixture.ts';
import { PASSWORD, person, signedIn, withoutPassword } from '../web/people.ts';
import { mailsTo, noMailServer } from '../web/visitor.ts';

interface BreakGlass {
  readonly state: string;
  readonly owners: readonly Plain[];
  readonly others: readonly { readonly because: string }[];
}

describe('the break-glass owners of a top-level group', () => {
  let app: Rollcall;
  let acme: Tenant;
  /** An owner beside the one of the first hour. */
  let ada: Account & { email: string };

  before(async () => {
    app = await boot({ env: { ...noMailServer, METRICS_PORT: '0' } });
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap(undefined, { onEmailExists: 'hold' });
    ada = await person(app, { email: `ada${names++}@${acme.slug}.test` });
    await own(ada.username);
    await look();
  });

  let names = 0;
  const run = (name: string, input: Plain = {}) =>
    operate(app.services, name, { group: acme.slug, ...input });
  const role = (account: string, given: string) => run('member add', { account, role: given });
  const own = (account: string) => role(account, 'owner');
  const idOf = async (account: string) =>
    String((await operate(app.services, 'account show', { account })).id);
  const look = () => watchBreakGlass(app.services.store);
  const shown = async () => (await run('group show')).breakGlass as BreakGlass;
  const reasons = async () => (await shown()).others.map(({ because }) => because);
  const events = async () => {
    const { entries } = await run('audit list', { limit: 200 });
    const all = entries as { action: string; detail: Plain }[];
    return all.filter(({ action }) => action.startsWith('break_glass.')).map(({ action }) => action);
  };
  const told = async () => {
    const mails = await mailsTo(app, `owner@${acme.slug}.test`);
    return mails.filter(({ subject }) => subject.includes('can act without its identity provider'));
  };
  /** Makes the account a user of the integration, as an operator who links a held user. */
  const provision = async () => {
    const { body } = await acme.scim('POST', '/Users', user(ada.email));
    await run('identity link', { identity: String(body.id), account: ada.username });
    return `/Users/${String(body.id)}`;
  };

  /** Owners without a password, whose ids are before all others. */
  const manyOwners = (count: number) =>
    app.services.store.transaction(async (unit) => {
      const { groupId: rootId } = acme;
      const memberships = [{ groupId: rootId, role: 'owner', origins: [] }] as const;
      for (let at = 0; at < count; at++) {
        const [id, name] = [`0-${rootId}-${at}`, `${acme.slug}-${at}`];
        unit.insert(accounts, { id, username: name, usernameKey: name, name, createdAt: 0 });
        const of = { groupIds: [rootId], ownerOf: [rootId] };
        unit.insert(members, { id, rootId, accountId: id, memberships, ...of });
      }
    });

  it('are enough when two owners by hand have a password and no directory has them', async () => {
    expect(await shown()).to.deep.include({ state: 'enough', wanted: limits.breakGlassOwners, others: [] });
    expect((await shown()).owners.map(({ username }) => username)).to.have.members([
      acme.username,
      ada.username,
    ]);
    expect([await told(), await events()]).to.deep.equal([[], []]);
  });

  const falls: Readonly<
    Record<string, { fall(): Promise<unknown>; because: readonly string[]; rise(): Promise<unknown> }>
  > = {
    'is removed': {
      fall: () => run('member remove', { account: ada.username }),
      because: [],
      rise: () => own(ada.username),
    },
    'gets another role': {
      fall: () => role(ada.username, 'developer'),
      because: [],
      rise: () => own(ada.username),
    },
    'is linked to a user of the directory': {
      fall: provision,
      because: ['provisioned'],
      rise: async () => own((await person(app)).username),
    },
    'is deactivated by the directory': {
      fall: async () => acme.scim('PATCH', await provision(), deactivation),
      because: [],
      rise: async () => own((await person(app)).username),
    },
    'is managed, because the group verifies the domain': {
      fall: () => run('group domain add', { domain: `${acme.slug}.test`, verified: true }),
      because: ['managed', 'managed'],
      rise: () => run('group domain remove', { domain: `${acme.slug}.test` }),
    },
    'has no password any more': {
      fall: () => withoutPassword(app, ada),
      because: ['no_password'],
      rise: () => operate(app.services, 'account password', { account: ada.username }),
    },
  };
  for (const [what, { fall, because, rise }] of Object.entries(falls))
    it(`are too few when one ${what}: the owners get one mail, and the audit log an event`, async () => {
      await fall();
      expect([(await shown()).state, await reasons()]).to.deep.equal(['missing', because]);
      await look();
      await look();
      expect([(await told()).length, await events()]).to.deep.equal([1, ['break_glass.missing']]);
      await rise();
      expect((await shown()).state).to.equal('enough');
      await look();
      expect((await events()).toSorted()).to.deep.equal(['break_glass.missing', 'break_glass.restored']);
      expect(await told()).to.have.length(1);
    });

  it('get another mail when the number falls again', async () => {
    for (let turn = 0; turn < 2; turn++) {
      await role(ada.username, 'developer');
      await look();
      await own(ada.username);
      await look();
    }
    expect(await told()).to.have.length(2);
  });

  it('are found behind more owners of the directory than one page has', async () => {
    await role(ada.username, 'developer');
    await manyOwners(limits.maxPageSize + 1);
    const { owners, others } = await shown();
    expect(owners.map(({ username }) => username)).to.deep.equal([acme.username]);
    expect(others).to.have.length(limits.maxPageSize);
    await own(ada.username);
    expect(await shown()).to.deep.include({ state: 'enough', others: [] });
    await look();
    expect([await told(), await events()]).to.deep.equal([[], []]);
  });

  it('are not needed while no integration is live and no sign-on is enforced', async () => {
    await role(ada.username, 'developer');
    expect((await shown()).state).to.equal('missing');
    await run('integration preview');
    expect((await shown()).state).to.equal('not_needed');
    await run('integration go-live');
    expect((await shown()).state).to.equal('missing');
    await look();
    await run('integration change', { disable: true });
    expect((await shown()).state).to.equal('not_needed');
    await look();
    expect((await events()).toSorted()).to.deep.equal(['break_glass.missing', 'break_glass.restored']);
  });

  it('are needed while sign-on is enforced, without any integration too', async () => {
    const { scene } = await ready(app);
    const state = async () => {
      const { breakGlass } = await operate(app.services, 'group show', { group: scene.path });
      return (breakGlass as BreakGlass).state;
    };
    await operate(app.services, 'integration change', { group: scene.path, disable: true });
    expect(await state()).to.equal('not_needed');
    await withoutPassword(app, { id: await idOf(`owner@${scene.path}.test`) });
    await enforce(app, scene.path, 'everyone');
    expect(await state()).to.equal('missing');
    await enforce(app, scene.path, 'off');
    expect(await state()).to.equal('not_needed');
  });

  it('are shown to owners with what to do, to operators, and in a metric', async () => {
    const owner = await signedIn(app, ada);
    const olga = await person(app);
    await operate(app.services, 'operator add', { account: olga.username });
    const operator = await signedIn(app, olga);
    const seen = async () => [
      (await owner.visit(`/groups/${acme.slug}`)).text,
      (await owner.visit(`/groups/${acme.slug}/-/members`)).text,
    ];
    const missing = async () => {
      const text = await (await fetch(`${app.metricsUrl}/metrics`)).text();
      return Number(/^rollcall_break_glass_missing (\d+)$/m.exec(text)?.[1]);
    };
    const before = await missing();
    for (const text of await seen()) expect(text).not.to.contain('can act without the identity provider');
    await withoutPassword(app, { id: await idOf(acme.username) });
    await look();
    for (const text of await seen())
      expect(text)
        .to.contain('Only 1 of the 2 owners that a group needs can act without the identity provider.')
        .and.to.contain(`${acme.username} has no password here`)
        .and.to.contain(`href="/groups/${acme.slug}/-/invitations"`);
    for (const path of ['/operator', `/operator/groups/${acme.slug}`])
      expect((await operator.visit(path)).text)
        .to.contain('Break-glass owners')
        .and.to.contain('1 of 2');
    expect(await missing()).to.equal(before + 1);
  });

  it('are shown only to those who may see the owners', async () => {
    await role(ada.username, 'developer');
    const member = await signedIn(app, ada, PASSWORD);
    const { text } = await member.visit(`/api/v1/groups/${acme.slug}`);
    expect(JSON.parse(text)).not.to.have.property('breakGlass');
    expect((await member.visit(`/groups/${acme.slug}`)).text).not.to.contain('without the identity provider');
  });
});
