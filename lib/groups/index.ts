export { type Enforcement, type EnforcementMode, enforcements } from './enforcements.ts';
export {
  endOf,
  type Invitation,
  invitationNamed,
  invitationOf,
  invitations,
  invite,
  inviteAgain,
  spendInvitation,
  withdrawInvitation,
  works,
} from './invitations.ts';
export { MemberCounts, memberCounts } from './member_counts.ts';
export { followNames } from './member_words.ts';
export {
  type AccessChange,
  asManual,
  deprovision,
  type Grant,
  grant,
  grantWithin,
  hasByIntegration,
  isFull,
  restore,
  saveMember,
  withdraw,
  withGrants,
  withLinkGrants,
  withoutDeprovisioning,
  withoutIntegration,
  withTaken,
} from './members.ts';
export { moveInto } from './move.ts';
export { type Doubts, doubtsAbout, isCertainlyNamed } from './named_account.ts';
export { isByHand, isOwner, mailOwners, ownersOf } from './owners.ts';
export { type GroupPlace, groupPlaces, placeOf, placeWithId, settlePlaces } from './places.ts';
export {
  type MetadataSource,
  type SamlProvider,
  type SamlSettings,
  samlProviders,
  settingsOf,
} from './saml_provider.ts';
export { limitSeats, seatClear, seatCount, unlimitSeats } from './seat_limits.ts';
export { fullWays, type SeatLimit, seatLimitOf, seatLimits, seats } from './seats.ts';
export {
  ancestors,
  checkSlug,
  createSubgroup,
  createTopLevelGroup,
  groupAt,
  groupWithId,
  pathOf,
  pathsOf,
  refuseFullTree,
  renameGroup,
  slugKey,
} from './tree.ts';
export {
  emptyMember,
  type Group,
  groupPaths,
  groups,
  highest,
  isMember,
  type Member,
  type Membership,
  memberOf,
  members,
  type Origin,
  origins,
  type Role,
  roles,
} from './types.ts';
