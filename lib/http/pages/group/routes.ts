import type Router from '@koa/router';
import type { Action } from '../../../access/index.ts';
import type { Doors, State } from '../../types.ts';
import { ownersDesk } from '../receivers/desk.ts';
import { addReceiverRoutes } from '../receivers/routes.ts';
import type { Site } from '../site.ts';
import { dismiss, inviteToLink, showAttention } from './attention.ts';
import { showAudit } from './audit.ts';
import { compare, followList, showCompare } from './compare.ts';
import {
  createCredential,
  revokeCredential,
  rotateCredential,
  showNewCredential,
  showRevoke,
  showRotate,
} from './credentials.ts';
import {
  addLink,
  removeLink,
  showDirectoryGroup,
  showDirectoryGroups,
  showLinkPlan,
  showUnlink,
} from './directory_groups.ts';
import { claim, remove, showDomains, showRemoveDomain, verify } from './domains.ts';
import { createBelow, move, rename, showGroupsBelow, showMove, showRename } from './groups.ts';
import { showGuide, showGuides } from './guides.ts';
import { setEnabled, showDisable, showIntegration } from './integration.ts';
import { resendInvitation, sendInvitation, showInvitations, withdrawInvitation } from './invitations.ts';
import { showLog, showLogEntry } from './log.ts';
import { exportLog } from './log_export.ts';
import { showReplay } from './log_replay.ts';
import {
  generatePushToken,
  removeLogout,
  saveLogoutIssuer,
  showLogout,
  showLogoutIssuer,
  showPushToken,
  showRemoveLogout,
} from './logout.ts';
import {
  changeRole,
  convertMember,
  removeMember,
  showMembers,
  showRemoveMember,
  showWhy,
} from './members.ts';
import { need } from './need.ts';
import { GROUP_PAGE, showGroup } from './overview.ts';
import { discard, resume, showPaused } from './paused.ts';
import { showPeople, showUser } from './people.ts';
import { findPlace } from './place.ts';
import { goLive, showPlan, showStartPreview, startPreview } from './preview.ts';
import { createIntegration, showNewIntegration, showProvisioning } from './provisioning.ts';
import { reconcile, showReconcile } from './reconcile.ts';
import { removeIntegration, showRemove } from './remove.ts';
import {
  approving,
  performConfirmed,
  refreshing,
  removeCertificate,
  rotatingKeys,
  showConfirmed,
  showRemoveCertificate,
} from './saml_certificates.ts';
import {
  createServiceAccount,
  createServiceToken,
  removeServiceAccount,
  revokeServiceToken,
  showNewServiceToken,
  showRemoveServiceAccount,
  showServiceAccounts,
} from './service_accounts.ts';
import { saveSettings, showSettings } from './settings.ts';
import { createSetupLink, revokeSetupLink, showNewSetupLink } from './setup_links.ts';
import {
  beginSetUp,
  enforce,
  generateRecoveryCodes,
  saveProvider,
  showProvider,
  showRecoveryCodes,
  showSingleSignOn,
} from './single_sign_on.ts';
import { showWork } from './work.ts';

const GROUP = '/groups/:group/-';
/** Pages that groups at any depth have. */
const ANY_GROUP = '/groups/*group/-';
const MEMBERS = `${ANY_GROUP}/members`;
const LOG = `${GROUP}/log`;
const GROUPS = `${ANY_GROUP}/groups`;
const INVITATIONS = `${ANY_GROUP}/invitations`;
const PROVISIONING = `${GROUP}/provisioning`;
const INTEGRATION = `${PROVISIONING}/:integration`;
const CREDENTIALS = `${INTEGRATION}/credentials`;
const SETUP_LINKS = `${INTEGRATION}/setup-links`;
const DIRECTORY_GROUPS = `${GROUP}/directory-groups`;
const DIRECTORY_GROUP = `${DIRECTORY_GROUPS}/:integration/:directoryGroup`;
const PEOPLE = `${GROUP}/people`;
const SINGLE_SIGN_ON = `${GROUP}/single-sign-on`;
const LOGOUT = `${SINGLE_SIGN_ON}/logout`;
const SERVICE_ACCOUNTS = `${GROUP}/service-accounts`;
const SERVICE_ACCOUNT = `${SERVICE_ACCOUNTS}/:serviceAccount`;
const DOMAINS = `${GROUP}/domains`;

