import { expect } from 'chai';
import { type Action, may, type Party, policy } from '../../lib/access/policy.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import { tokenCreate } from '../../lib/operations/tokens.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { type Callers, callersOf, perform } from './callers.ts';
import { operations } from './operations.ts';
import { offline, samples } from './samples.ts';

/** A group with what the sample of an operation needs, and one caller of each kind. */
interface Stage {
  readonly acme: Tenant;
  readonly callers: Callers;
}

describe('who may perform an operation', () => {
  let app: Rollcall;

  before(async () => {
    app = offline(await boot());
  });
  after(() => app.close());

  it('covers every action of the policy', () => {
    expect(operations.map(({ name }) => name)).to.have.members(Object.keys(policy));
  });

  const stageFor = async (action?: Action): Promise<Stage> => {
    const acme = await app.bootstrap();
    const callers = await callersOf(app, acme);
    if (action === undefined) return { acme, callers };
    const { given = [], prepare } = samples[action](acme.slug);
    await prepare?.(app, acme);
    for (const [command, args] of given) await operate(app.services, command, args);
    return { acme, callers };
  };

  for (const operation of operations) {
    const { name } = operation;
    const { noGroup, answer: allowed = 'done' } = samples[name]('acme');
    /** A refusal changes nothing, so the next caller finds the same stage. */
    let unused: Stage | undefined;

    const attempt = async (caller: keyof Callers, path?: string) => {
      unused ??= await stageFor(name);
      const { acme, callers } = unused;
      const { input, own } = samples[name](path ?? acme.slug);
      const rest =
        path === undefined
          ? await own?.(app.services, acme.slug, callers[caller])
          : { code: '', outcome: '' };
      try {
        await perform(app, operation, callers[caller], { ...input, ...rest });
        unused = undefined;
        return 'done';
      } catch (error) {
        if (error instanceof RuleError) return `${error.code} ${error.message}`;
        throw error;
      }
    };

    if (may(['setup_link'], name))
      it(`setupLink: ${name} is done`, async () => {
        expect(await attempt('setupLink')).to.equal('done');
      });

    for (const stranger of ['foreigner', 'left', 'scim', 'token', 'setupLink'] as const)
      if (stranger === 'setupLink' && may(['setup_link'], name)) continue;
      else if (noGroup) {
        const isPerson = stranger === 'foreigner' || stranger === 'left';
        const answer = isPerson && may(['self'], name) ? /^(?:done|wrong_password .*)$/ : /^forbidden /;
        it(`${stranger}: ${name} is ${isPerson && may(['self'], name) ? 'done' : 'forbidden'}`, async () => {
          expect(await attempt(stranger)).to.match(answer);
        });
      } else
        it(`${stranger}: ${name} answers as if the group did not exist`, async () => {
          const answer = await attempt(stranger);
          expect(answer).to.match(/^not_found /);
          expect(answer).to.equal(await attempt(stranger, 'no-such-group'));
        });

    for (const party of ['member', 'owner', 'operator'] as const)
      it(`${party}: ${name} is ${answerTo(party, name)}`, async () => {
        const expected = answerTo(party, name) === 'done' ? allowed : 'forbidden';
        expect((await attempt(party)).split(' ')[0]).to.equal(expected);
      });
  }

  it("names the owner in the audit log after an owner's change", async () => {
    const { acme, callers } = await stageFor();
    await perform(app, tokenCreate, callers.owner, { group: acme.slug, name: 'Second' });
    const { items } = await app.services.store.list(auditEntries, acme.groupId, { limit: 100 });
    expect(items.at(-1)?.actor).to.deep.equal(callers.owner);
  });
});

function answerTo(party: 'operator' | 'owner' | 'member', action: Action): 'done' | 'forbidden' {
  const parties: readonly Party[] = party === 'owner' ? ['owner', 'member', 'self'] : [party, 'self'];
  return may(party === 'operator' ? ['operator'] : parties, action) ? 'done' : 'forbidden';
}
