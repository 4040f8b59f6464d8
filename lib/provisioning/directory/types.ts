import type { Role } from '../../groups/index.ts';
import type { Resource } from '../../scim/index.ts';
import type { Doc } from '../../store/index.ts';

/** The SCIM Group resource of one integration. Its members are documents of their own. */
export interface DirectoryGroup extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  /** Folded `displayName`, unique in the integration. */
  readonly nameKey: string;
  readonly externalId?: string;
  /** What no other group may hold, `unique_values.ts`; absent where there is nothing. */
  readonly uniqueValues?: readonly string[];
  readonly modifiedAt: number;
  /** How many members it has, nested groups counted as one each. */
  readonly size: number;
  /** The resource without its members. */
  readonly resource: Resource;
}

export type MemberKind = 'User' | 'Group';

/** That an identity, or another directory group, is a member of a directory group. The `id` names both. */
export interface DirectoryMember extends Doc {
  readonly integrationId: string;
  readonly groupId: string;
  readonly memberId: string;
  readonly kind: MemberKind;
  /** Only there when the member is a group, so that an index finds the nested groups of an integration. */
  readonly nested?: true;
}

export type LinkRole = Exclude<Role, 'owner'>;

/** What the members of a directory group become: this role in this group, subgroup or project. */
export interface GroupLink extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  readonly directoryGroupId: string;
  readonly targetId: string;
  readonly role: LinkRole;
  readonly createdAt: number;
}

/** People whose roles have to be worked out anew, because of a change that was larger than one transaction. */
export interface Recalculation extends Doc {
  readonly integrationId: string;
  readonly rootId: string;
  /** When it was noted; of one that failed, or has met a preview, the time until which it waits. */
  readonly createdAt: number;
  /** How often it could not be finished. */
  readonly failures?: number;
  /** Everybody in this directory group and below it, from where the last step ended; or else `identityIds`. */
  readonly groupId?: string;
  readonly after?: string;
  readonly identityIds?: readonly string[];
  /** Or else everybody: the roles in these groups that attributes give, `role_attributes.ts`. */
  readonly roleGroups?: readonly string[];
  /** Or else everybody to whom this link has given a role in its target, `follow_link.ts`. */
  readonly link?: { readonly id: string; readonly targetId: string };
  /** The request or command that made it necessary. */
  readonly cause: string;
}
