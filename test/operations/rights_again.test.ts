import { expect } from 'chai';
import type { Action } from '../../lib/access/policy.ts';
import type { UnitStore } from '../../lib/audit/unit.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { operations } from './operations.ts';
import { offline, samples } from './samples.ts';

const procedures: readonly Action[] = [
  'directory_group.create',
  'directory_group.remove',
  'domain.remove',
  'domain.verify',
  'integration.discard',
  'integration.go_live',
  'integration.reconcile',
  'integration.remove',
  'link.add',
  'link.change',
  'link.remove',
  'role_attribute.remove',
  'role_attribute.set',
  'saml.keys.rotate',
  'saml.refresh',
  'saml.set',
];

describe('a person who is removed while an operation runs', () => {
  let app: Rollcall;

  before(async () => {
    app = offline(await boot());
  });
  after(() => app.close());

  for (const { name, perform } of operations.filter(({ name }) => procedures.includes(name)))
    it(`cannot finish ${name}`, async () => {
      const tenant = await app.bootstrap();
      const group = tenant.slug;
      const email = `second@${group}.test`;
      const { id } = await operate(app.services, 'account create', { email });
      const args = { group, account: email };
      await operate(app.services, 'member add', { ...args, role: 'owner' });
      const { given = [], prepare, input } = samples[name](group);
      await prepare?.(app, tenant);
      for (const [command, words] of given) await operate(app.services, command, words);
      const store = beforeTransactions(app.services.store, () =>
        operate(app.services, 'member remove', args),
      );
      const house = { services: { ...app.services, store }, publicUrl: app.url, samlUrl: app.url };
      const caller = { actor: { kind: 'account' as const, accountId: String(id) }, sessions: [] };
      const outcome: unknown = await perform(house, caller, input).catch((error: unknown) => error);
      expect(outcome)
        .to.be.instanceOf(RuleError)
        .and.include({ message: 'You have no access to such a group. Check the path.' });
    });
});

/** The store; something happens before its next transaction. */
function beforeTransactions(store: UnitStore, happen: () => Promise<unknown>): UnitStore {
  let isOver = false;
  const transaction: UnitStore['transaction'] = async (work, lane) => {
    if (!isOver) await happen();
    isOver = true;
    return store.transaction(work, lane);
  };
  return new Proxy(store, {
    get(target, key) {
      if (key === 'transaction') return transaction;
      const held: unknown = Reflect.get(target, key);
      return typeof held === 'function' ? held.bind(target) : held;
    },
  });
}
