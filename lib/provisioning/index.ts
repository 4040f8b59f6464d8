export { type Dependence, isShort, standingOf } from './break_glass/standing.ts';
export { breakGlassWarnings, watchBreakGlass } from './break_glass/watch.ts';
export { addByHand, convert, removeByHand } from './by_hand.ts';
export {
  attentions,
  customResources,
  directoryGroups,
  identities,
  logBodies,
  logDays,
  logEntries,
  plannedRemovals,
  removalWindows,
} from './collections.ts';
export { type Comparison, comparePeople } from './compare/compare.ts';
export {
  beginFollowingList,
  checkFollowable,
  followingList,
  massRemoval,
} from './compare/follow_list.ts';
export { type ListPlan, listPlanOf } from './compare/list_plan.ts';
export { namesIn } from './compare/names.ts';
export { directoryMembers, groupLinks } from './directory/collections.ts';
export { Directory } from './directory/directory.ts';
export { DirectoryGroups } from './directory/directory_groups.ts';
export { nameOf } from './directory/group_log.ts';
export { GroupMemberships } from './directory/group_memberships.ts';
export { recalculation } from './directory/recalculate.ts';
export { removeEmpty } from './directory/remove_empty.ts';
export type { DirectoryGroup, DirectoryMember, GroupLink, LinkRole } from './directory/types.ts';
export { discoveries, unprovisioned } from './discovery/collections.ts';
export { followMembers } from './discovery/follow.ts';
export { discoveryClear, discoveryFill, followSwitch } from './discovery/switch.ts';
export { beginRemoval, integrationRemoval } from './integration_end.ts';
export { acceptInvitation, isInvited, joinInvited } from './invited.ts';
export { planLink, type RoleMove } from './links/link_plan.ts';
export { linksOf, removeLink, setLink } from './links/links.ts';
export { beginReconciliation, reconciliation } from './links/reconcile.ts';
export { planReconciliation } from './links/reconcile_plan.ts';
export { bodiesOf, entryOf, type LoggedOutcome, logUnauthenticated } from './log.ts';
export { idsOnceNamed, keysOf } from './log_about.ts';
export { logBatchBodies, logBatches } from './log_batches.ts';
export { LogBook } from './log_book.ts';
export { countsOfDays } from './log_days.ts';
export { listLog, logged } from './log_list.ts';
export type { Planned } from './preview/carry_out.ts';
export { goingLive, goLive } from './preview/going_live.ts';
export { Previews } from './preview/preview.ts';
export { settingsOf } from './removal_guard/guard.ts';
export { beginDiscard, concerned, removalDiscard, resumeRemovals } from './removal_guard/removals.ts';
export { EntitlementCatalog, roleCatalog } from './resources/catalog.ts';
export { CustomResources } from './resources/custom_resources.ts';
export {
  type ApartValue,
  type Computed,
  type Expect,
  noticeOf,
  patchOptionsOf,
  type ReadableService,
  type ResourceService,
  recordOf,
  type Shown,
  type Stored,
  type Whole,
} from './resources/resources.ts';
export { roleValues } from './role_attributes/attribute_roles.ts';
export { RoleAttributes } from './role_attributes/role_attributes.ts';
export { roleRecalculation } from './role_attributes/role_recalculation.ts';
export type {
  Attention,
  Caller,
  Change,
  Identity,
  LogEntry,
  LoggedBodies,
  LoggedBody,
  RequestInfo,
} from './types.ts';
export { attentionsOver, countAttention, listAttention, waitingOf } from './users/attention.ts';
export { type Conflict, conflictOf } from './users/conflicts.ts';
export { dismissAttention } from './users/dismissal.ts';
export { formerNames } from './users/former_names.ts';
export { isActive, type Person, personOf, samlNameOf, wordsOf } from './users/identity.ts';
export { linkByHand } from './users/link_by_hand.ts';
export {
  acceptLink,
  invitable,
  inviteToLink,
  isAsked,
  type LinkInvitation,
  linkInvitationOf,
} from './users/link_invitations.ts';
export { isDeprovisioningInForce } from './users/membership.ts';
export { activeUserOf } from './users/own_user.ts';
export { People } from './users/people.ts';
export { isUnproved, makeAccount } from './users/resolve_account.ts';
export {
  countMismatches,
  type Difference,
  explained,
  listMismatches,
  type SamlMismatch,
  samlMismatches,
  type ValueKind,
} from './users/saml_mismatches.ts';
export { Users } from './users/users.ts';
