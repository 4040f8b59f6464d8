import { expect } from 'chai';
import type { Actor } from '../../lib/audit/types.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import { linkAdd, linkRemove } from '../../lib/operations/links.ts';
import type { House } from '../../lib/operations/operation.ts';
import { roleAttributeRemove, roleAttributeSet } from '../../lib/operations/role_attributes.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';

const publicUrl = 'http://localhost:8080';
const operations = [linkAdd, linkRemove, roleAttributeSet, roleAttributeRemove];

describe('operations that give roles in a group', () => {
  let app: Rollcall;
  let owner: Actor;

  before(async () => {
    app = await boot();
    const { username } = await app.bootstrap('acme');
    await app.bootstrap('globex');
    await operate(app.services, 'directory-group create', { group: 'acme', name: 'Crew' });
    const { id } = await operate(app.services, 'account show', { account: username });
    owner = { kind: 'account', accountId: String(id) };
  });
  after(() => app.close());

  for (const operation of operations)
    it(`${operation.name} gives an owner the same answer for a group of others and for an unknown one`, async () => {
      const house: House = { services: app.services, publicUrl, samlUrl: publicUrl };
      const refusal = async (target: string) => {
        const input = {
          group: 'acme',
          target,
          ...(operation.name.startsWith('link')
            ? { directoryGroup: 'Crew', ...(operation === linkAdd ? { role: 'guest' } : {}) }
            : { attribute: 'roles' }),
        };
        const error: unknown = await operation
          .perform(house, { actor: owner, sessions: [] }, input)
          .catch((thrown: unknown) => thrown);
        return error instanceof RuleError ? `${error.code} ${error.message}` : error;
      };
      expect(await refusal('globex')).to.equal('not_found There is no group globex. Check the path.');
      expect(await refusal('no-such')).to.equal('not_found There is no group no-such. Check the path.');
    });
});
