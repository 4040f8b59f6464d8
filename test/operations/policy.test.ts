import { expect } from 'chai';
import { type Action, may, type Party, policy } from '../../lib/access/policy.ts';
import { type Actor, auditEntries } from '../../lib/audit/types.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import { tokenCreate } from '../../lib/operations/tokens.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { type Callers, callersOf, perform } from './callers.ts';
import { operations } from './operations.ts';
import { offline, samples } from './samples.ts';

describe('who may perform an operation', () => {
  let app: Rollcall;
  let acme: Tenant;
  let callers: Callers;

  before(async () => {
    app = offline(await boot());
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap();
    callers = await callersOf(app, acme);
  });

  it('covers every action of the policy', () => {
    expect(operations.map(({ name }) => name)).to.have.members(Object.keys(policy));
  });

  for (const operation of operations) {
    const { name } = operation;
    const { noGroup } = samples[name]('acme');

    const attempt = async (actor: Actor, group = acme.slug) => {
      const { given = [], prepare, input, own } = samples[name](group);
      if (group === acme.slug) {
        await prepare?.(app, acme);
        for (const [command, args] of given) await operate(app.services, command, args);
      }
      const rest = group === acme.slug ? await own?.(app.services, group, actor) : { code: '', outcome: '' };
      return perform(app, operation, actor, { ...input, ...rest })
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
      if (noGroup) {
        const isPerson = stranger === 'foreigner' || stranger === 'left';
        const answer = isPerson && may(['self'], name) ? /^(?:done|wrong_password .*)$/ : /^forbidden /;
        it(`${stranger}: ${name} is ${isPerson && may(['self'], name) ? 'done' : 'forbidden'}`, async () => {
          expect(await attempt(callers[stranger])).to.match(answer);
        });
      } else
        it(`${stranger}: ${name} answers as if the group did not exist`, async () => {
          const answer = await attempt(callers[stranger]);
          expect(answer).to.match(/^not_found /);
          expect(answer).to.equal(await attempt(callers[stranger], 'no-such-group'));
        });
  }

  it("names the owner in the audit log after an owner's change", async () => {
    await perform(app, tokenCreate, callers.owner, { group: acme.slug, name: 'Second' });
    const { items } = await app.services.store.list(auditEntries, acme.groupId, { limit: 100 });
    expect(items.at(-1)?.actor).to.deep.equal(callers.owner);
  });
});

function answerTo(party: 'operator' | 'owner' | 'member', action: Action): 'done' | 'forbidden' {
  const parties: readonly Party[] = party === 'owner' ? ['owner', 'member', 'self'] : [party, 'self'];
  return may(party === 'operator' ? ['operator'] : parties, action) ? 'done' : 'forbidden';
}
