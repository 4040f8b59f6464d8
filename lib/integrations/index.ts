export { giveAccessToken, type Proof } from './access_tokens.ts';
export { checkedRange, meaningOf } from './address_ranges.ts';
export { scimWords } from './asked_scopes.ts';
export {
  type Access,
  authenticate,
  authorize,
  type HeldToken,
  isLiveToken,
  refusalOf,
  refusePaused,
} from './authenticate.ts';
export {
  addFederation,
  credentialsOf,
  issueClient,
  revokeClient,
  rotateClient,
  rotateFederation,
} from './clients.ts';
export { createConnectedGroup, createOwnedGroup } from './connected_group.ts';
export { type Denial, type Explained, explainDenial } from './denials.ts';
export { selfIssuer } from './federation/assertion.ts';
export { type KeyHolder, type KeySource, keySets, keySource } from './federation/key_set.ts';
export { assertionsSeen, useOnce } from './federation/seen.ts';
export {
  assertionAlgorithms,
  BadJwt,
  endOfLife,
  idOfJwt,
  readJwt,
  shown,
  verifiedPayload,
} from './federation/signed_jwt.ts';
export { checkedJwksUrl, checkedTexts, checkedTrust, type TrustWishes } from './federation/trust.ts';
export {
  Firsts,
  integrationFirsts,
  type Reached,
  reachedBy,
  type SetUpStep,
  setUpSteps,
  strangerContacts,
} from './firsts.ts';
export {
  changeIntegration,
  createIntegration,
  integrationNamed,
  listIntegrations,
  refuseEnding,
  renameConnectedGroup,
} from './integrations.ts';
export { mailOtherOwners } from './mail_owners.ts';
export type { CredentialWishes } from './new_credential.ts';
export { OAuthError } from './oauth_error.ts';
export {
  integrationOfLink,
  isMakerOwner,
  makeSetupLink,
  revokeSetupLink,
  type SetupLink,
  setupLinkBySecret,
  setupLinkOf,
  setupLinks,
  setupLinksOf,
  useSetupLink,
  useSignOn,
} from './setup_links.ts';
export { TokenUses } from './token_uses.ts';
export { issueToken, revokeToken, rotateToken } from './tokens.ts';
export {
  type Client,
  type Credential,
  defaultScopes,
  defaultSettings,
  type GrantedRole,
  type Integration,
  type IntegrationSettings,
  integrations,
  type Pause,
  presetNames,
  type RoleAttribute,
  type Scope,
  scopes,
  type Token,
  type TokenUse,
  type Trust,
  tokenUses,
} from './types.ts';
export { endingSoon, warnOfEnd } from './warn_of_end.ts';
export { isLive, withoutAccessTokens, withoutCredentials } from './with_credentials.ts';
