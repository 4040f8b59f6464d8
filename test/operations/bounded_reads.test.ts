import { expect } from 'chai';
import type { UnitStore } from '../../lib/audit/unit.ts';
import {
  accountList,
  accountShow,
  groupReview,
  groupSummary,
  healthShow,
} from '../../lib/operations/index.ts';
import type { Operation } from '../../lib/operations/operation.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { person } from '../web/people.ts';

const LIMIT = 10;

describe("the reads of the operator's pages", () => {
  let app: Rollcall;
  let acme: Tenant;

  before(async () => {
    app = await boot();
    acme = await app.bootstrap('acme');
  });
  after(() => app.close());

  /** The names of the calls of the store that an operation makes. */
  async function calls(operation: Pick<Operation, 'perform'>, input: object): Promise<string[]> {
    const made: string[] = [];
    const store = watched(app.services.store, made);
    const house = { services: { ...app.services, store }, publicUrl: app.url, samlUrl: app.url };
    await operation.perform(house, { actor: { kind: 'operator' }, sessions: [] }, input);
    return made.sort();
  }

  const cases = [
    ['the list of accounts', accountList, { limit: LIMIT }],
    ['an account', accountShow, { account: 'owner@acme.test' }],
    ['the list of groups', groupReview, { limit: LIMIT }],
    ['a group', groupSummary, { group: 'acme' }],
    ['health', healthShow, {}],
  ] as const;

  it('are as many with more accounts, members and groups, and none is a scan or a search', async () => {
    for (let more = 0; more < LIMIT; more += 1) {
      await person(app);
      await app.bootstrap();
    }
    const before = await Promise.all(cases.map(([, operation, input]) => calls(operation, input)));
    for (let more = 0; more < LIMIT; more += 1) {
      await person(app);
      await app.bootstrap();
      await acme.scim('POST', '/Users', user(`user${more}@acme.test`));
    }
    for (const [at, [title, operation, input]] of cases.entries()) {
      const after = await calls(operation, input);
      expect(after, title).to.deep.equal(before[at]);
      expect(after, title).not.to.include('scan').and.not.include('query');
    }
  });
});

/** The store, which notes each read. */
function watched(store: UnitStore, made: string[]): UnitStore {
  return new Proxy(store, {
    get(target, key) {
      const held: unknown = Reflect.get(target, key);
      if (typeof held !== 'function') return held;
      const isRead = ['get', 'getMany', 'find', 'locate', 'list', 'count', 'sweep', 'scan', 'query'].includes(
        String(key),
      );
      return (...given: unknown[]) => {
        if (isRead) made.push(String(key));
        return held.apply(target, given) as unknown;
      };
    },
  });
}
