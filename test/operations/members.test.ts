import { expect } from 'chai';
import type { Explanation } from '../../lib/access/explain/why.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import { subgroupCreate } from '../../lib/operations/groups.ts';
import {
  memberAdd,
  memberConvert,
  memberRemove,
  memberShow,
  memberWhy,
} from '../../lib/operations/members.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { type Callers, callersOf, perform } from './callers.ts';

describe('operations on members, for an owner', () => {
  let app: Rollcall;
  let acme: Tenant;
  let callers: Callers;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    acme = await app.bootstrap();
    callers = await callersOf(app, acme);
    await perform(app, subgroupCreate, callers.owner, { group: acme.slug, slug: 'dev' });
  });

  const wishes = [
    ['member.add', memberAdd, { role: 'guest' }],
    ['member.convert', memberConvert, { to: 'manual' }],
    ['member.remove', memberRemove, {}],
    ['member.show', memberShow, {}],
    ['member.why', memberWhy, {}],
  ] as const;
  for (const [name, operation, wish] of wishes)
    it(`${name} gives the same answer for an account of another group and for an unknown one`, async () => {
      const about = async (account: string) =>
        perform<object>(app, operation, callers.owner, { group: `${acme.slug}/dev`, account, ...wish }).then(
          () => 'done',
          (error: unknown) => {
            if (!(error instanceof RuleError)) throw error;
            return `${error.code} ${error.message.replace(account, 'WHO')}`;
          },
        );
      const { username } = await app.bootstrap();
      const answer = await about('nobody-at-all');
      expect(answer).to.match(/^not_found .* is WHO\.$/);
      expect(await about(username)).to.equal(answer);
    });

  it('member.add does not reactivate a former member', async () => {
    const wish = { group: acme.slug, account: `left@${acme.slug}.test`, role: 'guest' };
    const error: unknown = await perform(app, memberAdd, callers.owner, wish).catch((refused) => refused);
    expect(error).to.be.instanceOf(RuleError).with.property('code', 'not_found');
  });

  it('member.add gives a member a role below, and member.why names the owner who gave it', async () => {
    const place = { group: `${acme.slug}/dev`, account: `member@${acme.slug}.test` };
    await perform(app, memberAdd, callers.owner, { ...place, role: 'maintainer' });
    const { memberships }: Explanation = await perform(app, memberWhy, callers.owner, place);
    const [origin] = memberships[0]?.origins ?? [];
    expect(origin?.decision).to.equal(`given by hand by ${acme.username}`);
    expect(origin?.request.sentence).to.match(new RegExp(`^member\\.added at \\S+, by ${acme.username}\\.$`));
  });
});
