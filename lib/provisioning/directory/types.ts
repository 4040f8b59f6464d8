import type { Role } from '../../groups/index.ts';
import type { Resource } from '../../scim/index.ts';
import type { Doc } from '../../store/index.ts';

/** The SCIM Group of one integration. Its members are separate documents. */
export interface DirectoryGroup extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  /** Folded `displayName`, unique in the integration. */
  readonly nameKey: string;
  readonly externalId?: string;
  /** Claims of unique values, see `unique_values.ts`; absent when there are none. */
  readonly uniqueValues?: readonly string[];
  readonly modifiedAt: number;
  /** The number of members; each nested group counts as one. */
  readonly size: number;
  /** The resource without its members. */
  readonly resource: Resource;
}

export type MemberKind = 'User' | 'Group';

/** The membership of an identity, or of another directory group, in a directory group. The `id` names both. */
export interface DirectoryMember extends Doc {
  readonly integrationId: string;
  readonly groupId: string;
  readonly memberId: string;
  readonly kind: MemberKind;
  /** Present only if the member is a group, so that an index finds the nested groups of an integration. */
  readonly nested?: true;
  /** Absent in one that was stored before memberships had a time. */
  readonly createdAt?: number;
}

export type LinkRole = Exclude<Role, 'owner'>;

/** Gives the members of a directory group a role in a group. */
export interface GroupLink extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly directoryGroupId: string;
  readonly targetId: string;
  readonly role: LinkRole;
  readonly createdAt: number;
}
