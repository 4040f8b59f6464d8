import { type Account, accounts } from '../../accounts/index.ts';
import {
  type Group,
  groups,
  type Membership,
  memberOf,
  type Origin,
  pathOf,
  type Role,
} from '../../groups/index.ts';
import { listIntegrations } from '../../integrations/index.ts';
import {
  Directory,
  directoryGroups,
  directoryMembers,
  groupLinks,
  type Identity,
  identities,
  roleValues,
} from '../../provisioning/index.ts';
import { all, PLATFORM } from '../../store/index.ts';
import { type CausingRequest, causingRequest } from './causing_request.ts';
import type { Scene, WhyParts } from './scene.ts';
import { becauseOf } from './which_wins.ts';
import { type NoAccess, whyNot } from './why_not.ts';

/** Why a person has access or has none. Plain JSON. */
export interface Explanation {
  readonly group: string;
  /** Absent for a user of an identity provider without an account. */
  readonly account?: {
    readonly id: string;
    readonly username: string;
    readonly name: string;
    /** Whether the top-level group manages it. */
    readonly managed: boolean;
  };
  readonly memberships: readonly ExplainedMembership[];
  /** The reasons for having no membership. */
  readonly noAccess: readonly NoAccess[];
}

interface ExplainedMembership {
  readonly group: string;
  readonly role: Role;
  readonly because: string;
  readonly origins: readonly ExplainedOrigin[];
}

interface ExplainedOrigin {
  readonly kind: Origin['kind'];
  readonly role: Role;
  /** Whether it decides the role of the membership. */
  readonly effective: boolean;
  readonly since: string;
  readonly decision: string;
  readonly integration?: string;
  /** The directory groups from the linked one down to the one that contains the user. */
  readonly directoryGroups?: readonly { readonly id: string; readonly name: string }[];
  readonly linkId?: string;
  readonly attribute?: { readonly name: string; readonly value: string };
  readonly request: CausingRequest;
}

type Decided = Omit<ExplainedOrigin, 'kind' | 'role' | 'effective' | 'since' | 'request'>;

/**
 * Explains the access of an account: for a top-level group every membership under it, for a group below it only its
 * own. Excludes inherited access.
 */
export async function whyAccess(parts: WhyParts, group: Group, account: Account): Promise<Explanation> {
  const { store } = parts;
  const [path, integrations, member] = await Promise.all([
    pathOf(store, group),
    listIntegrations(store, group.rootId),
    memberOf(store, group.rootId, account.id),
  ]);
  const scene = { ...parts, group, path, account, integrations };
  const shown = (member?.memberships ?? []).filter(
    ({ groupId }) => group.parentId === undefined || groupId === group.id,
  );
  const { id, username, name, managedBy } = account;
  return {
    group: path,
    account: { id, username, name, managed: managedBy === group.rootId },
    memberships: await Promise.all(shown.map((membership) => explained(scene, membership))),
    noAccess: shown.length > 0 ? [] : await whyNot(scene, member),
  };
}

async function explained(scene: Scene, { groupId, role, origins }: Membership): Promise<ExplainedMembership> {
  const shown = await Promise.all(
    origins.map(async (origin) => {
      const request = await requestOf(scene, origin);
      return {
        kind: origin.kind,
        role: origin.role,
        effective: origin.role === role,
        since: new Date(origin.since).toISOString(),
        ...(await decided(scene, groupId, origin, request)),
        request,
      };
    }),
  );
  return { group: await pathIn(scene, groupId), role, because: becauseOf(role, shown), origins: shown };
}

function requestOf({ store, group, account, integrations }: Scene, origin: Origin): Promise<CausingRequest> {
  return causingRequest(store, origin.cause, {
    rootId: group.rootId,
    accountId: account.id,
    at: origin.since,
    integrationId: origin.kind === 'scim' ? origin.source : origin.via,
    integrations,
  });
}

async function decided(
  scene: Scene,
  groupId: string,
  origin: Origin,
  request: CausingRequest,
): Promise<Decided> {
  switch (origin.kind) {
    case 'scim':
      return byScim(scene, groupId, origin);
    case 'directory_group':
      return byLink(scene, groupId, origin);
    case 'manual':
      return { decision: await byHand(scene, origin, request) };
    case 'invite':
      return { decision: await byInvitation(scene, origin) };
    case 'saml':
      return { decision: 'came by signing in with SAML' };
  }
}

