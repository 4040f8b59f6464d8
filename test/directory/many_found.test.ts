import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { directoryMembers } from '../../lib/provisioning/directory/collections.ts';
import type { DirectoryMember } from '../../lib/provisioning/directory/types.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { describeEmbedded } from '../store/embedded/available.ts';

const HALF = limits.filteredMembers / 2;

// The test server for MongoDB takes minutes to read so many.
describeEmbedded('groups and members, of which each alone is small enough to be found', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let inner: string;
  let outer: string;
  let apart: string;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap('acme');
    inner = await crowd('Inner');
    outer = await crowd('Outer', inner);
    apart = await crowd('Apart');
    for (const memberId of ['eve', 'fay']) await join((at) => ({ groupId: `${memberId} ${at}`, memberId }));
  });
  after(() => app.close());

  /** A group of half as many users as may be found, and one more. */
  async function crowd(displayName: string, ...members: string[]): Promise<string> {
    const { body } = await tenant.scim('POST', '/Groups', {
      displayName,
      members: members.map((value) => ({ value })),
    });
    const groupId = String(body.id);
    await join((at) => ({ groupId, memberId: `${groupId} ${at}` }));
    return groupId;
  }

  async function join(edge: (at: number) => Pick<DirectoryMember, 'groupId' | 'memberId'>): Promise<void> {
    const { integrationId } = tenant;
    await app.services.store.transaction(async (unit) => {
      for (let at = 0; at <= HALF; at++) {
        const { groupId, memberId } = edge(at);
        const member = { id: `${groupId}:${memberId}`, integrationId, groupId, memberId, kind: 'User' };
        unit.insert(directoryMembers, member as DirectoryMember);
      }
    });
  }

  async function found(path: string, filter: string): Promise<unknown[]> {
    const { status, body } = await tenant.scim('POST', `${path}/.search`, { filter });
    return [status, body.scimType];
  }

  it('are found one by one', async () => {
    expect(await found('/Users', `groups.value eq "${inner}"`)).to.deep.equal([200, undefined]);
    expect(await found('/Groups', 'members.value eq "eve"')).to.deep.equal([200, undefined]);
  });

  const tooMany: Readonly<Record<string, () => readonly [path: string, filter: string]>> = {
    'of groups nested in each other': () => ['/Users', `groups eq "${outer}"`],
    'of two groups in one or': () => ['/Users', `groups.value eq "${inner}" or groups.value eq "${apart}"`],
    'of two groups in one value path': () => ['/Users', `groups[value eq "${inner}" or value eq "${apart}"]`],
    'of two groups in terms apart': () => [
      '/Users',
      `not (groups.value eq "${inner}") and groups.value eq "${apart}"`,
    ],
    'of one group named twice': () => [
      '/Users',
      `groups.value eq "${inner}" or not (groups.value eq "${inner}")`,
    ],
    'of two members': () => ['/Groups', 'members.value eq "eve" or members.value eq "fay"'],
  };
  for (const [which, asked] of Object.entries(tooMany))
    it(`are refused together with 400 tooMany: ${which}`, async () => {
      expect(await found(...asked())).to.deep.equal([400, 'tooMany']);
    });
});
