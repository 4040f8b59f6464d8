export {
  accountNamed,
  createAccount,
  dropEmail,
  emailHolder,
  emailsOf,
  movePrimaryEmails,
} from './accounts.ts';
export {
  endSessions,
  giveEmail,
  openAccount,
  renameAccount,
  resetPassword,
  takeEmail,
} from './administer.ts';
export {
  type ApiScope,
  apiScopes,
  includesScope,
  isOperatorScope,
  type OperatorScope,
  personalScopes,
} from './api_scopes.ts';
export {
  type Allowance,
  askedMails,
  attempts,
  firstRunTries,
  forgive,
  groupLookUps,
  invitationMails,
  samlStarts,
  samlTries,
  setupLinkTries,
  spend,
  TooManyAttempts,
  takeBack,
  wrongTokens,
} from './attempts.ts';
export { endSession, keepFlash, replaceSession, useSession } from './browser_session.ts';
export { emailDomain, emailKey } from './email.ts';
export { firstRunCodes, liveCodes, makeFirstRunCode, useFirstRunCode } from './first_run.ts';
export { joinByMail, type Newcomer } from './join.ts';
export { linkDigest, linkSecret, mailedLinks, makeLink, newNonce } from './links.ts';
export { ownsDomain, settleManager, type VerifiedDomain, verifiedDomains } from './managing.ts';
export { mailOwner } from './note.ts';
export { isOperator, makeOperator, operators, unmakeOperator } from './operators.ts';
export {
  askForEmail,
  confirmEmail,
  emailToConfirm,
  makePrimary,
  ownEmails,
  removeEmail,
} from './own_emails.ts';
export {
  askForPasswordLink,
  changePassword,
  confirmPassword,
  passwordLinkHolder,
  passwordProblem,
  setPasswordByLink,
} from './own_password.ts';
export { changeOwnNames } from './own_profile.ts';
export { hashPassword, newPassword } from './password.ts';
export {
  makePersonalToken,
  type PersonalToken,
  personalTokens,
  personalTokensOf,
  revokePersonalToken,
  usePersonalToken,
} from './personal_tokens.ts';
export {
  adoptSamlName,
  passSamlName,
  type SamlIdentity,
  samlIdentities,
  samlUnlinkings,
  unlinkingId,
} from './saml_identities.ts';
export { hasParts, searchedParts, searchWords } from './search_words.ts';
export {
  endServiceAccount,
  endServiceToken,
  makeServiceAccount,
  makeServiceToken,
  serviceAccountNamed,
  serviceAccountsOf,
  serviceTokensOf,
} from './service_accounts.ts';
export {
  closeSessions,
  type Flash,
  type MadeBy,
  newSecret,
  type OpenSession,
  openSession,
  type Session,
  sessions,
  sessionsHeld,
  sessionsOf,
} from './sessions.ts';
export { accountCalled, checkPassword, nameKey } from './sign_in.ts';
export { type Account, type AccountEmail, accountEmails, accounts, usernameHints } from './types.ts';
export { checkUsername, freeUsername, usernameBase, usernameKey } from './username.ts';
