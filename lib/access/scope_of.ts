import type { ApiScope } from '../accounts/index.ts';
import { isOfService, operatorScopeOf, type Reach, readingReceivers } from './operating.ts';
import type { Action } from './policy.ts';

/** The API scope that each action needs, if it is not `write`. A test compares it with what the operations do. */
const reading = [
  'audit.list',
  'audit.verify',
  'credential.list',
  'directory_group.list',
  'directory_group.show',
  'domain.list',
  'group.endings',
  'guide.show',
  'identity.list',
  'identity.show',
  'integration.attention',
  'integration.compare',
  'integration.list',
  'integration.plan',
  'integration.reconcile_plan',
  'integration.show',
  'invitation.list',
  'link.list',
  'link.plan',
  'logout.show',
  'log.days',
  'log.list',
  'log.show',
  'member.why',
  'profile.search',
  'profile.show',
  'profile.token.list',
  'profile.why',
  'role_attribute.list',
  'saml.preview',
  'saml.show',
  'seats.show',
  'service_account.list',
  'setup_link.list',
  'token.list',
  ...readingReceivers,
  'work.list',
  'work.show',
] as const satisfies readonly Action[];

const readingMembers = [
  'group.show',
  'group.tree',
  'member.access',
  'member.changes',
  'member.list',
  'member.origins',
  'member.show',
] as const satisfies readonly Action[];

/** What decides who gets in; most of its pages ask for the password. */
const administering = [
  'credential.create',
  'credential.revoke',
  'credential.rotate',
  'domain.claim',
  'domain.remove',
  'domain.verify',
  'integration.remove',
  'logout.remove',
  'logout.set',
  'logout.token',
  'profile.saml.unlink',
  'profile.session.end',
  'profile.token.revoke',
  'saml.certificate.add',
  'saml.certificate.approve',
  'saml.certificate.remove',
  'saml.enforce',
  'saml.keys.rotate',
  'saml.metadata',
  'saml.recovery_codes',
  'saml.refresh',
  'saml.set',
  'service_account.create',
  'service_account.remove',
  'service_account.token.create',
  'service_account.token.revoke',
  'setup_link.create',
  'setup_link.revoke',
  'token.create',
  'token.revoke',
  'token.rotate',
  'stream.change',
  'stream.create',
  'stream.remove',
  'stream.rotate',
  'webhook.change',
  'webhook.create',
  'webhook.remove',
  'webhook.rotate',
] as const satisfies readonly Action[];

const scopes = new Map<Action, ApiScope>([
  ...reading.map((action) => [action, 'read'] as const),
  ...readingMembers.map((action) => [action, 'members:read'] as const),
  ...administering.map((action) => [action, 'admin'] as const),
]);

/** The scope that a token needs for an action; that of an operator may have `operatorScopeOf` instead. */
export function scopeOf(action: Action, reach: Reach): ApiScope {
  const ofGroup = isOfService(action, reach) ? undefined : scopes.get(action);
  return ofGroup ?? operatorScopeOf(action, reach) ?? 'write';
}
