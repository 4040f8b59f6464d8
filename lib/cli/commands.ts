import { accountShow } from './account_show.ts';
import {
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
import { integrationAttention, integrationDismiss, integrationInviteToLink } from './attention.ts';
import { auditList, auditSeal, auditVerify } from './audit.ts';
import { bootstrap } from './bootstrap.ts';
import type { Command } from './command.ts';
import { integrationCompare } from './compare.ts';
import { credentialCreate, credentialList, credentialRevoke, credentialRotate } from './credentials.ts';
import {
  directoryGroupCreate,
  directoryGroupList,
  directoryGroupRemove,
  directoryGroupShow,
} from './directory_groups.ts';
import { domainAdd, domainList, domainRemove, domainVerify } from './domains.ts';
import { firstRunCode } from './first_run.ts';
import { endingsList, groupEndings, groupReview, groupSummary } from './group_reviews.ts';
import { groupCreate, groupList, groupMove, groupRename, groupShow, groupTree } from './groups.ts';
import { guideShow } from './guides.ts';
import { health } from './health.ts';
import { identityLink, identityList, identityShow } from './identities.ts';
import {
  integrationChange,
  integrationCreate,
  integrationList,
  integrationRemove,
  integrationShow,
} from './integrations.ts';
import { invitationList, invitationResend, invitationWithdraw, memberInvite } from './invitations.ts';
import { linkAdd, linkChange, linkList, linkPlan, linkRemove } from './links.ts';
import { log, logDays, logReplay, logShow } from './log.ts';
import { logoutRemove, logoutSet, logoutShow, logoutToken } from './logout.ts';
import { memberWhy } from './member_why.ts';
import { memberAdd, memberConvert, memberList, memberOrigins, memberRemove, memberShow } from './members.ts';
import { operatorAdd, operatorList, operatorRemove } from './operators.ts';
import { integrationGoLive, integrationPlan, integrationPreview } from './previews.ts';
import { integrationReconcile } from './reconcile.ts';
import { integrationDiscard, integrationResume } from './removals.ts';
import { roleAttributeList, roleAttributeRemove, roleAttributeSet } from './role_attributes.ts';
import {
  samlCertificateAdd,
  samlCertificateApprove,
  samlCertificateRemove,
  samlKeysRotate,
} from './saml_certificates.ts';
import { samlEnforce, samlRecoveryCodes } from './saml_enforcement.ts';
import { samlMetadata, samlPreview, samlRefresh, samlSet, samlShow } from './saml_provider.ts';
import { seatsRemove, seatsSet, seatsShow } from './seats.ts';
import { secretsRenew, secretsStatus } from './secrets.ts';
import {
  serviceAccountCreate,
  serviceAccountList,
  serviceAccountRemove,
  serviceAccountTokenCreate,
  serviceAccountTokenRevoke,
} from './service_accounts.ts';
import { setupLinkCreate, setupLinkList, setupLinkRevoke } from './setup_links.ts';
import {
  eventKeyList,
  eventKeyRotate,
  streamChange,
  streamCreate,
  streamDeliveries,
  streamDelivery,
  streamList,
  streamPause,
  streamRedeliver,
  streamRemove,
  streamResume,
  streamRotate,
  streamShow,
  streamTest,
} from './streams.ts';
import { tokenCreate, tokenList, tokenRevoke, tokenRotate } from './tokens.ts';
import {
  webhookAcknowledge,
  webhookChange,
  webhookCreate,
  webhookDeliveries,
  webhookDelivery,
  webhookList,
  webhookOutstanding,
  webhookRedeliver,
  webhookRemove,
  webhookRotate,
  webhookShow,
  webhookTest,
} from './webhooks.ts';
import { work } from './work.ts';

/** Every command that needs the services, in the order of the help. */
export const commands: readonly Command[] = [
  firstRunCode,
  bootstrap,
  groupCreate,
  groupList,
  groupShow,
  groupRename,
  groupMove,
  groupTree,
  groupEndings,
  endingsList,
  groupReview,
  groupSummary,
  seatsSet,
  seatsShow,
  seatsRemove,
  domainAdd,
  domainVerify,
  domainRemove,
  domainList,
  accountCreate,
  accountShow,
  accountList,
  accountRename,
  accountEmailAdd,
  accountEmailRemove,
  accountPassword,
  accountSamlLink,
  accountSessionsEnd,
  accountTokenList,
  accountTokenRevoke,
  operatorAdd,
  operatorList,
  operatorRemove,
  samlShow,
  samlSet,
  samlPreview,
  samlMetadata,
  samlRefresh,
  samlCertificateAdd,
  samlCertificateApprove,
  samlCertificateRemove,
  samlKeysRotate,
  samlEnforce,
  samlRecoveryCodes,
  logoutSet,
  logoutShow,
  logoutToken,
  logoutRemove,
  memberAdd,
  memberRemove,
  memberList,
  memberOrigins,
  memberShow,
  memberWhy,
  memberConvert,
  memberInvite,
  invitationList,
  invitationResend,
  invitationWithdraw,
  integrationCreate,
  integrationList,
  integrationShow,
  integrationChange,
  integrationAttention,
  integrationDismiss,
  integrationInviteToLink,
  integrationResume,
  integrationDiscard,
  roleAttributeSet,
  roleAttributeRemove,
  roleAttributeList,
  integrationRemove,
  integrationPreview,
  integrationPlan,
  integrationGoLive,
  integrationCompare,
  integrationReconcile,
  credentialCreate,
  credentialList,
  credentialRotate,
  credentialRevoke,
  setupLinkCreate,
  setupLinkList,
  setupLinkRevoke,
  serviceAccountCreate,
  serviceAccountList,
  serviceAccountRemove,
  serviceAccountTokenCreate,
  serviceAccountTokenRevoke,
  tokenCreate,
  tokenList,
  tokenRotate,
  tokenRevoke,
  guideShow,
  identityList,
  identityShow,
  identityLink,
  directoryGroupCreate,
  directoryGroupRemove,
  directoryGroupList,
  directoryGroupShow,
  linkAdd,
  linkList,
  linkPlan,
  linkChange,
  linkRemove,
  log,
  logDays,
  logShow,
  logReplay,
  webhookCreate,
  webhookList,
  webhookShow,
  webhookChange,
  webhookRotate,
  webhookRemove,
  webhookTest,
  webhookDeliveries,
  webhookDelivery,
  webhookRedeliver,
  webhookOutstanding,
  webhookAcknowledge,
  streamCreate,
  streamList,
  streamShow,
  streamChange,
  streamPause,
  streamResume,
  streamRotate,
  streamRemove,
  streamTest,
  streamDeliveries,
  streamDelivery,
  streamRedeliver,
  eventKeyList,
  eventKeyRotate,
  work,
  health,
  auditList,
  auditVerify,
  auditSeal,
  secretsStatus,
  secretsRenew,
];

export function commandNamed(name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}
