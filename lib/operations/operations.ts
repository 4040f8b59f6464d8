import { accountShow } from './account_show.ts';
import {
  accountCreate,
  accountEmailAdd,
  accountEmailRemove,
  accountList,
  accountPassword,
  accountRename,
  accountSamlLink,
  accountTokenList,
  accountTokenRevoke,
} from './accounts.ts';
import { integrationAttention, integrationDismiss } from './attention.ts';
import {
  auditList,
  auditListPlatform,
  auditSeal,
  auditVerify,
  auditVerifyAll,
  auditVerifyPlatform,
} from './audit.ts';
import { bootstrap } from './bootstrap.ts';
import {
  directoryGroupCreate,
  directoryGroupList,
  directoryGroupRemove,
  directoryGroupShow,
} from './directory_groups.ts';
import { domainClaim, domainList, domainRemove, domainVerify, domainVouch } from './domains.ts';
import { groupCreate, groupList, groupRename, groupShow, groupTree, subgroupCreate } from './groups.ts';
import { identityLink, identityList, identityShow } from './identities.ts';
import {
  integrationChange,
  integrationCreate,
  integrationList,
  integrationRemove,
  integrationShow,
} from './integrations.ts';
import { linkAdd, linkChange, linkList, linkRemove } from './links.ts';
import { logList } from './log.ts';
import { memberAdd, memberConvert, memberList, memberRemove, memberShow, memberWhy } from './members.ts';
import type { Operation } from './operation.ts';
import { integrationGoLive, integrationPlan, integrationPreview } from './previews.ts';
import { profileSessionEnd, profileSessionEndOthers, profileShow } from './profile.ts';
import { profileSamlLink, profileSamlUnlink } from './profile_saml.ts';
import { profileTokenCreate, profileTokenList, profileTokenRevoke } from './profile_tokens.ts';
import { integrationDiscard, integrationResume } from './removals.ts';
import { roleAttributeList, roleAttributeRemove, roleAttributeSet } from './role_attributes.ts';
import {
  samlCertificateAdd,
  samlCertificateApprove,
  samlCertificateRemove,
  samlKeysRotate,
} from './saml_certificates.ts';
import { samlEnforce, samlRecoveryCodes } from './saml_enforcement.ts';
import { samlRecover, samlTest, samlTestReport } from './saml_owner.ts';
import { samlMetadata, samlPreview, samlRefresh, samlSet, samlShow } from './saml_provider.ts';
import { tokenCreate, tokenList, tokenRevoke, tokenRotate } from './tokens.ts';

/** Every operation, by noun. */
export const operations: readonly Pick<Operation, 'name' | 'perform'>[] = [
  accountCreate,
  accountEmailAdd,
  accountEmailRemove,
  accountList,
  accountPassword,
  accountRename,
  accountSamlLink,
  accountShow,
  accountTokenList,
  accountTokenRevoke,
  auditList,
  auditListPlatform,
  auditSeal,
  auditVerify,
  auditVerifyAll,
  auditVerifyPlatform,
  bootstrap,
  directoryGroupCreate,
  directoryGroupList,
  directoryGroupRemove,
  directoryGroupShow,
  domainClaim,
  domainList,
  domainRemove,
  domainVerify,
  domainVouch,
  groupCreate,
  groupList,
  groupRename,
  groupShow,
  groupTree,
  identityLink,
  identityList,
  identityShow,
  integrationAttention,
  integrationChange,
  integrationCreate,
  integrationDiscard,
  integrationDismiss,
  integrationGoLive,
  integrationList,
  integrationPlan,
  integrationPreview,
  integrationRemove,
  integrationResume,
  integrationShow,
  linkAdd,
  linkChange,
  linkList,
  linkRemove,
  logList,
  memberAdd,
  memberConvert,
  memberList,
  memberRemove,
  memberShow,
  memberWhy,
  profileSamlLink,
  profileSamlUnlink,
  profileSessionEnd,
  profileSessionEndOthers,
  profileShow,
  profileTokenCreate,
  profileTokenList,
  profileTokenRevoke,
  roleAttributeList,
  roleAttributeRemove,
  roleAttributeSet,
  samlCertificateAdd,
  samlCertificateApprove,
  samlCertificateRemove,
  samlEnforce,
  samlKeysRotate,
  samlMetadata,
  samlPreview,
  samlRecover,
  samlRecoveryCodes,
  samlRefresh,
  samlSet,
  samlShow,
  samlTest,
  samlTestReport,
  subgroupCreate,
  tokenCreate,
  tokenList,
  tokenRevoke,
  tokenRotate,
];
