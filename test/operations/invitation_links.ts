import { linkSecret } from '../../lib/accounts/links.ts';
import { accounts } from '../../lib/accounts/types.ts';
import type { Actor } from '../../lib/audit/types.ts';
import { invite } from '../../lib/groups/invitations.ts';
import { emptyMember, grant, saveMember } from '../../lib/groups/members.ts';
import { createTopLevelGroup } from '../../lib/groups/tree.ts';
import type { Services } from '../../lib/operations/services.ts';
import { mails } from '../../lib/outbox/mail/mails.ts';
import { PLATFORM } from '../../lib/store/port.ts';

/** The secret of an invitation to a new group that was mailed to the caller. */
export async function invitationFor({ store, secrets }: Services, group: string, { accountId = '' }: Actor) {
  const key = secrets.tokenPepper;
  const email = (await store.get(accounts, PLATFORM, accountId))?.email ?? 'nobody@acme.test';
  await store.transaction(async (unit) =>
    invite(unit, await createTopLevelGroup(unit, { slug: `${group}-${store.id()}` }), {
      email,
      role: 'guest',
      actor: { kind: 'operator' },
      key,
    }),
  );
  const { items } = await store.list(mails, PLATFORM, { limit: 1_000 });
  const { letter } = items.findLast(({ to }) => to === email) ?? {};
  return { token: letter?.template === 'invitation' ? linkSecret(key, letter.nonce) : '' };
}

/** A new group that the caller has joined. */
export async function joinedGroup({ store }: Services, group: string, { accountId = '' }: Actor) {
  const slug = `${group}-${store.id()}`;
  await store.transaction(async (unit) => {
    const { id } = await createTopLevelGroup(unit, { slug });
    const origin = { kind: 'manual', role: 'guest', since: 1 } as const;
    await saveMember(unit, undefined, grant({ ...emptyMember(id, accountId), v: 0 }, id, origin));
  });
  return { group: slug };
}
