import { expect } from 'chai';
import type { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../../lib/audit/unit.ts';
import { integrationAttention } from '../../lib/operations/attention.ts';
import { directoryGroupList } from '../../lib/operations/directory_groups.ts';
import type { House, Operation } from '../../lib/operations/operation.ts';
import { attentions, directoryGroups } from '../../lib/provisioning/collections.ts';
import { groupLinks } from '../../lib/provisioning/directory/collections.ts';
import { samlMismatches } from '../../lib/provisioning/users/saml_mismatches.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { wrapped } from '../store/wrapped.ts';

const publicUrl = 'http://localhost:8080';
/** Documents that an operation may read by id between two turns of others: 20 at once, each with several reads. */
const MOST_READS = 200;

describe('an operation that lists a large collection', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    tenant = await app.bootstrap();
  });

  /** The answer of an operation, and the most reads by id that it made without a turn for others. */
  async function performed<R extends object>(operation: Pick<Operation<z.ZodObject, R>, 'perform'>) {
    let [reads, most, largest] = [0, 0, 0];
    const store: UnitStore = wrapped(app.services.store, (name, answer, args) => {
      if (name === 'breathe') reads = 0;
      if (name === 'list') largest = Math.max(largest, (args[2] as { limit: number }).limit);
      if (name === 'get' || name === 'find') most = Math.max(most, ++reads);
      return answer;
    });
    const house: House = { services: { ...app.services, store }, publicUrl, samlUrl: publicUrl };
    const caller = { actor: { kind: 'operator' as const }, sessions: [] };
    const answer = await operation.perform(house, caller, { group: tenant.slug });
    return { answer, most, largest };
  }

  it('shows so many who need attention, says how many more there are, and lets others have their turn', async () => {
    const place = { integrationId: tenant.integrationId, rootId: tenant.groupId };
    const seen = { firstSeen: 1, lastSeen: 1, times: 1 };
    const count = limits.shownAttentions + 3;
    await app.services.store.transaction(async (unit) => {
      for (let at = 0; at < count; at++) {
        const who = { ...place, ...seen, userName: `p${at}`, email: `p${at}@acme.test` };
        unit.insert(attentions, { ...who, id: `a${at}`, emailKey: who.email, accountId: 'nobody' });
        const difference = {
          attribute: 'email',
          scim: 'missing',
          nameId: 'a UUID',
          caseOnly: false,
        } as const;
        unit.insert(samlMismatches, { ...who, ...difference, id: `m${at}`, identityId: `m${at}` });
      }
    });
    const { answer, most, largest } = await performed(integrationAttention);
    expect(answer.conflicts).to.have.length(limits.shownAttentions);
    expect(answer.mismatches).to.have.length(limits.shownAttentions);
    expect(answer.more).to.equal(6);
    expect(most).to.be.below(MOST_READS);
    expect(largest).to.be.at.most(500);
  });

  it('lets others have their turn while it finds the targets of many links', async () => {
    const { integrationId, groupId: rootId } = tenant;
    const created = await tenant.scim('POST', '/Groups', { displayName: 'All' });
    const directoryGroupId = String(created.body.id);
    await app.services.store.transaction(async (unit) => {
      expect(await unit.get(directoryGroups, integrationId, directoryGroupId)).to.not.equal(undefined);
      for (let at = 0; at < 300; at++) {
        const link = { integrationId, rootId, directoryGroupId, targetId: `t${at}` };
        unit.insert(groupLinks, { ...link, id: `${rootId}${at}`, role: 'guest', createdAt: 1 });
      }
    });
    const { answer, most } = await performed(directoryGroupList);
    expect(answer.directoryGroups[0]?.links).to.have.length(300);
    expect(most).to.be.below(MOST_READS);
  });
});
