export { type Asset, script, stylesheet } from './assets.ts';
export { errorPage } from './components/error_page.tsx';
export { notePage } from './components/note_page.tsx';
export { type Page, renderDocument, type Side } from './layout/document.tsx';
export type { Crumb } from './layout/heading.tsx';
export { accessPage } from './member/access_page.tsx';
export { groupsPage } from './member/groups_page.tsx';
export { profilePage } from './member/profile_page.tsx';
export { samlRequiredPage } from './member/saml_required_page.tsx';
export { searchPage } from './member/search_page.tsx';
export { tokensPage } from './member/tokens_page.tsx';
export { operatorAccountPage } from './operator/account_page.tsx';
export { operatorAccountsPage } from './operator/accounts_page.tsx';
export { operatorGroupPage } from './operator/group_page.tsx';
export { operatorGroupsPage } from './operator/groups_page.tsx';
export { healthPage } from './operator/health_page.tsx';
export { newPasswordPage } from './operator/new_password_page.tsx';
export { operatorSide } from './operator/operator_side.ts';
export { operatorRefusedPage } from './operator/refused_page.tsx';
export { operatorSeatsPage } from './operator/seats_page.tsx';
export { type Act, attentionPage } from './owner/attention_page.tsx';
export { auditPage } from './owner/audit_page.tsx';
export { comparePage, comparisonPage } from './owner/compare_pages.tsx';
export { confirmPage } from './owner/confirm_page.tsx';
export { credentialKindOf } from './owner/credential_kinds.ts';
export { generatedPage, newCredentialPage, revokePage, rotatePage } from './owner/credential_pages.tsx';
export { directoryGroupPage } from './owner/directory_group_page.tsx';
export { directoryGroupsPage } from './owner/directory_groups_page.tsx';
export { domainsPage } from './owner/domains_page.tsx';
export type { ShownEnding } from './owner/ending_banners.tsx';
export {
  groupsBelowPage,
  moveGroupPage,
  renameGroupPage,
  type TypedGroup,
} from './owner/groups_pages.tsx';
export { guidePage, guidesPage } from './owner/guide_page.tsx';
export { integrationPage } from './owner/integration_page.tsx';
export { invitationsPage } from './owner/invitations_page.tsx';
export { linkPlanPage } from './owner/link_plan_page.tsx';
export { logEntryPage } from './owner/log_entry_page.tsx';
export { type LogFilter, logPage } from './owner/log_page.tsx';
export type { ShownRequest } from './owner/log_table.tsx';
export {
  logoutIssuerPage,
  logoutPage,
  pushTokenPage,
  type TypedIssuer,
} from './owner/logout_pages.tsx';
export { type MemberFilter, membersPage } from './owner/members_page.tsx';
export { newIntegrationPage } from './owner/new_integration_page.tsx';
export { overviewPage } from './owner/overview_page.tsx';
export { pausedPage } from './owner/paused_page.tsx';
export { type PeopleFilter, peoplePage } from './owner/people_page.tsx';
export { planPage } from './owner/plan_page.tsx';
export { provisioningPage } from './owner/provisioning_page.tsx';
export { reconcilePage } from './owner/reconcile_page.tsx';
export { newRecoveryCodesPage, recoveryCodesPage } from './owner/recovery_codes_page.tsx';
export { causeOf, differenceOf, remedyOf } from './owner/remedies.ts';
export { removePage } from './owner/remove_page.tsx';
export { replayPage } from './owner/replay_page.tsx';
export { samlProviderPage, type TypedProvider } from './owner/saml_provider_page.tsx';
export {
  newServiceTokenPage,
  serviceAccountsPage,
  serviceTokenPage,
} from './owner/service_account_pages.tsx';
export { setUpPage, setUpSide, type TypedMetadata } from './owner/set_up_page.tsx';
export { settingsPage, type TypedSettings } from './owner/settings_page.tsx';
export { createdSetupLinkPage, newSetupLinkPage } from './owner/setup_link_pages.tsx';
export { noSingleSignOnPage, singleSignOnPage } from './owner/single_sign_on_page.tsx';
export { newStreamPage, streamPage } from './owner/stream_page.tsx';
export type { TrustFields } from './owner/trust_fields.tsx';
export { userPage } from './owner/user_page.tsx';
export { newWebhookPage, secretPage } from './owner/webhook_forms.tsx';
export { deliveryPage, webhookPage } from './owner/webhook_page.tsx';
export { webhooksPage } from './owner/webhooks_page.tsx';
export { whyPage } from './owner/why_page.tsx';
export { workPage } from './owner/work_page.tsx';
export { referencePage, referencePartPage } from './reference/reference_pages.tsx';
export { firstRunPage, type TypedFirstRun } from './sign_on/first_run_page.tsx';
export {
  acceptInvitationPage,
  invitationOfOtherPage,
  joinPage,
  signInToAcceptPage,
} from './sign_on/invitation_page.tsx';
export {
  confirmLinkPage,
  linkBySignOnPage,
  linkOfOtherPage,
  signInToLinkPage,
} from './sign_on/link_invitation_page.tsx';
export {
  changePasswordPage,
  confirmEmailPage,
  forgotPasswordPage,
  resetPasswordPage,
} from './sign_on/password_pages.tsx';
export { goOnPage } from './sign_on/saml_go_on_page.tsx';
export { samlGroupPage } from './sign_on/saml_group_page.tsx';
export { samlLinkPage } from './sign_on/saml_link_page.tsx';
export { samlRecoverPage } from './sign_on/saml_recover_page.tsx';
export { samlRefusedPage } from './sign_on/saml_refused_page.tsx';
export { samlReportPage } from './sign_on/saml_report_page.tsx';
export { signInPage } from './sign_on/sign_in_page.tsx';
