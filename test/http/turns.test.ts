import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { createSubgroup } from '../../lib/groups/tree.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { breathsOf } from '../breaths.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { groupNamed } from '../provisioning/people.ts';

describe('other requests run', function () {
  this.timeout(60_000);
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  async function breaths(method: string, path: string, body: Resource | undefined, status = 200) {
    return breathsOf(app.services, async () => {
      expect((await tenant.scim(method, path, body)).status).to.equal(status);
    });
  }

  async function made(userName: string, more: Resource = {}): Promise<string> {
    return `/Users/${(await tenant.scim('POST', '/Users', user(userName, more))).body.id}`;
  }

  it('while many operations of a PATCH are read', async () => {
    const Operations = Array.from({ length: 200 }, (_, at) => ({
      op: 'replace',
      path: 'name.familyName',
      value: `${at}`,
    }));
    expect(await breaths('PATCH', await made('read@acme.test'), { Operations })).to.be.at.least(9);
  });

  it('while a PATCH checks many values', async () => {
    const emails = Array.from({ length: 500 }, (_, at) => ({ value: `${at}@acme.test`, type: `t${at}` }));
    const target = await made('looked@acme.test', { emails });
    const Operations = Array.from({ length: 19 }, (_, at) => ({
      op: 'replace',
      path: `emails[type eq "t${at}" or type eq "none"].display`,
      value: 'Ann',
    }));
    expect(await breaths('PATCH', target, { Operations })).to.be.at.least(4);
  });

  it('while the order of a bulk request is computed', async () => {
    const count = 100;
    const Operations = Array.from({ length: count }, () => ({
      method: 'POST',
      path: '/Nothing',
      bulkId: 'a',
      data: {},
    }));
    expect(await breaths('POST', '/Bulk', { Operations })).to.be.at.least(count);
  });

  it('while the entitlements of many groups are listed', async () => {
    const { store } = app.services;
    const root = await groupNamed(app.services, tenant.groupId);
    await store.transaction(async (unit) => {
      for (let at = 0; at < 500; at++) await createSubgroup(unit, root, { slug: `g${at}`, kind: 'group' });
    });
    expect(await breaths('GET', '/Entitlements', undefined)).to.be.at.least(5);
    const search = { filter: 'id ne "x"', sortBy: 'displayName' };
    expect(await breaths('POST', '/Entitlements/.search', search)).to.be.at.least(5);
  });

  it('while a long body is scanned and parsed', async () => {
    const title = 'x'.repeat(limits.attributeChars);
    const body = { displayName: 'Long', members: Array.from({ length: 20 }, () => ({ value: title })) };
    expect(await breaths('POST', '/Groups', body, 400)).to.be.at.least(20);
  });
});