/** The pages of a group. Each names its action in the policy. */
export function addGroupRoutes(
  router: Router<State>,
  site: Site,
  { ownPage, ownForm, ownUpload }: Doors,
): void {
  const page = (action: Action) => [...ownPage, findPlace(site), need(action)];
  const form = (action: Action) => [...ownForm, findPlace(site), need(action)];
  const upload = (action: Action) => [...ownUpload, findPlace(site), need(action)];

  router.get(GROUP_PAGE, ...page('group.show'), showGroup(site));
  router.get(MEMBERS, ...page('member.list'), showMembers(site));
  router.get(`${MEMBERS}/:account`, ...page('member.why'), showWhy(site));
  router.post(`${MEMBERS}/:account/role`, ...form('member.add'), changeRole(site));
  router.post(`${MEMBERS}/:account/convert`, ...form('member.convert'), convertMember(site));
  router.get(`${MEMBERS}/:account/remove`, ...page('member.remove'), showRemoveMember(site));
  router.post(`${MEMBERS}/:account/remove`, ...form('member.remove'), removeMember(site));
  router.get(GROUPS, ...page('group.tree'), showGroupsBelow(site));
  router.post(GROUPS, ...form('subgroup.create'), createBelow(site));
  router.get(`${ANY_GROUP}/rename`, ...page('group.rename'), showRename(site));
  router.post(`${ANY_GROUP}/rename`, ...form('group.rename'), rename(site));
  router.get(`${ANY_GROUP}/move`, ...page('group.move'), showMove(site));
  router.post(`${ANY_GROUP}/move`, ...form('group.move'), move(site));
  router.get(INVITATIONS, ...page('invitation.list'), showInvitations(site));
  router.post(INVITATIONS, ...form('member.invite'), sendInvitation(site));
  router.post(`${INVITATIONS}/:invitation/resend`, ...form('invitation.resend'), resendInvitation(site));
  router.post(
    `${INVITATIONS}/:invitation/withdraw`,
    ...form('invitation.withdraw'),
    withdrawInvitation(site),
  );
  router.get(`${GROUP}/audit`, ...page('audit.list'), showAudit(site));
  router.get(`${GROUP}/guides`, ...page('guide.show'), showGuides(site));
  router.get(`${GROUP}/guides/:provider`, ...page('guide.show'), showGuide(site));
  router.get(LOG, ...page('log.list'), showLog(site));
  router.get(`${LOG}/export.csv`, ...page('log.list'), exportLog(site, 'csv'));
  router.get(`${LOG}/export.json`, ...page('log.list'), exportLog(site, 'json'));
  router.get(`${LOG}/:entry/replay`, ...page('log.replay'), showReplay(site));
  router.get(`${LOG}/:entry`, ...page('log.show'), showLogEntry(site));

  router.get(`${GROUP}/progress/:work`, ...page('work.show'), showWork(site));

  router.get(PROVISIONING, ...page('integration.list'), showProvisioning(site));
  router.get(`${PROVISIONING}/new`, ...page('integration.create'), showNewIntegration(site));
  router.post(`${PROVISIONING}/new`, ...form('integration.create'), createIntegration(site));
  router.get(INTEGRATION, ...page('integration.show'), showIntegration(site));
  router.get(`${INTEGRATION}/settings`, ...page('integration.change'), showSettings(site));
  router.post(`${INTEGRATION}/settings`, ...form('integration.change'), saveSettings(site));
  router.get(`${INTEGRATION}/disable`, ...page('integration.change'), showDisable(site));
  router.post(`${INTEGRATION}/disable`, ...form('integration.change'), setEnabled(site, false));
  router.post(`${INTEGRATION}/enable`, ...form('integration.change'), setEnabled(site, true));
  router.get(`${INTEGRATION}/preview`, ...page('integration.preview'), showStartPreview(site));
  router.post(`${INTEGRATION}/preview`, ...form('integration.preview'), startPreview(site));
  router.get(`${INTEGRATION}/plan`, ...page('integration.plan'), showPlan(site));
  router.post(`${INTEGRATION}/go-live`, ...form('integration.go_live'), goLive(site));
  router.get(`${INTEGRATION}/compare`, ...page('integration.compare'), showCompare(site));
  router.post(`${INTEGRATION}/compare`, ...upload('integration.compare'), compare(site));
  router.post(`${INTEGRATION}/follow-list`, ...upload('integration.follow_list'), followList(site));
  router.get(`${INTEGRATION}/reconcile`, ...page('integration.reconcile_plan'), showReconcile(site));
  router.post(`${INTEGRATION}/reconcile`, ...form('integration.reconcile'), reconcile(site));
  router.get(`${INTEGRATION}/remove`, ...page('integration.remove'), showRemove(site));
  router.post(`${INTEGRATION}/remove`, ...form('integration.remove'), removeIntegration(site));
  router.get(`${INTEGRATION}/attention`, ...page('integration.attention'), showAttention(site));
  router.post(`${INTEGRATION}/attention/dismiss`, ...form('integration.dismiss'), dismiss(site));
  router.post(`${INTEGRATION}/attention/invite`, ...form('integration.invite_to_link'), inviteToLink(site));
  router.get(`${INTEGRATION}/paused`, ...page('integration.resume'), showPaused(site));
  router.post(`${INTEGRATION}/paused/resume`, ...form('integration.resume'), resume(site));
  router.post(`${INTEGRATION}/paused/discard`, ...form('integration.discard'), discard(site));

  router.get(`${CREDENTIALS}/new`, ...page('credential.create'), showNewCredential(site));
  router.post(`${CREDENTIALS}/new`, ...form('credential.create'), createCredential(site));
  router.get(`${CREDENTIALS}/:credential/rotate`, ...page('credential.rotate'), showRotate(site));
  router.post(`${CREDENTIALS}/:credential/rotate`, ...form('credential.rotate'), rotateCredential(site));
  router.get(`${CREDENTIALS}/:credential/revoke`, ...page('credential.revoke'), showRevoke(site));
  router.post(`${CREDENTIALS}/:credential/revoke`, ...form('credential.revoke'), revokeCredential(site));
  router.get(`${SETUP_LINKS}/new`, ...page('setup_link.create'), showNewSetupLink(site));
  router.post(`${SETUP_LINKS}/new`, ...form('setup_link.create'), createSetupLink(site));
  router.post(`${SETUP_LINKS}/:link/revoke`, ...form('setup_link.revoke'), revokeSetupLink(site));

  router.get(PEOPLE, ...page('identity.list'), showPeople(site));
  router.get(`${PEOPLE}/:user`, ...page('identity.show'), showUser(site));
  router.get(DIRECTORY_GROUPS, ...page('directory_group.list'), showDirectoryGroups(site));
  router.get(`${DIRECTORY_GROUPS}/:integration`, ...page('directory_group.list'), showDirectoryGroups(site));
  router.get(DIRECTORY_GROUP, ...page('directory_group.show'), showDirectoryGroup(site));
  router.get(`${DIRECTORY_GROUP}/link`, ...page('link.plan'), showLinkPlan(site));
  router.post(`${DIRECTORY_GROUP}/link`, ...form('link.add'), addLink(site));
  router.get(`${DIRECTORY_GROUP}/unlink`, ...page('link.remove'), showUnlink(site));
  router.post(`${DIRECTORY_GROUP}/unlink`, ...form('link.remove'), removeLink(site));

  router.get(SINGLE_SIGN_ON, ...page('saml.show'), showSingleSignOn(site));
  router.post(`${SINGLE_SIGN_ON}/begin`, ...form('saml.metadata'), beginSetUp(site));
  router.get(`${SINGLE_SIGN_ON}/provider`, ...page('saml.set'), showProvider(site));
  router.post(`${SINGLE_SIGN_ON}/provider`, ...form('saml.set'), saveProvider(site));
  router.post(`${SINGLE_SIGN_ON}/enforce`, ...form('saml.enforce'), enforce(site));
  const confirmed = [
    ['saml.refresh', refreshing],
    ['saml.certificate.approve', approving],
    ['saml.keys.rotate', rotatingKeys],
  ] as const;
  for (const [action, asking] of confirmed) {
    router.get(`${SINGLE_SIGN_ON}/${asking.page}`, ...page(action), showConfirmed(site, asking));
    router.post(`${SINGLE_SIGN_ON}/${asking.page}`, ...form(action), performConfirmed(site, asking));
  }
  router.get(
    `${SINGLE_SIGN_ON}/certificates/remove`,
    ...page('saml.certificate.remove'),
    showRemoveCertificate(site),
  );
  router.post(
    `${SINGLE_SIGN_ON}/certificates/remove`,
    ...form('saml.certificate.remove'),
    removeCertificate(site),
  );
  router.get(`${SINGLE_SIGN_ON}/recovery-codes`, ...page('saml.recovery_codes'), showRecoveryCodes(site));
  router.post(
    `${SINGLE_SIGN_ON}/recovery-codes`,
    ...form('saml.recovery_codes'),
    generateRecoveryCodes(site),
  );

  router.get(LOGOUT, ...page('logout.show'), showLogout(site));
  router.get(`${LOGOUT}/issuer`, ...page('logout.set'), showLogoutIssuer(site));
  router.post(`${LOGOUT}/issuer`, ...form('logout.set'), saveLogoutIssuer(site));
  router.get(`${LOGOUT}/token`, ...page('logout.token'), showPushToken(site));
  router.post(`${LOGOUT}/token`, ...form('logout.token'), generatePushToken(site));
  router.get(`${LOGOUT}/remove`, ...page('logout.remove'), showRemoveLogout(site));
  router.post(`${LOGOUT}/remove`, ...form('logout.remove'), removeLogout(site));

  router.get(SERVICE_ACCOUNTS, ...page('service_account.list'), showServiceAccounts(site));
  router.post(SERVICE_ACCOUNTS, ...form('service_account.create'), createServiceAccount(site));
  const newToken = 'service_account.token.create';
  router.get(`${SERVICE_ACCOUNT}/tokens`, ...page(newToken), showNewServiceToken(site));
  router.post(`${SERVICE_ACCOUNT}/tokens`, ...form(newToken), createServiceToken(site));
  const endToken = 'service_account.token.revoke';
  router.post(`${SERVICE_ACCOUNT}/tokens/revoke`, ...form(endToken), revokeServiceToken(site));
  const removal = 'service_account.remove';
  router.get(`${SERVICE_ACCOUNT}/remove`, ...page(removal), showRemoveServiceAccount(site));
  router.post(`${SERVICE_ACCOUNT}/remove`, ...form(removal), removeServiceAccount(site));

  addReceiverRoutes(router, site, ownersDesk, GROUP, { page, form, act: form });
  router.get(DOMAINS, ...page('domain.list'), showDomains(site));
  router.post(`${DOMAINS}/claim`, ...form('domain.claim'), claim(site));
  router.post(`${DOMAINS}/verify`, ...form('domain.verify'), verify(site));
  router.get(`${DOMAINS}/remove`, ...page('domain.remove'), showRemoveDomain(site));
  router.post(`${DOMAINS}/remove`, ...form('domain.remove'), remove(site));
}