async function byHand(
  { store }: Scene,
  { source }: Origin,
  { action, actor, account }: CausingRequest,
): Promise<string> {
  if (source !== undefined) {
    const giver = await store.get(accounts, PLATFORM, source);
    return giver ? `given by hand by ${giver.username}` : 'given by hand';
  }
  const person = actor === 'operator' ? 'the operator' : account;
  const byPerson = person === undefined ? '' : ` by ${person}`;
  if (action === 'member.converted') return `kept by hand${byPerson}, whatever the links say`;
  if (action === 'member.kept')
    return 'given by an integration that was removed since, and kept as if given by hand';
  return `given by hand${byPerson}`;
}

async function byInvitation({ store }: Scene, { source }: Origin): Promise<string> {
  const inviter = source === undefined ? undefined : await store.get(accounts, PLATFORM, source);
  return `came by an invitation of ${inviter?.username ?? 'the operator'}`;
}

async function byScim(scene: Scene, groupId: string, { source = '', role }: Origin): Promise<Decided> {
  const integration = scene.integrations.find(({ id }) => id === source);
  if (!integration) return { decision: 'provisioned by an integration that was removed since' };
  const { name, settings, enabled } = integration;
  const by = `the integration ${name}${enabled ? '' : ' (disabled now)'}`;
  const identity = await identityIn(scene, source);
  const saying = identity
    ? roleValues(scene.registry.userType, integration, identity.resource).find(
        (said) => said.groupId === groupId && said.role === role,
      )
    : undefined;
  if (saying) {
    const { attribute, value } = saying;
    return {
      decision: `provisioned by ${by}: the attribute ${attribute} = ${value} means ${role}`,
      integration: name,
      attribute: { name: attribute, value },
    };
  }
  if (groupId !== scene.group.rootId)
    return {
      decision: `provisioned by ${by} as ${role}, by an attribute as it was then`,
      integration: name,
    };
  const decision =
    role === settings.defaultRole
      ? `provisioned by ${by} with its default role ${role}`
      : `provisioned by ${by} as ${role}, what its default role or an attribute was then`;
  return { decision, integration: name };
}

async function byLink(
  scene: Scene,
  groupId: string,
  { source = '', via = '', role }: Origin,
): Promise<Decided> {
  const { store } = scene;
  const integration = scene.integrations.find(({ id }) => id === via);
  const named = integration ? { integration: integration.name } : {};
  const link = await store.get(groupLinks, via, source);
  if (!link) return { decision: `a directory group gives ${role}, by a link that has just ended`, ...named };
  const way = await wayTo(scene, via, link.directoryGroupId);
  const chain = await Promise.all(
    way.map(async (id) => {
      const found = await store.get(directoryGroups, via, id);
      return { id, name: String(found?.resource.displayName ?? id) };
    }),
  );
  const [linked, ...below] = chain.map(({ name }) => name);
  const through =
    below.length === 0 ? '' : ` (through ${below.toReversed().join(', nested in ')}, nested in it)`;
  return {
    decision: `the directory group ${linked}${through} is linked to ${await pathIn(scene, groupId)} as ${role}`,
    ...named,
    directoryGroups: chain,
    linkId: link.id,
  };
}

/** From the linked directory group down to the one that contains the user. */
async function wayTo(scene: Scene, integrationId: string, linkedId: string): Promise<string[]> {
  const identity = await identityIn(scene, integrationId);
  if (!identity) return [linkedId];
  const range = { index: 'member', equal: [identity.id] };
  const direct = await all(scene.store, directoryMembers, integrationId, range);
  const directory = new Directory(scene.store, integrationId);
  return (await directory.way(linkedId, new Set(direct.map(({ groupId }) => groupId)))) ?? [linkedId];
}

function identityIn({ store, account }: Scene, integrationId: string): Promise<Identity | undefined> {
  return store.find(identities, integrationId, 'account', account.id);
}

async function pathIn({ store, group }: Pick<Scene, 'store' | 'group'>, groupId: string): Promise<string> {
  const found = await store.get(groups, group.rootId, groupId);
  return found ? pathOf(store, found) : groupId;
}
