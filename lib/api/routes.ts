import * as operations from '../operations/index.ts';
import { type Route, type RouteSpec, routeOf } from './route.ts';

type Door = typeof operations;
export type OperationKey = {
  [K in keyof Door]: Door[K] extends { readonly perform: unknown } ? K : never;
}[keyof Door];

const GROUP = '/groups/{group}';
const MEMBER = `${GROUP}/members/{account}`;
const INTEGRATION = `${GROUP}/integrations/{integration}`;
const CREDENTIAL = `${INTEGRATION}/credentials/{credential}`;
const DIRECTORY_GROUP = `${INTEGRATION}/directory-groups/{directoryGroup}`;
const LINK = `${DIRECTORY_GROUP}/links/{target}`;
const SERVICE_ACCOUNT = `${GROUP}/service-accounts/{serviceAccount}`;
const STREAM = `${GROUP}/streams/{stream}`;
const WEBHOOK = `${GROUP}/webhooks/{webhook}`;
const SAML = `${GROUP}/saml`;
const ACCOUNT = '/operator/accounts/{account}';

/** The operations by the part of the reference that describes them; each line has method, status and path. */
const table: Readonly<Record<string, Partial<Record<OperationKey, string>>>> = {
  Groups: {
    groupShow: `GET 200 ${GROUP}`,
    groupRename: `PATCH 200 ${GROUP}`,
    groupMove: `POST 200 ${GROUP}/move`,
    groupTree: `GET 200 ${GROUP}/tree`,
    groupEndings: `GET 200 ${GROUP}/endings`,
    seatsShow: `GET 200 ${GROUP}/seats`,
    subgroupCreate: `POST 201 ${GROUP}/groups`,
  },
  Members: {
    memberList: `GET 200 ${GROUP}/members`,
    memberShow: `GET 200 ${MEMBER}`,
    memberAdd: `PUT 200 ${MEMBER}`,
    memberRemove: `DELETE 200 ${MEMBER}`,
    memberConvert: `POST 200 ${MEMBER}/convert`,
    memberAccess: `GET 200 ${MEMBER}/access`,
    memberChanges: `GET 200 ${GROUP}/changes`,
    memberWhy: `GET 200 ${MEMBER}/why`,
    memberOrigins: `GET 200 ${GROUP}/origins`,
  },
  Invitations: {
    invitationList: `GET 200 ${GROUP}/invitations`,
    memberInvite: `POST 201 ${GROUP}/invitations`,
    invitationResend: `POST 200 ${GROUP}/invitations/{invitation}/resend`,
    invitationWithdraw: `DELETE 200 ${GROUP}/invitations/{invitation}`,
  },
  Integrations: {
    integrationList: `GET 200 ${GROUP}/integrations`,
    integrationCreate: `POST 201 ${GROUP}/integrations`,
    integrationShow: `GET 200 ${INTEGRATION}`,
    integrationChange: `PATCH 200 ${INTEGRATION}`,
    integrationRemove: `DELETE 200 ${INTEGRATION}`,
    integrationPreview: `POST 200 ${INTEGRATION}/preview`,
    integrationPlan: `GET 200 ${INTEGRATION}/plan`,
    integrationGoLive: `POST 200 ${INTEGRATION}/go-live`,
    integrationCompare: `POST 200 ${INTEGRATION}/compare`,
    integrationFollowList: `POST 200 ${INTEGRATION}/follow-list`,
    integrationReconcilePlan: `GET 200 ${INTEGRATION}/reconcile`,
    integrationReconcile: `POST 200 ${INTEGRATION}/reconcile`,
    integrationAttention: `GET 200 ${INTEGRATION}/attention`,
    integrationDismiss: `POST 200 ${INTEGRATION}/attention/dismiss`,
    integrationInviteToLink: `POST 200 ${INTEGRATION}/attention/invite-to-link`,
    integrationResume: `POST 200 ${INTEGRATION}/resume`,
    integrationDiscard: `POST 200 ${INTEGRATION}/discard`,
    guideShow: `GET 200 ${GROUP}/guides/{provider}`,
  },
  Credentials: {
    credentialList: `GET 200 ${INTEGRATION}/credentials`,
    credentialCreate: `POST 201 ${INTEGRATION}/credentials`,
    credentialRotate: `POST 201 ${CREDENTIAL}/rotate`,
    credentialRevoke: `DELETE 200 ${CREDENTIAL}`,
    setupLinkList: `GET 200 ${INTEGRATION}/setup-links`,
    setupLinkCreate: `POST 201 ${INTEGRATION}/setup-links`,
    setupLinkRevoke: `DELETE 200 ${INTEGRATION}/setup-links/{link}`,
  },
  'Service accounts': {
    serviceAccountList: `GET 200 ${GROUP}/service-accounts`,
    serviceAccountCreate: `POST 201 ${GROUP}/service-accounts`,
    serviceAccountRemove: `DELETE 200 ${SERVICE_ACCOUNT}`,
    serviceAccountTokenCreate: `POST 201 ${SERVICE_ACCOUNT}/tokens`,
    serviceAccountTokenRevoke: `DELETE 200 ${SERVICE_ACCOUNT}/tokens/{token}`,
  },
  Provisioning: {
    identityList: `GET 200 ${GROUP}/identities`,
    identityShow: `GET 200 ${GROUP}/identities/{identity}`,
    directoryGroupList: `GET 200 ${INTEGRATION}/directory-groups`,
    directoryGroupCreate: `POST 201 ${INTEGRATION}/directory-groups`,
    directoryGroupShow: `GET 200 ${DIRECTORY_GROUP}`,
    directoryGroupRemove: `DELETE 200 ${DIRECTORY_GROUP}`,
    linkList: `GET 200 ${INTEGRATION}/links`,
    linkAdd: `POST 201 ${DIRECTORY_GROUP}/links`,
    linkPlan: `GET 200 ${LINK}/plan`,
    linkChange: `PATCH 200 ${LINK}`,
    linkRemove: `DELETE 200 ${LINK}`,
    roleAttributeList: `GET 200 ${INTEGRATION}/role-attributes`,
    roleAttributeSet: `PUT 200 ${INTEGRATION}/role-attributes/{attribute}`,
    roleAttributeRemove: `DELETE 200 ${INTEGRATION}/role-attributes/{attribute}`,
  },
  Logs: {
    logList: `GET 200 ${GROUP}/log`,
    logShow: `GET 200 ${GROUP}/log/{request}`,
    logReplay: `POST 200 ${GROUP}/log/{request}/replay`,
    logDays: `GET 200 ${GROUP}/log-days`,
    auditList: `GET 200 ${GROUP}/audit`,
    auditVerify: `GET 200 ${GROUP}/audit-verification`,
    workList: `GET 200 ${GROUP}/progress`,
    workShow: `GET 200 ${GROUP}/progress/{work}`,
  },
  Domains: {
    domainList: `GET 200 ${GROUP}/domains`,
    domainClaim: `PUT 200 ${GROUP}/domains/{domain}`,
    domainVerify: `POST 200 ${GROUP}/domains/{domain}/verify`,
    domainRemove: `DELETE 200 ${GROUP}/domains/{domain}`,
  },
  'Single sign-on': {
    samlShow: `GET 200 ${SAML}`,
    samlSet: `PATCH 200 ${SAML}`,
    samlPreview: `POST 200 ${SAML}/preview`,
    samlMetadata: `POST 200 ${SAML}/metadata`,
    samlRefresh: `POST 200 ${SAML}/refresh`,
    samlCertificateAdd: `POST 201 ${SAML}/certificates`,
    samlCertificateApprove: `POST 200 ${SAML}/approve-certificates`,
    samlCertificateRemove: `DELETE 200 ${SAML}/certificates/{certificate}`,
    samlKeysRotate: `POST 200 ${SAML}/keys/rotate`,
    samlEnforce: `PUT 200 ${SAML}/enforcement`,
    samlRecoveryCodes: `POST 201 ${SAML}/recovery-codes`,
    logoutShow: `GET 200 ${GROUP}/logout`,
    logoutSet: `PUT 200 ${GROUP}/logout`,
    logoutToken: `POST 201 ${GROUP}/logout/token`,
    logoutRemove: `DELETE 200 ${GROUP}/logout`,
  },
  Webhooks: {
    webhookList: `GET 200 ${GROUP}/webhooks`,
    webhookCreate: `POST 201 ${GROUP}/webhooks`,
    webhookShow: `GET 200 ${WEBHOOK}`,
    webhookChange: `PATCH 200 ${WEBHOOK}`,
    webhookRemove: `DELETE 200 ${WEBHOOK}`,
    webhookRotate: `POST 201 ${WEBHOOK}/rotate`,
    webhookTest: `POST 200 ${WEBHOOK}/test`,
    webhookDeliveries: `GET 200 ${WEBHOOK}/deliveries`,
    webhookDelivery: `GET 200 ${WEBHOOK}/deliveries/{delivery}`,
    webhookRedeliver: `POST 200 ${WEBHOOK}/redeliver`,
    webhookAcknowledge: `POST 200 ${WEBHOOK}/deliveries/{delivery}/acknowledge`,
    webhookOutstanding: `GET 200 ${GROUP}/outstanding`,
  },
  'Security event streams': {
    streamList: `GET 200 ${GROUP}/streams`,
    streamCreate: `POST 201 ${GROUP}/streams`,
    streamShow: `GET 200 ${STREAM}`,
    streamChange: `PATCH 200 ${STREAM}`,
    streamRemove: `DELETE 200 ${STREAM}`,
    streamPause: `POST 200 ${STREAM}/pause`,
    streamResume: `POST 200 ${STREAM}/resume`,
    streamRotate: `POST 201 ${STREAM}/rotate`,
    streamTest: `POST 200 ${STREAM}/test`,
    streamDeliveries: `GET 200 ${STREAM}/deliveries`,
    streamDelivery: `GET 200 ${STREAM}/deliveries/{delivery}`,
    streamRedeliver: `POST 200 ${STREAM}/redeliver`,
  },
  'Your profile': {
    profileShow: 'GET 200 /profile',
    profileChange: 'PATCH 200 /profile',
    profileSearch: 'GET 200 /profile/search',
    profileWhy: 'GET 200 /profile/groups/{group}/why',
    profileLeave: 'DELETE 200 /profile/groups/{group}',
    profileSessionEnd: 'DELETE 200 /profile/sessions/{session}',
    profileTokenList: 'GET 200 /profile/tokens',
    profileTokenRevoke: 'DELETE 200 /profile/tokens/{token}',
  },
  'The whole service, for operators': {
    groupList: 'GET 200 /operator/groups',
    groupCreate: 'POST 201 /operator/groups',
    groupSummary: 'GET 200 /operator/groups/{group}',
    groupReview: 'GET 200 /operator/group-reviews',
    seatsSet: `PUT 200 ${GROUP}/seats`,
    seatsRemove: `DELETE 200 ${GROUP}/seats`,
    accountList: 'GET 200 /operator/accounts',
    accountShow: `GET 200 ${ACCOUNT}`,
    accountSessionsEnd: `DELETE 200 ${ACCOUNT}/sessions`,
    accountTokenList: `GET 200 ${ACCOUNT}/tokens`,
    accountTokenRevoke: `DELETE 200 ${ACCOUNT}/tokens/{token}`,
    operatorList: 'GET 200 /operator/operators',
    healthShow: 'GET 200 /operator/health',
    auditListPlatform: 'GET 200 /operator/audit',
    eventKeyList: 'GET 200 /operator/event-keys',
  },
};

