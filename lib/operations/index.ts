export type { AccountRemark } from './account_remarks.ts';
export { accountShow } from './account_show.ts';
export {
  accountCreate,
  accountEmailAdd,
  accountEmailRemove,
  accountList,
  accountPassword,
  accountRename,
  accountSamlLink,
  accountSessionsEnd,
  accountTokenList,
  accountTokenRevoke,
} from './accounts.ts';
export { checkedInput, InvalidArguments, newPath, paging, rootPath } from './arguments.ts';
export { type ConflictView, integrationAttention, integrationDismiss } from './attention.ts';
export {
  auditList,
  auditListPlatform,
  auditSeal,
  auditVerify,
  auditVerifyAll,
  auditVerifyPlatform,
  type EntryView,
} from './audit.ts';
export { bootstrap } from './bootstrap.ts';
export { logDays, memberOrigins } from './charts.ts';
export { allCollections } from './collections.ts';
export { type ComparisonView, integrationCompare, integrationFollowList } from './compare.ts';
export {
  type CredentialView,
  credentialCreate,
  credentialList,
  credentialRevoke,
  credentialRotate,
} from './credentials.ts';
export { assertReadable, markFormat } from './data_format.ts';
export {
  directoryGroupCreate,
  directoryGroupList,
  directoryGroupRemove,
  directoryGroupShow,
} from './directory_groups.ts';
export {
  type DomainView,
  domainClaim,
  domainList,
  domainRemove,
  domainVerify,
  domainVouch,
} from './domains.ts';
export { type EndingView, endingsList, groupEndings } from './endings.ts';
export { eventKeyList, eventKeyRotate } from './event_keys.ts';
export { firstRunCode, firstRunFinish, isFirstRun } from './first_run.ts';
export { completeSearch, fillSearch } from './former_words.ts';
export { adoptFormerWork } from './former_work.ts';
export { groupReview, groupSummary } from './group_reviews.ts';
export {
  groupCreate,
  groupList,
  groupMove,
  groupRename,
  groupShow,
  groupTree,
  subgroupCreate,
  type TreeView,
} from './groups.ts';
export { guideShow } from './guides.ts';
export { healthShow } from './health.ts';
export { performOnce, type Repeatable } from './idempotency.ts';
export { identityLink, identityList, identityShow, states } from './identities.ts';
export type { IntegrationView, PauseView } from './integration_views.ts';
export {
  integrationChange,
  integrationCreate,
  integrationList,
  integrationRemove,
  integrationShow,
} from './integrations.ts';
export {
  invitationList,
  invitationResend,
  invitationWithdraw,
  memberInvite,
  profileInvitationAccept,
} from './invitations.ts';
export { integrationInviteToLink, profileLinkAccept } from './link_invitations.ts';
export { linkAdd, linkChange, linkList, linkPlan, linkRemove, linkRoles } from './links.ts';
export { type LogEntryView, logList, logShow, type ShownChange } from './log.ts';
export { logKinds } from './log_filter.ts';
export type { LogRemedy, RemedyPlace } from './log_remedies.ts';
export { logReplay } from './log_replay.ts';
export { type LogoutView, logoutRemove, logoutSet, logoutShow, logoutToken } from './logout.ts';
export { type AccessView, memberAccess } from './member_access.ts';
export { type ChangeView, memberChanges } from './member_changes.ts';
export { type MemberRow, memberList } from './member_list.ts';
export { memberAdd, memberConvert, memberRemove, memberShow, memberWhy } from './members.ts';
export { ID, type Named } from './names.ts';
export type { Around, House, Operation } from './operation.ts';
export { operatorAdd, operatorList, operatorRemove } from './operators.ts';
export { pathOfOwnGroup } from './own_group.ts';
export { integrationGoLive, integrationPlan, integrationPreview, type PlanRow } from './previews.ts';
export { profileChange, profileSessionEnd, profileSessionEndOthers, profileShow } from './profile.ts';
export { profileLeave, profileWhy } from './profile_groups.ts';
export { profileSamlLink, profileSamlUnlink } from './profile_saml.ts';
export { profileTokenCreate, profileTokenList, profileTokenRevoke } from './profile_tokens.ts';
export { readingsOf } from './readings.ts';
export { integrationReconcile, integrationReconcilePlan, type RoleDifferenceView } from './reconcile.ts';
export { type Help, Remediable } from './remediable.ts';
export { integrationDiscard, integrationResume } from './removals.ts';
export { roleAttributeList, roleAttributeRemove, roleAttributeSet } from './role_attributes.ts';
export {
  samlCertificateAdd,
  samlCertificateApprove,
  samlCertificateRemove,
  samlKeysRotate,
} from './saml_certificates.ts';
export { type EnforcementView, samlEnforce, samlRecoveryCodes, type TestView } from './saml_enforcement.ts';
export { samlRecover, samlTest, samlTestReport } from './saml_owner.ts';
export { samlMetadata, samlPreview, samlRefresh, samlSet, samlShow } from './saml_provider.ts';
export type { ProviderView } from './saml_views.ts';
export { profileSearch } from './search.ts';
export { type SeatsView, seatsRemove, seatsSet, seatsShow } from './seats.ts';
export { markStore, otherSecrets, secretMark, secretMarks } from './secret_marks.ts';
export { secretsRenew, secretsStatus } from './secrets.ts';
export {
  type ServiceAccountView,
  serviceAccountCreate,
  serviceAccountList,
  serviceAccountRemove,
  serviceAccountTokenCreate,
  serviceAccountTokenRevoke,
} from './service_accounts.ts';
export { createServices, type Services } from './services.ts';
export {
  type SetupLinkView,
  setupLinkCreate,
  setupLinkGenerate,
  setupLinkList,
  setupLinkRevoke,
  setupLinkShow,
  setupLinkSignOn,
} from './setup_links.ts';
export {
  streamDeliveries,
  streamDelivery,
  streamRedeliver,
  streamTest,
} from './stream_deliveries.ts';
export type { StreamView } from './stream_views.ts';
export {
  streamChange,
  streamCreate,
  streamList,
  streamPause,
  streamRemove,
  streamResume,
  streamRotate,
  streamShow,
} from './streams.ts';
export { type TokenView, tokenCreate, tokenList, tokenRevoke, tokenRotate } from './tokens.ts';
export { counting, exportLines, filledCollection, importLines, TransferError } from './transfer.ts';
export { type AccountRef, originKinds } from './views.ts';
export {
  type OutstandingView,
  webhookAcknowledge,
  webhookDeliveries,
  webhookDelivery,
  webhookOutstanding,
  webhookRedeliver,
  webhookTest,
} from './webhook_deliveries.ts';
export type { DeliveryView, WebhookView } from './webhook_views.ts';
export {
  webhookChange,
  webhookCreate,
  webhookList,
  webhookRemove,
  webhookRotate,
  webhookShow,
} from './webhooks.ts';
export { type WorkView, workList, workShow } from './work.ts';
