import { linkSecret } from '../../lib/accounts/links.ts';
import { accounts } from '../../lib/accounts/types.ts';
import type { Actor } from '../../lib/audit/types.ts';
import { invite } from '../../lib/groups/invitations.ts';
import { grant, saveMember } from '../../lib/groups/members.ts';
import { createTopLevelGroup } from '../../lib/groups/tree.ts';
import { emptyMember } from '../../lib/groups/types.ts';
import { createIntegration } from '../../lib/integrations/integrations.ts';
import type { Services } from '../../lib/operations/services.ts';
import { mails } from '../../lib/outbox/mail/mails.ts';
import { needsAttention } from '../../lib/provisioning/users/attention.ts';
import { inviteToLink } from '../../lib/provisioning/users/link_invitations.ts';
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

/** The secret of a link invitation that was mailed to the caller: a user in a new group has the caller's address. */
export async function linkInvitationFor(
  { store, secrets }: Services,
  group: string,
  { accountId = '' }: Actor,
) {
  const key = secrets.tokenPepper;
  const account = await store.get(accounts, PLATFORM, accountId);
  const text = account?.email;
  if (account === undefined || text === undefined) return { token: '' };
  await store.transaction(async (unit) => {
    const made = await createTopLevelGroup(unit, { slug: `${group}-${store.id()}` });
    const actor = { kind: 'operator' } as const;
    const integration = await createIntegration(unit, made, { name: 'Okta' }, actor);
    const email = { text, key: text };
    await needsAttention(unit, integration, { userName: text }, { account, email });
    await inviteToLink(unit, made, integration, { userName: text, actor, key });
  });
  const { items } = await store.list(mails, PLATFORM, { limit: 1_000 });
  const { letter } =
    items.findLast((mail) => mail.to === text && mail.letter.template === 'link_invitation') ?? {};
  return { token: letter?.template === 'link_invitation' ? linkSecret(key, letter.nonce) : '' };
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
