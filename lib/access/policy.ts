/**
 * Which party may perform which action. Only this table decides rights over operations, and it lists every action.
 *
 * - `operator`: runs the installation, by commands or on the operator's pages (`operating.ts`).
 * - `owner`: is an owner of the top-level group that the action affects.
 * - `member`: has any role in the group that the action affects. An owner is a member too.
 * - `self`: acts on their own account.
 * - `setup_link`: holds a set-up link, and acts on its integration without an account.
 *
 * Some actions belong to the operator only, because an owner could take over accounts with them: vouching for a domain
 * without DNS, linking an account to a SAML identity, every action on accounts, import, export and migrate.
 */
export const policy = {
  'account.create': ['operator'],
  'account.email.add': ['operator'],
  'account.email.remove': ['operator'],
  'account.list': ['operator'],
  'account.password': ['operator'],
  'account.rename': ['operator'],
  'account.saml.link': ['operator'],
  'account.sessions.end': ['operator'],
  'account.show': ['operator'],
  'account.token.list': ['operator'],
  'account.token.revoke': ['operator'],
  'audit.list': ['operator', 'owner'],
  'audit.list_platform': ['operator'],
  'audit.seal': ['operator'],
  'audit.verify': ['operator', 'owner'],
  'audit.verify_all': ['operator'],
  'audit.verify_platform': ['operator'],
  'credential.create': ['operator', 'owner'],
  'credential.list': ['operator', 'owner'],
  'credential.revoke': ['operator', 'owner'],
  'credential.rotate': ['operator', 'owner'],
  'directory_group.create': ['operator', 'owner'],
  'directory_group.list': ['operator', 'owner'],
  'directory_group.remove': ['operator', 'owner'],
  'directory_group.show': ['operator', 'owner'],
  'domain.claim': ['operator', 'owner'],
  'domain.list': ['operator', 'owner'],
  'domain.remove': ['operator', 'owner'],
  'domain.verify': ['operator', 'owner'],
  'domain.vouch': ['operator'],
  'first_run.code': ['operator'],
  'first_run.finish': ['operator'],
  'group.create': ['operator'],
  'group.endings': ['operator', 'owner'],
  'group.list': ['operator'],
  'group.move': ['operator', 'owner'],
  'group.rename': ['operator', 'owner'],
  'group.review': ['operator'],
  'group.show': ['operator', 'owner', 'member'],
  'group.summary': ['operator'],
  'group.tree': ['operator', 'owner', 'member'],
  'health.show': ['operator'],
  'guide.show': ['operator', 'owner'],
  'identity.link': ['operator'],
  'identity.list': ['operator', 'owner'],
  'identity.show': ['operator', 'owner'],
  'integration.attention': ['operator', 'owner'],
  'integration.change': ['operator', 'owner'],
  'integration.compare': ['operator', 'owner'],
  'integration.create': ['operator', 'owner'],
  'integration.discard': ['operator', 'owner'],
  'integration.dismiss': ['operator', 'owner'],
  'integration.go_live': ['operator', 'owner'],
  'integration.invite_to_link': ['operator', 'owner'],
  'integration.list': ['operator', 'owner'],
  'integration.plan': ['operator', 'owner'],
  'integration.preview': ['operator', 'owner'],
  'integration.reconcile': ['operator', 'owner'],
  'integration.reconcile_plan': ['operator', 'owner'],
  'integration.remove': ['operator', 'owner'],
  'integration.resume': ['operator', 'owner'],
  'integration.show': ['operator', 'owner'],
  'invitation.list': ['operator', 'owner'],
  'invitation.resend': ['operator', 'owner'],
  'invitation.withdraw': ['operator', 'owner'],
  'link.add': ['operator', 'owner'],
  'link.change': ['operator', 'owner'],
  'link.list': ['operator', 'owner'],
  'link.plan': ['operator', 'owner'],
  'link.remove': ['operator', 'owner'],
  'log.days': ['operator', 'owner'],
  'log.list': ['operator', 'owner'],
  'log.replay': ['operator', 'owner'],
  'log.show': ['operator', 'owner'],
  'logout.remove': ['operator', 'owner'],
  'logout.set': ['operator', 'owner'],
  'logout.show': ['operator', 'owner'],
  'logout.token': ['operator', 'owner'],
  'member.access': ['operator', 'owner'],
  'member.add': ['operator', 'owner'],
  'member.changes': ['operator', 'owner'],
  'member.convert': ['operator', 'owner'],
  'member.invite': ['operator', 'owner'],
  'member.list': ['operator', 'owner'],
  'member.origins': ['operator', 'owner'],
  'member.remove': ['operator', 'owner'],
  'member.show': ['operator', 'owner'],
  'member.why': ['operator', 'owner'],
  'operator.add': ['operator'],
  'operator.list': ['operator'],
  'operator.remove': ['operator'],
  'profile.change': ['self'],
  'profile.invitation.accept': ['self'],
  'profile.leave': ['self'],
  'profile.link.accept': ['self'],
  'profile.saml.link': ['self'],
  'profile.saml.unlink': ['self'],
  'profile.search': ['self'],
  'profile.session.end': ['self'],
  'profile.session.end_others': ['self'],
  'profile.show': ['self'],
  'profile.token.create': ['self'],
  'profile.token.list': ['self'],
  'profile.token.revoke': ['self'],
  'profile.why': ['self'],
  'role_attribute.list': ['operator', 'owner'],
  'role_attribute.remove': ['operator', 'owner'],
  'role_attribute.set': ['operator', 'owner'],
  'saml.certificate.add': ['operator', 'owner'],
  'saml.certificate.approve': ['operator', 'owner'],
  'saml.certificate.remove': ['operator', 'owner'],
  'saml.enforce': ['operator', 'owner'],
  'saml.keys.rotate': ['operator', 'owner'],
  'saml.metadata': ['operator', 'owner'],
  'saml.preview': ['operator', 'owner'],
  'saml.recover': ['owner'],
  'saml.recovery_codes': ['operator', 'owner'],
  'saml.refresh': ['operator', 'owner'],
  'saml.set': ['operator', 'owner'],
  'saml.show': ['operator', 'owner'],
  'saml.test': ['owner'],
  'saml.test_report': ['owner'],
  'service_account.create': ['operator', 'owner'],
  'service_account.list': ['operator', 'owner'],
  'service_account.remove': ['operator', 'owner'],
  'service_account.token.create': ['operator', 'owner'],
  'service_account.token.revoke': ['operator', 'owner'],
  'setup_link.create': ['operator', 'owner'],
  'setup_link.generate': ['setup_link'],
  'setup_link.list': ['operator', 'owner'],
  'setup_link.revoke': ['operator', 'owner'],
  'setup_link.show': ['setup_link'],
  'subgroup.create': ['operator', 'owner'],
  'token.create': ['operator', 'owner'],
  'token.list': ['operator', 'owner'],
  'token.revoke': ['operator', 'owner'],
  'token.rotate': ['operator', 'owner'],
  'webhook.acknowledge': ['operator', 'owner'],
  'webhook.change': ['operator', 'owner'],
  'webhook.create': ['operator', 'owner'],
  'webhook.delivery': ['operator', 'owner'],
  'webhook.deliveries': ['operator', 'owner'],
  'webhook.list': ['operator', 'owner'],
  'webhook.outstanding': ['operator', 'owner'],
  'webhook.redeliver': ['operator', 'owner'],
  'webhook.remove': ['operator', 'owner'],
  'webhook.rotate': ['operator', 'owner'],
  'webhook.show': ['operator', 'owner'],
  'webhook.test': ['operator', 'owner'],
  'work.list': ['operator', 'owner'],
  'work.show': ['operator', 'owner'],
  bootstrap: ['operator'],
} as const satisfies Readonly<Record<string, readonly Party[]>>;

export type Party = 'operator' | 'owner' | 'member' | 'self' | 'setup_link';
export type Action = keyof typeof policy;

/**
 * Actions that need no SAML session even if a rule requires one: they test SAML, or help when the identity provider
 * fails.
 */
export const withoutSaml: ReadonlySet<Action> = new Set(['saml.recover', 'saml.test', 'saml.test_report']);

/** What a service account may not do with any scope: it would make what outlives its own tokens. */
const forPersons: ReadonlySet<Action> = new Set([
  'service_account.create',
  'service_account.remove',
  'service_account.token.create',
  'service_account.token.revoke',
]);

/** The parties of a service account for an action in its own group. */
export function partiesOfService(action: Action | undefined): readonly Party[] {
  return action === undefined || forPersons.has(action) ? ['member'] : ['owner', 'member'];
}

/** Whether one of the parties may perform the action. */
export function may(parties: readonly Party[], action: Action): boolean {
  const allowed: readonly Party[] = policy[action];
  return parties.some((party) => allowed.includes(party));
}
