import { expect } from 'chai';
import type { Ahead } from '../../lib/store/port.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';

const empty = { items: [] };

/** Answers nothing to a `get` until `answer` is called, and writes down what is asked. */
function slow() {
  const asked: string[] = [];
  let answer = (): void => undefined;
  const got = new Promise<undefined>((resolve) => {
    answer = () => resolve(undefined);
  });
  const noting = (name: string, found: unknown) => async () => {
    asked.push(name);
    return found;
  };
  const reader = {
    begunAt: 0,
    get: (from: { readonly name: string }) => {
      asked.push(from.name);
      return got;
    },
    getMany: noting('getMany', []),
    find: noting('find', undefined),
    locate: noting('locate', undefined),
    list: noting('list', empty),
  } as unknown as Ahead;
  return { reader, asked, answer };
}

/*
 * Rules find a rival by the version of the document that both write. What they read must be no older than that version:
 * a link that was made between the two reads would give no role, and nothing would conflict.
 */
describe('what is read before a change of', () => {
  let rollcall: Rollcall;
  let tenant: Tenant;
  before(async () => {
    rollcall = await boot();
    tenant = await rollcall.bootstrap();
  });
  after(() => rollcall.close());

  for (const [what, method, first] of [
    ['a directory group', 'PATCH', 'directory_groups'],
    ['a user', 'PATCH', 'identities'],
    ['a user', 'DELETE', 'identities'],
  ] as const)
    it(`${what} by ${method} begins when the document that rivals write is read`, async () => {
      const { services } = rollcall;
      const { reader, asked, answer } = slow();
      const { ahead } = services.store;
      services.store.ahead = () => reader;
      try {
        const rules = what === 'a user' ? services.users : services.directoryGroups;
        rules.foresee({ id: tenant.integrationId, rootId: tenant.groupId }, method, 'x');
        await services.runtime.breathe();
        expect(asked).to.deep.equal([first]);
        answer();
        await services.runtime.breathe();
        expect(asked.length).to.be.above(1);
      } finally {
        services.store.ahead = ahead;
      }
    });
});
