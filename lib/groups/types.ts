import type { Collection, Doc, Reader } from '../store/index.ts';

/** The roles, from weakest to strongest. */
export const roles = ['guest', 'reporter', 'developer', 'maintainer', 'owner'] as const;
export type Role = (typeof roles)[number];

/** A node of the tree: top-level group, subgroup, or project (a leaf). */
export interface Group extends Doc {
  /** The top-level group; for a top-level group its own id. */
  readonly rootId: string;
  readonly parentId?: string;
  readonly kind: 'group' | 'project';
  /** The last segment of its path, as written. */
  readonly slug: string;
  readonly slugKey: string;
  readonly name: string;
  readonly createdAt: number;
}

/** A current or former path of a top-level group. The `id` is the folded slug. */
interface GroupPath extends Doc {
  readonly rootId: string;
}

export const origins = ['manual', 'invite', 'scim', 'directory_group', 'saml'] as const;

/** Why a membership exists. `source` names the integration, link or person behind it. */
export interface Origin {
  readonly kind: (typeof origins)[number];
  readonly source?: string;
  /** The integration whose link gives it. */
  readonly via?: string;
  readonly role: Role;
  readonly since: number;
  /** The id of the request or command that caused it. */
  readonly cause?: string;
}

/**
 * An account's role in a group, with its origins. It lasts until its last origin ends; the highest role of its origins
 * counts.
 */
export interface Membership {
  readonly groupId: string;
  readonly role: Role;
  readonly origins: readonly Origin[];
}

/**
 * All memberships of one account under one top-level group. They are one document, so deprovisioning is one write, and
 * two changes of one account's access always conflict.
 */
export interface Member extends Doc {
  readonly rootId: string;
  readonly accountId: string;
  readonly memberships: readonly Membership[];
  /** `groupId` of each membership, and of each with the role owner. */
  readonly groupIds: readonly string[];
  readonly ownerOf: readonly string[];
  /** Under what a search finds the person; `followNames` keeps it. */
  readonly words?: readonly string[];
  /** Set while the identity provider reports the user as inactive: what was taken, when, and by which integration. */
  readonly deprovisioned?: {
    readonly at: number;
    readonly by?: string;
    /** The id of the request or command. */
    readonly cause?: string;
    readonly taken: readonly Membership[];
  };
}

export const groups: Collection<Group> = {
  name: 'groups',
  scope: 'rootId',
  unique: { slug: { fields: ['parentId', 'slugKey'] } },
  indexes: { parent: { fields: ['parentId'] } },
};

export const groupPaths: Collection<GroupPath> = {
  name: 'group_paths',
  scope: 'platform',
  unique: {},
  indexes: { root: { fields: ['rootId'] } },
};

export const members: Collection<Member> = {
  name: 'members',
  scope: 'rootId',
  unique: {},
  indexes: {
    group: { fields: ['groupIds'] },
    owner: { fields: ['ownerOf'] },
    word: { fields: ['words'] },
    account: { fields: ['accountId'], global: true },
  },
};

export function highest(held: readonly Role[]): Role {
  return held.reduce((best, role) => (roles.indexOf(role) > roles.indexOf(best) ? role : best), 'guest');
}

function memberId(rootId: string, accountId: string): string {
  return `${rootId}:${accountId}`;
}

/** Whether an account has access anywhere under a top-level group. */
export async function isMember(
  reader: Reader,
  { rootId, accountId }: Pick<Member, 'rootId' | 'accountId'>,
): Promise<boolean> {
  const member = await memberOf(reader, rootId, accountId);
  return member !== undefined && member.deprovisioned === undefined && member.memberships.length > 0;
}

export async function memberOf(
  reader: Reader,
  rootId: string,
  accountId: string,
): Promise<Member | undefined> {
  return reader.get(members, rootId, memberId(rootId, accountId));
}

export function emptyMember(rootId: string, accountId: string): Omit<Member, 'v'> {
  return { id: memberId(rootId, accountId), rootId, accountId, memberships: [], groupIds: [], ownerOf: [] };
}
