import type { OperationKey } from './routes.ts';

const BROWSER = 'needs the browser in which the person signs in at the identity provider';
const ENTRY = 'makes or changes a way to sign in, with which a stolen token would outlive its end: a command';
const CHAIN = 'reads whole logs, for minutes: a command';
const SECRET = 'concerns the secrets of the service, which only its machine has: a command';
const FIRST_RUN = 'belongs to the first page of a new installation';

/** The operations without a route, and why. A test says that every other one has a route. */
export const withoutRoute: Readonly<Partial<Record<OperationKey, string>>> = {
  accountCreate: ENTRY,
  accountEmailAdd: ENTRY,
  accountEmailRemove: ENTRY,
  accountPassword: ENTRY,
  accountRename: ENTRY,
  accountSamlLink: ENTRY,
  auditSeal: 'the running service does it every few seconds',
  auditVerifyAll: CHAIN,
  auditVerifyPlatform: CHAIN,
  bootstrap: ENTRY,
  domainVouch: ENTRY,
  endingsList: 'looks through every group, for minutes: a command',
  eventKeyRotate: SECRET,
  firstRunCode: FIRST_RUN,
  firstRunFinish: FIRST_RUN,
  identityLink: ENTRY,
  operatorAdd: 'decides who is an operator, which no operator alone may: a command',
  operatorRemove: 'decides who is an operator, which no operator alone may: a command',
  profileInvitationAccept: 'a person accepts an invitation, no program',
  profileLinkAccept: 'a person answers a mailed question, no program',
  profileSamlLink: BROWSER,
  profileSamlUnlink: 'ends the other browsers of the person, and a token has none',
  profileSessionEndOthers: 'keeps the browser that asks, and a token has none',
  profileTokenCreate: 'a token that makes tokens would outlive its own end',
  samlRecover: BROWSER,
  samlTest: BROWSER,
  samlTestReport: BROWSER,
  secretsRenew: SECRET,
  secretsStatus: SECRET,
  setupLinkGenerate: 'belongs to the holder of a set-up link',
  setupLinkShow: 'belongs to the holder of a set-up link',
  setupLinkSignOn: 'belongs to the holder of a set-up link',
  tokenCreate: 'credentials of the kind token',
  tokenList: 'credentials of the kind token',
  tokenRevoke: 'credentials of the kind token',
  tokenRotate: 'credentials of the kind token',
};
