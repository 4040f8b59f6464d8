import { limits } from '../../../config/limits.ts';
import { emailKey, emailsOf } from '../../accounts/index.ts';
import { groups, isFull, type Member, pathOf } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import {
  type Attention,
  attentions,
  attentionsOver,
  type Identity,
  identities,
  isActive,
  personOf,
  waitingOf,
} from '../../provisioning/index.ts';
import { fold } from '../../scim/index.ts';
import { all, type Reader } from '../../store/index.ts';
import { type CausingRequest, causingRequest } from './causing_request.ts';
import type { Scene } from './scene.ts';

/** The number of other memberships that a sentence names. */
const NAMED = 5;

/** One reason for having no access. */
export interface NoAccess {
  readonly kind:
    | 'deprovisioned'
    | 'inactive'
    | 'held'
    | 'refused'
    | 'preview'
    | 'nothing_given'
    | 'elsewhere'
    | 'full'
    | 'ended'
    | 'not_linked';
  readonly decision: string;
  readonly at?: string;
  readonly integration?: string;
  readonly userName?: string;
  /** What deprovisioning has taken. */
  readonly taken?: readonly { readonly group: string; readonly role: string }[];
  readonly request?: CausingRequest;
}

/** Why an account has no membership in the group in question. */
export async function whyNot(scene: Scene, member: Member | undefined): Promise<NoAccess[]> {
  const byIntegration = await Promise.all(
    scene.integrations.map((integration) => by(scene, integration, member)),
  );
  const found = [...(await byMembership(scene, member)), ...byIntegration.flat()];
  if (found.length > 0) return found;
  const { username } = scene.account;
  const decision = member
    ? `${username} was a member and no longer is; the audit log says who took the last membership away`
    : `no integration has a user who is linked to ${username}, and nobody has added ${username} by hand`;
  return [{ kind: member ? 'ended' : 'not_linked', decision }];
}

/** Why a held or refused user of an integration has no account. */
export async function whyNoAccount(
  store: Reader,
  integration: Integration,
  userName: string,
): Promise<NoAccess[]> {
  const identity = await store.find(identities, integration.id, 'userName', fold(userName));
  if (identity?.accountId !== undefined) return [];
  const waiting = await waitingOf(store, integration.id, {
    userName,
    ...(identity ? { identityId: identity.id } : {}),
  });
  const email = emailKey(userName);
  const conflicts =
    waiting.length === 0 && !identity && email !== undefined
      ? await attentionsOver(store, integration.id, email)
      : waiting;
  if (conflicts.length > 0) return conflicts.map((conflict) => conflictOf(integration, conflict));
  return identity ? [waitingIn(integration, identity)] : [];
}

async function byMembership(scene: Scene, member: Member | undefined): Promise<NoAccess[]> {
  if (!member) return [];
  const { store, path, account } = scene;
  if (member.memberships.length > 0) {
    const held = (await placesOf(store, member.rootId, member.memberships)).slice(0, NAMED);
    const where = held.map(({ group, role }) => `${group} as ${role}`).join(', ');
    const { username } = account;
    const elsewhere = `${username} is not a member of ${path} itself, and is a member of ${where}`;
    const full = `${username} has ${limits.membershipsPerPerson} memberships, as many as one may have: links and attributes give no more`;
    return [
      { kind: 'elsewhere', decision: elsewhere },
      ...(isFull(member) ? [{ kind: 'full', decision: full } as const] : []),
    ];
  }
  return member.deprovisioned ? [await deprovisioned(scene, member, member.deprovisioned)] : [];
}

async function deprovisioned(
  { store, group, account, integrations }: Scene,
  member: Member,
  { at: ms, by: integrationId, cause, taken }: NonNullable<Member['deprovisioned']>,
): Promise<NoAccess> {
  const at = new Date(ms).toISOString();
  const integration = integrations.find(({ id }) => id === integrationId);
  const identity = integration && (await store.find(identities, integration.id, 'account', account.id));
  const how = identity ? 'deactivated' : 'deleted';
  const about = { rootId: group.rootId, accountId: account.id, at: ms, integrationId, integrations };
  return {
    kind: 'deprovisioned',
    decision: integration
      ? `the integration ${integration.name} took every access away at ${at}: the user was ${how} there`
      : `an integration that was removed since took every access away at ${at}`,
    at,
    ...(integration ? { integration: integration.name } : {}),
    ...(identity ? { userName: personOf(identity.resource).userName } : {}),
    taken: await placesOf(store, member.rootId, taken),
    request: await causingRequest(store, cause, about),
  };
}