/** The parts that an operator has for the whole service: the same operations, below `/operator` and without a group. */
const ofService = { Webhooks: 'Webhooks for operators', 'Security event streams': 'Streams for operators' };

/** Every route of the management API, in the order of the reference. */
export const routes: readonly Route[] = [
  ...Object.keys(table).flatMap((tag) => routesIn(tag, (line, key) => ({ tag, line, id: key }))),
  ...Object.entries(ofService).flatMap(([part, tag]) =>
    routesIn(part, (line, key) => ({
      tag,
      line: line.replace(GROUP, '/operator'),
      id: `operator${key.charAt(0).toUpperCase()}${key.slice(1)}`,
    })),
  ),
];

function routesIn(
  part: string,
  placed: (line: string, key: string) => Pick<RouteSpec, 'tag' | 'line' | 'id'>,
): Route[] {
  return Object.entries(table[part] ?? {}).map(([key, line]) =>
    routeOf({ ...placed(line, key), key, operation: operationNamed(key) }),
  );
}

function operationNamed(key: string): operations.Operation {
  const found: unknown = (operations as Readonly<Record<string, unknown>>)[key];
  if (!isOperation(found)) throw new Error(`no operation ${key}`);
  return found;
}

function isOperation(value: unknown): value is operations.Operation {
  return typeof value === 'object' && value !== null && 'perform' in value;
}
