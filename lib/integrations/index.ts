export { checkedRange, meaningOf } from './address_ranges.ts';
export { type Access, authenticate, authorize, isLiveToken } from './authenticate.ts';
export { createConnectedGroup } from './connected_group.ts';
export {
  changeIntegration,
  createIntegration,
  integrationNamed,
  listIntegrations,
  moveGroup,
} from './integrations.ts';
export { refusalOf, refusePaused } from './pause.ts';
export { TokenUses } from './token_uses.ts';
export { isLive, issueToken, revokeToken, rotateToken, tokenNamed } from './tokens.ts';
export {
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
  tokenUses,
} from './types.ts';
