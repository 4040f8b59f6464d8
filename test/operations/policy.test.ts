import { expect } from 'chai';
import { type Action, may, type Party, policy } from '../../lib/access/policy.ts';
import { type Actor, auditEntries } from '../../lib/audit/types.ts';
import { deprovision, memberOf, saveMember } from '../../lib/groups/members.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import type { House } from '../../lib/operations/operation.ts';
import { operations } from '../../lib/operations/operations.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { offline, samples } from './samples.ts';

const publicUrl = 'http://localhost:8080';

describe('who may perform an operation', () => {
  let app: Rollcall;
  let acme: Tenant;
  let callers: Readonly<
    Record<'operator' | 'owner' | 'foreigner' | 'member' | 'left' | 'scim' | 'token', Actor>
  >;

  before(async () => {
    app = offline(await boot());
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap();
    const globex = await app.bootstrap();
    const [member, left] = [await person('member'), await person('left')];
    await app.services.store.transaction(async (tx) => {
      const before = await memberOf(tx, acme.groupId, left);
      if (before) await saveMember(tx, before, deprovision(before, 1, acme.integrationId));
    });
    const owner = await idOf(acme.username);
    callers = {
      operator: { kind: 'operator' },
      owner: { kind: 'account', accountId: owner },
      foreigner: { kind: 'account', accountId: await idOf(globex.username) },
      member: { kind: 'account', accountId: member },
      left: { kind: 'account', accountId: left },
      scim: { kind: 'scim', integrationId: acme.integrationId },
      token: { kind: 'account', accountId: owner, tokenId: 'personal' },
    };
  });

  it('has an operation for every action of the policy', () => {
    expect(operations.map(({ name }) => name)).to.have.members(Object.keys(policy));
  });

  for (const { name, perform } of operations) {
    const { noGroup } = samples[name]('acme');

    const attempt = async (actor: Actor, group = acme.slug) => {
      const { given = [], prepare, input } = samples[name](group);
      if (group === acme.slug) {
        await prepare?.(app, acme);
        for (const [command, args] of given) await operate(app.services, command, args);
      }
      return perform(house(), { actor, sessions: [] }, input)
        .then(() => 'done')
        .catch((error: unknown) => {
          if (error instanceof RuleError) return `${error.code} ${error.message}`;
          throw error;
        });
    };

    for (const party of ['operator', 'owner', 'member'] as const)
      it(`${party}: ${name} is ${answerTo(party, name)}`, async () => {
        expect((await attempt(callers[party])).split(' ')[0]).to.equal(answerTo(party, name));
      });

    for (const stranger of ['foreigner', 'left', 'scim', 'token'] as const)
      if (noGroup)
        it(`${stranger}: ${name} is forbidden`, async () => {
          expect(await attempt(callers[stranger])).to.match(/^forbidden /);
        });
      else
        it(`${stranger}: ${name} answers as if the group did not exist`, async () => {
          const answer = await attempt(callers[stranger]);
          expect(answer).to.match(/^not_found /);
          expect(answer).to.equal(await attempt(callers[stranger], 'no-such-group'));
        });
  }

  it('a change that an owner makes names the owner in the audit log', async () => {
    const create = operations.find(({ name }) => name === 'token.create');
    await create?.perform(
      house(),
      { actor: callers.owner, sessions: [] },
      { group: acme.slug, name: 'Second' },
    );
    const { items } = await app.services.store.list(auditEntries, acme.groupId, { limit: 100 });
    expect(items.at(-1)?.actor).to.deep.equal(callers.owner);
  });

  function house(): House {
    return { services: app.services, publicUrl, samlUrl: publicUrl };
  }

  async function person(name: string): Promise<string> {
    const email = `${name}@${acme.slug}.test`;
    const { username } = await operate(app.services, 'account create', { email, name });
    await operate(app.services, 'member add', { group: acme.slug, account: email, role: 'developer' });
    return idOf(String(username));
  }

  async function idOf(account: string): Promise<string> {
    const { id } = await operate(app.services, 'account show', { account });
    return String(id);
  }
});

function answerTo(party: 'operator' | 'owner' | 'member', action: Action): 'done' | 'forbidden' {
  const parties: readonly Party[] = party === 'owner' ? ['owner', 'member', 'self'] : [party, 'self'];
  return may(party === 'operator' ? ['operator'] : parties, action) ? 'done' : 'forbidden';
}
