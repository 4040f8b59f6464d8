import { limits } from '../../../config/limits.ts';
import { type Account, emailHolder, linkDigest, linkSecret, newNonce } from '../../accounts/index.ts';
import type { Actor, Unit, View } from '../../audit/index.ts';
import { type Group, groups, samlProviders } from '../../groups/index.ts';
import { type Integration, integrations } from '../../integrations/index.ts';
import { hasPassed, RuleError } from '../../kernel/index.ts';
import { queueMail } from '../../outbox/index.ts';
import { fold } from '../../scim/index.ts';
import type { Reader } from '../../store/index.ts';
import { attentions, identities } from '../collections.ts';
import type { Attention } from '../types.ts';
import { waitingOf } from './attention.ts';
import { conflictOf } from './conflicts.ts';
import type { People } from './people.ts';

interface Inviting {
  /** The userName of the user in conflict. */
  readonly userName: string;
  /** The owner who invites. */
  readonly by?: Account | undefined;
  readonly actor: Actor;
  /** Makes the secret in the mail. */
  readonly key: Buffer;
}

/**
 * The conflict of a user for which the holder of the address can be invited. Throws `RuleError`: `not_found`,
 * `not_invitable`.
 */
export async function invitable(
  reader: Reader,
  integration: Integration,
  userName: string,
): Promise<Attention> {
  const { id, name } = integration;
  const user = await reader.find(identities, id, 'userName', fold(userName));
  const [entry] = await waitingOf(reader, id, { userName, ...(user ? { identityId: user.id } : {}) });
  if (!entry) throw new RuleError('not_found', `${name} has no e-mail conflict of ${userName}.`);
  const { remedies } = await conflictOf(reader, integration, entry);
  if (!remedies.some(({ code }) => code === 'invite_to_link'))
    throw new RuleError(
      'not_invitable',
      `A link invitation does not help ${userName}. The list of people who need attention shows what does.`,
    );
  return entry;
}

/**
 * Mails the holder of the address a question: is this user you? A former invitation stops working. Throws what
 * `invitable` throws.
 */
export async function inviteToLink(
  unit: Unit,
  { name: group }: Group,
  integration: Integration,
  { userName, by, actor, key }: Inviting,
): Promise<Attention> {
  const entry = await invitable(unit, integration, userName);
  const nonce = newNonce(unit, key);
  const { linkAcceptedAt: _, ...rest } = entry;
  const sent = unit.update(attentions, {
    ...rest,
    linkSecret: linkDigest(linkSecret(key, nonce)),
    linkSentAt: unit.now(),
  });
  queueMail(unit, entry.email, {
    template: 'link_invitation',
    group,
    userName: entry.userName,
    ...(by === undefined ? {} : { by: by.name }),
    nonce,
  });
  unit.record({ actor, action: 'link_invitation.sent', ...about(sent) });
  return sent;
}

/** A link invitation that works, and how the person can accept it. */
export interface LinkInvitation {
  readonly entry: Attention;
  readonly group: Group;
  readonly integration: Integration;
  /** Whether the person links by signing in at the identity provider: that proves more. */
  readonly bySignOn: boolean;
}

/** The invitation of a mailed link, while it works and its conflict lasts. */
export async function linkInvitationOf(view: View, secret: string): Promise<LinkInvitation | undefined> {
  const entry = await view.locate(attentions, 'linkSecret', linkDigest(secret));
  if (!entry || hasPassed(entry.linkSentAt ?? 0, limits.invitationLife, view.now())) return undefined;
  const { rootId, integrationId } = entry;
  const [group, integration, provider] = await Promise.all([
    view.get(groups, rootId, rootId),
    view.get(integrations, rootId, integrationId),
    view.find(samlProviders, rootId, 'root', rootId),
  ]);
  if (!group || !integration || integration.ending !== undefined) return undefined;
  const { remedies } = await conflictOf(view, integration, entry);
  if (!remedies.some(({ code }) => code === 'invite_to_link')) return undefined;
  return { entry, group, integration, bySignOn: provider?.idp !== undefined };
}

/** Whether the account has the address of the conflict now. */
export async function isAsked(
  reader: Reader,
  { emailKey, accountId }: Attention,
  { id }: Account,
): Promise<boolean> {
  return accountId === id && (await emailHolder(reader, emailKey))?.accountId === id;
}

/**
 * The person confirms that the user is them. A held user is linked at once; a refused one when the identity provider
 * sends it again. Throws `RuleError`: `invitation_over`, `invitation_for_another`, `not_invitable` where the person
 * links by a sign-on instead.
 */
export async function acceptLink(
  unit: Unit,
  people: Pick<People, 'link'>,
  account: Account,
  secret: string,
): Promise<LinkInvitation & { readonly linked: boolean }> {
  const found = await linkInvitationOf(unit, secret);
  if (!found) throw new RuleError('invitation_over', 'This invitation no longer works. Ask for a new one.');
  const { entry, group, integration, bySignOn } = found;
  if (!(await isAsked(unit, entry, account)))
    throw new RuleError(
      'invitation_for_another',
      `This invitation is for the account that has ${entry.email}, which yours does not have.`,
    );
  if (bySignOn)
    throw new RuleError('not_invitable', `Link your sign-in with ${group.name} instead, in your profile.`);
  const actor = { kind: 'account', accountId: account.id } as const;
  unit.record({ actor, action: 'link_invitation.accepted', ...about(entry) });
  const { identityId } = entry;
  const held = identityId === undefined ? undefined : await unit.get(identities, integration.id, identityId);
  const isLive = integration.enabled && !integration.preview && !integration.paused;
  if (!held || !isLive) {
    const { linkSecret: _, ...rest } = entry;
    unit.update(attentions, { ...rest, linkAcceptedAt: unit.now() });
    return { ...found, linked: false };
  }
  const cause = unit.id();
  await people.link(unit, held, integration, account, cause);
  unit.record({
    rootId: group.id,
    actor,
    action: 'user.linked',
    target: { kind: 'user', id: held.id },
    detail: { integrationId: integration.id, accountId: account.id, username: account.username },
    requestId: cause,
  });
  return { ...found, linked: true };
}

function about({ rootId, integrationId, userName, email }: Attention) {
  const target = { kind: 'integration', id: integrationId } as const;
  return { rootId, target, detail: { integrationId, userName, email } };
}