async function by(scene: Scene, integration: Integration, member: Member | undefined): Promise<NoAccess[]> {
  const { store, account } = scene;
  const linked = await store.find(identities, integration.id, 'account', account.id);
  if (linked) return ofLinked(scene, integration, linked, member);
  const range = { index: 'account', equal: [account.id] };
  const waiting = await all(store, attentions, integration.id, range);
  const conflicts = await Promise.all(
    waiting.map(async (conflict) => {
      const { identityId } = conflict;
      const kept =
        identityId === undefined ? undefined : await store.get(identities, integration.id, identityId);
      // The user of another account asks for this e-mail; this account is not affected.
      return kept?.accountId === undefined ? [conflictOf(integration, conflict)] : [];
    }),
  );
  if (conflicts.flat().length > 0) return conflicts.flat();
  return integration.preview ? inPreview(scene, integration) : [];
}

function ofLinked(
  { path }: Scene,
  integration: Integration,
  identity: Identity,
  member: Member | undefined,
): NoAccess[] {
  const { userName } = personOf(identity.resource);
  const named = { integration: integration.name, userName };
  if (member && member.memberships.length > 0) return [];
  if (!isActive(identity)) {
    if (member?.deprovisioned?.by === integration.id) return [];
    const decision = `the integration ${integration.name} says that its user ${userName} is inactive`;
    return [{ kind: 'inactive', decision, at: new Date(identity.modifiedAt).toISOString(), ...named }];
  }
  if (integration.preview) return [waitingIn(integration, identity)];
  const decision = `the user ${userName} of the integration ${integration.name} is active and linked, and gives no role in ${path}`;
  return [{ kind: 'nothing_given', decision, ...named }];
}

async function inPreview(scene: Scene, integration: Integration): Promise<NoAccess[]> {
  const { store, account } = scene;
  const emails = await emailsOf(store, account.id);
  const found = await Promise.all(
    emails.map(({ id }) => store.list(identities, integration.id, { index: 'email', equal: [id], limit: 1 })),
  );
  return found.flatMap(({ items }) => items.map((identity) => waitingIn(integration, identity)));
}

function waitingIn({ name, preview }: Integration, identity: Identity): NoAccess {
  const { userName } = personOf(identity.resource);
  const named = { integration: name, userName, at: new Date(identity.modifiedAt).toISOString() };
  return preview
    ? {
        kind: 'preview',
        decision: `the integration ${name} is in preview: what it says of its user ${userName} is not carried out yet`,
        ...named,
      }
    : {
        kind: 'held',
        decision: `the user ${userName} of the integration ${name} is not linked to an account`,
        ...named,
      };
}

function conflictOf(
  { name }: Integration,
  { email, userName, identityId, lastSeen, times }: Attention,
): NoAccess {
  const why = `Email exists: ${email} belongs to an account, and nothing proves that it is the same person`;
  const isHeld = identityId !== undefined;
  return {
    kind: isHeld ? 'held' : 'refused',
    decision: isHeld
      ? `the user ${userName} of the integration ${name} is held. ${why}`
      : `the integration ${name} was refused its user ${userName}, ${times === 1 ? 'once' : `${times} times`}. ${why}`,
    at: new Date(lastSeen).toISOString(),
    integration: name,
    userName,
  };
}

function placesOf(
  reader: Reader,
  rootId: string,
  memberships: Member['memberships'],
): Promise<{ group: string; role: string }[]> {
  return Promise.all(
    memberships.map(async ({ groupId, role }) => {
      const group = await reader.get(groups, rootId, groupId);
      return { group: group ? await pathOf(reader, group) : groupId, role };
    }),
  );
}
