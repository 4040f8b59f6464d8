import { expect } from 'chai';
import { directoryGroups } from '../../lib/provisioning/collections.ts';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';

describe('a user who is deleted while a change adds them to a group', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  const cases: [how: string, take: (groupId: string, userId: string) => Promise<unknown>][] = [
    [
      'by PATCH',
      (groupId, value) =>
        tenant.scim('PATCH', `/Groups/${groupId}`, {
          Operations: [{ op: 'add', path: 'members', value: [{ value }] }],
        }),
    ],
    [
      'by PUT',
      (groupId, value) =>
        tenant.scim('PUT', `/Groups/${groupId}`, { displayName: groupId, members: [{ value }] }),
    ],
  ];
  for (const [how, take] of cases)
    for (const isFirst of [true, false])
      it(`is not a member afterwards, ${how}, ${isFirst ? 'just before' : 'just after'} the deletion`, async () => {
        const { store } = app.services;
        const { body: group } = await tenant.scim('POST', '/Groups', { displayName: `${how} ${isFirst}` });
        for (let turn = 0; turn < 10; turn++) {
          const person = user(`${turn}-${String(group.id)}@gone.test`);
          const { body: made } = await tenant.scim('POST', '/Users', person);
          const steps = [
            () => take(String(group.id), String(made.id)),
            () => tenant.scim('DELETE', `/Users/${made.id}`),
          ];
          await Promise.all((isFirst ? steps : steps.reverse()).map((step) => step()));
        }
        const { body } = await tenant.scim('GET', `/Groups/${group.id}`);
        expect(body.members as Resource[] | undefined).to.equal(undefined);
        const kept = await store.get(directoryGroups, tenant.integrationId, String(group.id));
        expect(kept?.size).to.equal(0);
      });
});
