import { limits } from '../../config/limits.ts';
import { type Account, emailKey, linkDigest, linkSecret, newNonce } from '../accounts/index.ts';
import type { Actor, EventBody, Unit, View } from '../audit/index.ts';
import { hasPassed, RuleError } from '../kernel/index.ts';
import { queueMail } from '../outbox/index.ts';
import type { Collection, Doc, Reader } from '../store/index.ts';
import { isOwner } from './owners.ts';
import { type Group, groups, type Role } from './types.ts';

/** An offer of a role to the person with an address. It gives no access until the person accepts it. */
export interface Invitation extends Doc {
  readonly rootId: string;
  readonly groupId: string;
  readonly email: string;
  readonly emailKey: string;
  readonly role: Role;
  /** The account of the owner who sent the newest mail; absent for the operator. */
  readonly invitedBy?: string;
  /** The digest of the secret in the newest mail. */
  readonly secret: string;
  readonly createdAt: number;
  readonly sentAt: number;
  /** The time from which the store may remove the invitation. Its link stops working earlier. */
  readonly forgottenAt: number;
}

export const invitations: Collection<Invitation> = {
  name: 'invitations',
  scope: 'rootId',
  unique: {
    email: { fields: ['groupId', 'emailKey'] },
    secret: { fields: ['secret'], global: true },
  },
  indexes: { group: { fields: ['groupId'] } },
  expires: 'forgottenAt',
};

interface NewInvitation {
  readonly email: string;
  readonly role: Role;
  /** The owner who invites. */
  readonly by?: Account | undefined;
  readonly actor: Actor;
  /** The key from which the secret in the mail is derived. */
  readonly key: Buffer;
}

/**
 * Mails an invitation to an address. Throws `RuleError`: `invalid_email`, `already_invited`, `too_many_invitations`.
 */
export async function invite(unit: Unit, group: Group, wish: NewInvitation): Promise<Invitation> {
  const { rootId, id: groupId } = group;
  const email = wish.email.trim();
  const address = emailKey(email);
  if (address === undefined)
    throw new RuleError('invalid_email', `${email} is not an e-mail address. Correct it.`);
  const root = await unit.get(groups, rootId, rootId);
  if (await unit.find(invitations, rootId, 'email', groupId, address))
    throw new RuleError(
      'already_invited',
      `${email} is invited already. Send that invitation again, or withdraw it first.`,
    );
  const open = await unit.list(invitations, rootId, { limit: limits.openInvitations });
  if (open.items.length >= limits.openInvitations)
    throw new RuleError(
      'too_many_invitations',
      `A top-level group has at most ${limits.openInvitations} open invitations. Withdraw one first.`,
    );
  const now = unit.now();
  const made = unit.insert(invitations, {
    ...mailed(unit, group, { ...wish, email }),
    id: unit.id(),
    rootId,
    groupId,
    email,
    emailKey: address,
    role: wish.role,
    ...(wish.by === undefined ? {} : { invitedBy: wish.by.id }),
    createdAt: now,
  });
  if (root) unit.touch(groups, root);
  note(unit, made, wish.actor, { action: 'invitation.created', detail: detailOf(made) });
  return made;
}

/** Mails an invitation again, with a new link, expiry and sender. The link of the former mail stops working. */
export function inviteAgain(
  unit: Unit,
  group: Group,
  invitation: Invitation,
  wish: Pick<NewInvitation, 'by' | 'actor' | 'key'>,
): Invitation {
  const { email, role } = invitation;
  const { invitedBy: _former, ...rest } = invitation;
  const sent = unit.update(invitations, {
    ...rest,
    ...mailed(unit, group, { ...wish, email, role }),
    ...(wish.by === undefined ? {} : { invitedBy: wish.by.id }),
  });
  note(unit, sent, wish.actor, { action: 'invitation.sent_again', detail: detailOf(sent) });
  return sent;
}

/** Removes an invitation, so that its link stops working. */
export function withdrawInvitation(unit: Unit, invitation: Invitation, actor: Actor): void {
  unit.remove(invitations, invitation);
  note(unit, invitation, actor, { action: 'invitation.withdrawn', detail: detailOf(invitation) });
}

/** The invitation of a group with this id or address. Throws `RuleError` `not_found`. */
export async function invitationNamed(
  reader: Reader,
  { rootId, id: groupId }: Group,
  idOrEmail: string,
): Promise<Invitation> {
  const address = emailKey(idOrEmail);
  const found =
    address === undefined
      ? await reader.get(invitations, rootId, idOrEmail)
      : await reader.find(invitations, rootId, 'email', groupId, address);
  if (!found || found.groupId !== groupId)
    throw new RuleError('not_found', `${idOrEmail} is not invited to this group.`);
  return found;
}

/** The invitation of a mailed link, while it works. */
export async function invitationOf(view: View, secret: string): Promise<Invitation | undefined> {
  const found = await view.locate(invitations, 'secret', linkDigest(secret));
  return found && (await works(view, found)) ? found : undefined;
}

/** Whether the link of an invitation works: it is young enough, and who sent it may still invite. */
export async function works(view: View, invitation: Invitation): Promise<boolean> {
  const { sentAt, rootId, invitedBy } = invitation;
  if (hasPassed(sentAt, limits.invitationLife, view.now())) return false;
  return invitedBy === undefined || isOwner(view, rootId, invitedBy);
}

/** Removes an accepted invitation. */
export function spendInvitation(unit: Unit, invitation: Invitation, actor: Actor<'account'>): void {
  unit.remove(invitations, invitation);
  const { rootId, id } = invitation;
  const target = { kind: 'invitation', id } as const;
  unit.record({ rootId, actor, target, action: 'invitation.accepted', detail: detailOf(invitation) });
}

/** The time when the link of an invitation stops working. */
export function endOf({ sentAt }: Invitation): number {
  return sentAt + limits.invitationLife;
}

function mailed(unit: Unit, group: Group, { email, role, by, key }: Omit<NewInvitation, 'actor'>) {
  const nonce = newNonce(unit, key);
  const now = unit.now();
  queueMail(unit, email, {
    template: 'invitation',
    group: group.name,
    role,
    ...(by === undefined ? {} : { by: by.name }),
    nonce,
  });
  const secret = linkDigest(linkSecret(key, nonce));
  return { secret, sentAt: now, forgottenAt: now + limits.invitationLife + limits.invitationKept };
}

type InvitationEvent = 'invitation.created' | 'invitation.sent_again' | 'invitation.withdrawn';

function note(unit: Unit, { id, rootId }: Invitation, actor: Actor, event: EventBody<InvitationEvent>): void {
  unit.record({ rootId, actor, target: { kind: 'invitation', id }, ...event });
}

function detailOf({ groupId, email, role }: Invitation) {
  return { groupId, email, role };
}
