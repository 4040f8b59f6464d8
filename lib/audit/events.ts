import { z } from 'zod';
import type { ACCOUNTS_CHAIN, Actor, ActorKind, ScimResource } from './types.ts';

export type TargetKind =
  | 'account'
  | 'user'
  | 'group'
  | 'directory_group'
  | 'group_link'
  | 'resource'
  | 'integration'
  | 'invitation'
  | 'domain'
  | 'saml_provider'
  | 'webhook'
  | 'stream'
  | 'event_key'
  | 'installation';

interface EventSpec {
  /** What the event changes; the entry holds its id. */
  readonly target: TargetKind;
  readonly by: readonly ActorKind[];
  readonly detail: z.ZodRawShape;
  /** When it is emitted, in one sentence. */
  readonly when: string;
}

const text = z.string();
const count = z.number();
const texts = z.array(text).readonly();
/** The role of an account in a group: without `from` a new one, without `to` a former one. */
const access = z
  .array(z.object({ groupId: text, from: text.exactOptional(), to: text.exactOptional() }))
  .readonly();
const certificates = z.array(z.object({ sha256: text, state: text })).readonly();
const invitation = { groupId: text, email: text, role: text };
const keys = z.array(z.object({ id: text, use: text, state: text })).readonly();

const user = { userName: text, accountId: text.exactOptional(), changed: texts };
const directoryGroup = { displayName: text, outcome: text, changed: texts };
const webhook = { name: text, kind: text, url: text.exactOptional(), types: texts };
const stream = { name: text, kind: text, url: text.exactOptional(), events: texts };
const resource = { resourceType: text, changed: texts };
const provider = {
  identifyBy: text,
  settings: z.record(text, z.unknown()).exactOptional(),
  metadataUrl: text.exactOptional(),
  entityId: text.exactOptional(),
  ssoUrl: text.exactOptional(),
  certificates: texts.exactOptional(),
};

/** Everybody who performs operations. */
const people = ['operator', 'account'] as const;
/** Everybody who generates credentials. */
const setUp = ['operator', 'account', 'setup_link'] as const;
const scim = ['scim'] as const;
/** Identity providers, and everybody who performs operations. */
const anybody = [...scim, ...people] as const;
const system = ['system'] as const;
const account = ['account'] as const;
const operator = ['operator'] as const;

/** Events under a top-level group, in the audit log of that group. */
export const groupEvents = {
  'group.created': {
    target: 'group',
    by: people,
    detail: {
      path: text,
      kind: text.exactOptional(),
      owner: text.exactOptional(),
      accountId: text.exactOptional(),
    },
    when: 'A top-level group, a subgroup or a project is created.',
  },
  'group.renamed': {
    target: 'group',
    by: people,
    detail: { from: text, to: text, name: text.exactOptional() },
    when: 'The last part of the path of a group changes, or its display name.',
  },
  'group.moved': {
    target: 'group',
    by: people,
    detail: { from: text, to: text },
    when: 'A subgroup or a project moves into another group of its tree.',
  },

  'seats.limited': {
    target: 'group',
    by: people,
    detail: { seats: count, whenFull: text },
    when: 'The operator limits how many accounts may be members of a top-level group, or changes the limit.',
  },
  'seats.unlimited': {
    target: 'group',
    by: people,
    detail: {},
    when: 'The operator removes the limit.',
  },
  'seats.used_up': {
    target: 'group',
    by: system,
    detail: { seats: count, used: count, whenFull: text },
    when: 'The last free seat of a group is taken; once until a seat was free again.',
  },
  'seats.exceeded': {
    target: 'group',
    by: system,
    detail: { seats: count, used: count, whenFull: text },
    when: 'A group has more members than seats; once until a seat was free again.',
  },

  'break_glass.missing': {
    target: 'group',
    by: system,
    detail: { owners: count, wanted: count },
    when: 'Fewer than two owners can act without the directory of a group, which is live, or its enforced sign-on; once until two can again.',
  },
  'break_glass.restored': {
    target: 'group',
    by: system,
    detail: { owners: count, wanted: count },
    when: 'Two owners can act again, or no directory is live and no sign-on is enforced.',
  },

  'member.added': {
    target: 'account',
    by: people,
    detail: { groupId: text, to: text },
    when: 'An account gets a role in a group by hand, and had none there.',
  },
  'member.changed': {
    target: 'account',
    by: people,
    detail: { groupId: text, from: text, to: text },
    when: 'A role in a group is set by hand, and the account had one there.',
  },
  'member.removed': {
    target: 'account',
    by: people,
    detail: { groupId: text, from: text.exactOptional() },
    when: 'The last origin of a membership is ended by hand.',
  },
  'member.converted': {
    target: 'account',
    by: people,
    detail: {
      groupId: text,
      to: z.enum(['directory-groups', 'manual']),
      from: text,
      role: text.exactOptional(),
    },
    when: 'A membership is handed to group links, or kept by hand.',
  },
  'member.changed_by_group_links': {
    target: 'account',
    by: system,
    detail: { access },
    when: 'Group links give, change or take roles of an account.',
  },
  'member.changed_by_role_attributes': {
    target: 'account',
    by: system,
    detail: { access },
    when: 'A change of the role attributes gives, changes or takes roles of an account.',
  },
  'member.changed_by_going_live': {
    target: 'account',
    by: system,
    detail: { userName: text, outcome: z.enum(['create', 'link', 'change', 'leave']), access },
    when: 'An integration goes live, and creates or links an account or changes its roles.',
  },
  'member.kept': {
    target: 'account',
    by: people,
    detail: { integrationId: text, userName: text.exactOptional(), access },
    when: 'An integration is removed, and an account keeps its memberships as if given by hand.',
  },
  'member.revoked': {
    target: 'account',
    by: people,
    detail: { integrationId: text, userName: text.exactOptional(), access },
    when: 'An integration is removed, and an account loses the memberships that it gave.',
  },
  'member.restored': {
    target: 'account',
    by: people,
    detail: { integrationId: text, roles: access },
    when: 'A mass removal is discarded, and an account gets its memberships back.',
  },

  'invitation.created': {
    target: 'invitation',
    by: people,
    detail: invitation,
    when: 'Somebody is invited to a group by e-mail.',
  },
  'invitation.sent_again': {
    target: 'invitation',
    by: people,
    detail: invitation,
    when: 'An invitation is mailed again with a new link.',
  },
  'invitation.withdrawn': {
    target: 'invitation',
    by: people,
    detail: invitation,
    when: 'An invitation is withdrawn before it was accepted.',
  },
  'invitation.accepted': {
    target: 'invitation',
    by: account,
    detail: invitation,
    when: 'A person accepts an invitation and becomes a member.',
  },

  'integration.created': {
    target: 'integration',
    by: people,
    detail: { name: text },
    when: 'An integration is created.',
  },
  'integration.changed': {
    target: 'integration',
    by: people,
    detail: {
      name: text.exactOptional(),
      description: text.exactOptional(),
      enabled: z.boolean().exactOptional(),
      preset: text.exactOptional(),
      settings: z.record(text, z.unknown()).exactOptional(),
    },
    when: 'The name, the description, the settings or the preset of an integration changes, or it is enabled or disabled.',
  },
  'integration.role_attribute_set': {
    target: 'integration',
    by: people,
    detail: { attribute: text, groupId: text, values: z.record(text, text) },
    when: 'Values of a user attribute start to give roles in a group, or give other roles.',
  },
  'integration.role_attribute_removed': {
    target: 'integration',
    by: people,
    detail: { attribute: text, groupId: text },
    when: 'A user attribute stops giving roles in a group.',
  },
  'integration.paused': {
    target: 'integration',
    by: scim,
    detail: { reason: text, removals: count, refused: text },
    when: 'A request would make the removals of an integration a mass removal.',
  },
  'integration.resumed': {
    target: 'integration',
    by: people,
    detail: { removals: count, guardOffUntil: text },
    when: 'A mass removal is accepted, and the integration may write again.',
  },
  'integration.removals_discarded': {
    target: 'integration',
    by: people,
    detail: { removals: count },
    when: 'A mass removal is discarded, every account has its memberships back, and the integration is disabled.',
  },
  'integration.preview_started': {
    target: 'integration',
    by: people,
    detail: { name: text },
    when: 'An integration begins to store what is sent without changing accounts and memberships.',
  },
  'integration.preview_ended': {
    target: 'integration',
    by: people,
    detail: { name: text },
    when: 'An integration starts to go live, or to go live again after a stop.',
  },
  'integration.went_live': {
    target: 'integration',
    by: people,
    detail: { name: text },
    when: 'Everything that a preview has stored is carried out.',
  },
  'integration.reconcile_started': {
    target: 'integration',
    by: people,
    detail: { name: text },
    when: 'Everybody starts to get the roles that the links of an integration give now.',
  },
  'integration.list_followed': {
    target: 'integration',
    by: people,
    detail: { name: text, listed: count, people: count },
    when: 'The active users whom a list does not name start to be deactivated.',
  },
  'integration.removal_started': {
    target: 'integration',
    by: people,
    detail: { name: text, members: z.enum(['keep', 'revoke']) },
    when: 'The removal of an integration begins, and its tokens stop working.',
  },
  'integration.removed': {
    target: 'integration',
    by: people,
    detail: { name: text, members: z.enum(['keep', 'revoke']), people: count },
    when: 'The removal of an integration is complete.',
  },

  'token.created': {
    target: 'integration',
    by: setUp,
    detail: { tokenId: text, name: text },
    when: 'An integration gets a token, a new one or the successor of a rotated one.',
  },
  'token.rotated': {
    target: 'integration',
    by: people,
    detail: { tokenId: text, endsAt: text },
    when: 'A token is replaced and gets the time at which it stops working.',
  },
  'token.revoked': {
    target: 'integration',
    by: people,
    detail: { tokenId: text, name: text },
    when: 'A token is revoked at once.',
  },
  'credential.created': {
    target: 'integration',
    by: setUp,
    detail: { credentialId: text, kind: text, name: text },
    when: 'An integration gets a client or a federation, a new one or the successor of a rotated one.',
  },
  'credential.rotated': {
    target: 'integration',
    by: people,
    detail: { credentialId: text, kind: text, endsAt: text },
    when: 'A client or a federation is replaced and gets the time at which it stops working.',
  },
  'credential.revoked': {
    target: 'integration',
    by: people,
    detail: { credentialId: text, kind: text, name: text },
    when: 'A client or a federation is revoked at once, with its access tokens.',
  },
  'setup_link.created': {
    target: 'integration',
    by: people,
    detail: { linkId: text, name: text, expiresAt: text },
    when: 'An integration gets a link with which somebody without an account generates one credential.',
  },
  'setup_link.revoked': {
    target: 'integration',
    by: people,
    detail: { linkId: text, name: text },
    when: 'A set-up link is revoked at once.',
  },

  'webhook.created': {
    target: 'webhook',
    by: people,
    detail: webhook,
    when: 'A group, or the whole service, gets a webhook.',
  },
  'webhook.changed': {
    target: 'webhook',
    by: people,
    detail: { ...webhook, enabled: z.boolean() },
    when: 'The URL, the filter or the deadline of a webhook changes, or it is enabled or disabled.',
  },
  'webhook.secret_rotated': {
    target: 'webhook',
    by: people,
    detail: { name: text, endsAt: text },
    when: 'A webhook gets a new secret, and the former one gets the time at which it stops signing.',
  },
  'webhook.disabled': {
    target: 'webhook',
    by: system,
    detail: { name: text, problem: text },
    when: 'A webhook is disabled because its receiver is gone or has failed for days.',
  },
  'webhook.removed': {
    target: 'webhook',
    by: people,
    detail: { name: text },
    when: 'A webhook is removed.',
  },
  'stream.created': {
    target: 'stream',
    by: people,
    detail: stream,
    when: 'A group, or the whole service, gets a stream of security event tokens.',
  },
  'stream.changed': {
    target: 'stream',
    by: people,
    detail: stream,
    when: 'The name, the receiver or the filter of a stream changes.',
  },
  'stream.paused': {
    target: 'stream',
    by: people,
    detail: { name: text },
    when: 'Nothing more is delivered by a stream, and what it hears is kept.',
  },
  'stream.resumed': {
    target: 'stream',
    by: people,
    detail: { name: text },
    when: 'A stream that was paused or disabled delivers again.',
  },
  'stream.token_rotated': {
    target: 'stream',
    by: people,
    detail: { name: text, endsAt: text },
    when: 'The receiver of a stream gets a new token to poll with, and the former one gets the time at which it stops working.',
  },
  'stream.disabled': {
    target: 'stream',
    by: system,
    detail: { name: text, problem: text },
    when: 'A stream is disabled because its receiver is gone or has failed for days.',
  },
  'stream.removed': {
    target: 'stream',
    by: people,
    detail: { name: text },
    when: 'A stream is removed.',
  },

  'user.created': {
    target: 'user',
    by: scim,
    detail: user,
    when: 'An identity provider creates a user.',
  },
  'user.changed': {
    target: 'user',
    by: scim,
    detail: user,
    when: 'An identity provider changes a user, or a repeated request lets the e-mail of the account follow.',
  },
  'user.deactivated': {
    target: 'user',
    by: anybody,
    detail: user,
    when: 'The attribute `active` of a user becomes false, by the identity provider or because a list does not name the user.',
  },
  'user.reactivated': {
    target: 'user',
    by: scim,
    detail: user,
    when: 'The attribute `active` of a user becomes true again.',
  },
  'user.deleted': {
    target: 'user',
    by: scim,
    detail: user,
    when: 'An identity provider deletes a user.',
  },
  'user.previewed': {
    target: 'user',
    by: scim,
    detail: user,
    when: 'An identity provider creates or changes a user of an integration in preview.',
  },
  'user.linked': {
    target: 'user',
    by: people,
    detail: { integrationId: text, accountId: text, username: text },
    when: 'A user that was held is linked to an account, by hand or because the person links a SAML identity or accepts a link invitation.',
  },
  'link_invitation.sent': {
    target: 'integration',
    by: people,
    detail: { integrationId: text, userName: text, email: text },
    when: 'The holder of an e-mail is asked by mail whether a user in conflict is them.',
  },
  'link_invitation.accepted': {
    target: 'integration',
    by: account,
    detail: { integrationId: text, userName: text, email: text },
    when: 'A person confirms that a user in conflict is them.',
  },
  'attention.dismissed': {
    target: 'integration',
    by: people,
    detail: { integrationId: text, userName: text, entries: count },
    when: 'A user is removed from the attention list.',
  },

  'directory_group.created': {
    target: 'directory_group',
    by: ['scim', ...people],
    detail: directoryGroup,
    when: 'A directory group is created, by an identity provider or by hand.',
  },
  'directory_group.changed': {
    target: 'directory_group',
    by: ['scim', ...people],
    detail: directoryGroup,
    when: 'The attributes or the members of a directory group change, or an actor changes it by hand.',
  },
  'directory_group.deleted': {
    target: 'directory_group',
    by: ['scim', ...people],
    detail: directoryGroup,
    when: 'A directory group is deleted, by an identity provider or by hand.',
  },
  'group_link.created': {
    target: 'group_link',
    by: people,
    detail: { directoryGroup: text, target: text, role: text },
    when: 'A directory group is linked to a group and a role.',
  },
  'group_link.changed': {
    target: 'group_link',
    by: people,
    detail: { directoryGroup: text, target: text, role: text, from: text },
    when: 'A group link gets another role.',
  },
  'group_link.removed': {
    target: 'group_link',
    by: people,
    detail: { target: text, role: text },
    when: 'A group link is removed by hand.',
  },

  'resource.created': {
    target: 'resource',
    by: scim,
    detail: resource,
    when: 'An identity provider creates a resource of a registered type.',
  },
  'resource.changed': {
    target: 'resource',
    by: scim,
    detail: resource,
    when: 'An identity provider changes a resource of a registered type.',
  },
  'resource.deleted': {
    target: 'resource',
    by: scim,
    detail: resource,
    when: 'An identity provider deletes a resource of a registered type.',
  },

  'service_account.created': {
    target: 'account',
    by: people,
    detail: { username: text, name: text },
    when: 'A group gets a service account, for a program that calls the management API.',
  },
  'service_account.removed': {
    target: 'account',
    by: people,
    detail: { username: text, name: text },
    when: 'A service account ends, with all its tokens.',
  },
  'service_account.token_created': {
    target: 'account',
    by: people,
    detail: { tokenId: text, name: text, scopes: texts },
    when: 'A service account gets a token.',
  },
  'service_account.token_revoked': {
    target: 'account',
    by: people,
    detail: { tokenId: text, name: text },
    when: 'A token of a service account ends before its time.',
  },

  'domain.claimed': {
    target: 'domain',
    by: people,
    detail: { domain: text },
    when: 'A group claims an e-mail domain, which is not verified yet.',
  },
  'domain.verified': {
    target: 'domain',
    by: people,
    detail: { domain: text, by: z.enum(['dns', 'operator']) },
    when: 'The DNS record of a claim is found, or the operator vouches for the domain.',
  },
  'domain.lapsed': {
    target: 'domain',
    by: system,
    detail: { domain: text, problem: text, failures: count, since: text },
    when: 'A verified domain is lost because its DNS record is missing.',
  },
  'domain.removed': {
    target: 'domain',
    by: people,
    detail: { domain: text },
    when: 'A claimed or verified domain is removed.',
  },
  'account.managed': {
    target: 'account',
    by: system,
    detail: { username: text, domain: text },
    when: 'A group begins to manage an account whose primary e-mail is in a domain that it has verified.',
  },
  'account.released': {
    target: 'account',
    by: system,
    detail: { username: text, domain: text },
    when: 'A group stops managing an account because of a domain.',
  },
  'account.email_changed': {
    target: 'account',
    by: system,
    detail: { username: text, identityId: text, userName: text },
    when: 'The write of another user frees the e-mail that an account was waiting for.',
  },
  'account.unproved_email_removed': {
    target: 'account',
    by: system,
    detail: { email: text, domain: text },
    when: 'An unproved e-mail is removed from an account, because the group that has verified its domain provisions it.',
  },

  'account.created_by_saml': {
    target: 'account',
    by: account,
    detail: { username: text, identityId: text, access: access.exactOptional() },
    when: 'A person without an account signs in with SAML and gets one.',
  },
  'account.signed_in_by_saml': {
    target: 'account',
    by: account,
    detail: { username: text, identityId: text, access: access.exactOptional() },
    when: 'A person signs in to an existing account with SAML.',
  },
  'saml_sign_in.refused': {
    target: 'saml_provider',
    by: system,
    detail: { code: text, found: text },
    when: 'A sign-in with SAML, or the linking of a SAML identity, is refused for a reason that concerns the group.',
  },
  'saml_identity.linked': {
    target: 'account',
    by: people,
    detail: { identityId: text.exactOptional(), nameId: text.exactOptional(), username: text },
    when: 'A SAML identity is linked to an account, by the person or by the operator.',
  },
  'saml_identity.unlinked': {
    target: 'account',
    by: people,
    detail: { identityId: text, username: text },
    when: 'A person removes a SAML identity from the account.',
  },
  'saml_identity.reassigned': {
    target: 'account',
    by: system,
    detail: { identityId: text, from: text },
    when: 'The SAML identity of a deleted user passes to the account whose user has the same name now.',
  },
  'saml_identity.name_id_changed': {
    target: 'account',
    by: system,
    detail: { identityId: text },
    when: 'The value that identifies a user changes, and the NameID of the SAML identity follows.',
  },
  'saml_provider.created': {
    target: 'saml_provider',
    by: setUp,
    detail: provider,
    when: 'A group gets a SAML provider.',
  },
  'saml_provider.changed': {
    target: 'saml_provider',
    by: setUp,
    detail: { ...provider, formerMetadataUrl: text.exactOptional() },
    when: 'The settings or the metadata of a SAML provider change by hand.',
  },
  'saml_provider.metadata_changed': {
    target: 'saml_provider',
    by: ['system', ...people],
    detail: { certificates, entityId: text.exactOptional() },
    when: 'A refresh of the metadata finds a change and applies it.',
  },
  'saml_provider.entity_id_pending': {
    target: 'saml_provider',
    by: ['system', ...people],
    detail: { certificates, entityId: text.exactOptional() },
    when: 'A refresh of the metadata finds another entity ID, which an owner must confirm.',
  },
  'saml_provider.certificate_added': {
    target: 'saml_provider',
    by: people,
    detail: { certificate: text, ...provider },
    when: 'Certificates of the identity provider are added by hand.',
  },
  'saml_provider.certificates_approved': {
    target: 'saml_provider',
    by: people,
    detail: { certificate: text, ...provider },
    when: 'Retiring certificates of the identity provider are ended.',
  },
  'saml_provider.certificate_removed': {
    target: 'saml_provider',
    by: people,
    detail: { certificate: text, ...provider },
    when: 'A certificate of the identity provider is removed.',
  },
  'saml_provider.keys_rotated': {
    target: 'saml_provider',
    by: people,
    detail: { keys },
    when: "The rotation of Rollcall's own keys takes its next step.",
  },
  'saml_enforcement.changed': {
    target: 'group',
    by: people,
    detail: { path: text, mode: text, domains: texts.exactOptional() },
    when: 'The rule that requires a SAML sign-in is set or removed for a group.',
  },
  'saml_recovery_code.created': {
    target: 'group',
    by: people,
    detail: { codes: count },
    when: 'A group gets new recovery codes, which replace the former ones.',
  },
  'saml_recovery_code.used': {
    target: 'account',
    by: account,
    detail: { username: text, left: count },
    when: 'An owner enters with a recovery code instead of SAML.',
  },
  'logout_issuer.set': {
    target: 'group',
    by: people,
    detail: { issuer: text, jwksUrl: text, audience: text.exactOptional() },
    when: 'The issuer whose word signs people out is entered or replaced.',
  },
  'logout_issuer.removed': {
    target: 'group',
    by: people,
    detail: { issuer: text },
    when: 'This issuer is removed.',
  },
  'logout_issuer.token_created': {
    target: 'group',
    by: people,
    detail: { issuer: text },
    when: 'A push token is generated, which security events must have from then on.',
  },
  'account.logged_out': {
    target: 'account',
    by: system,
    detail: { username: text, issuer: text, event: text, sessions: count, personalTokens: count },
    when: 'The logout issuer of the group ends sessions or personal access tokens of a person.',
  },
} as const satisfies Readonly<Record<string, EventSpec>>;

/** Events of accounts without a group, in the audit log of the platform. */
export const platformEvents = {
  'account.created': {
    target: 'account',
    by: operator,
    detail: { username: text },
    when: 'The operator creates an account.',
  },
  'account.created_by_invitation': {
    target: 'account',
    by: account,
    detail: { username: text },
    when: 'A person without an account follows an invitation and creates one.',
  },
  'account.renamed': {
    target: 'account',
    by: people,
    detail: { from: text, to: text },
    when: 'A person or the operator changes a username.',
  },
  'account.name_changed': {
    target: 'account',
    by: account,
    detail: { from: text, to: text },
    when: 'A person changes the name of the account.',
  },
  'account.email_added': {
    target: 'account',
    by: operator,
    detail: { email: text, confirmed: z.boolean() },
    when: 'The operator adds an e-mail to an account.',
  },
  'account.email_confirmed': {
    target: 'account',
    by: account,
    detail: { email: text },
    when: 'A person proves an e-mail with a mailed link, which also adds an e-mail that is new.',
  },
  'account.email_made_primary': {
    target: 'account',
    by: account,
    detail: { email: text },
    when: 'A person makes a confirmed e-mail the primary one.',
  },
  'account.email_removed': {
    target: 'account',
    by: people,
    detail: { email: text },
    when: 'A person or the operator removes an e-mail from an account.',
  },
  'account.password_changed': {
    target: 'account',
    by: account,
    detail: {},
    when: 'A person replaces the password and knows the former one.',
  },
  'account.password_set_by_mail': {
    target: 'account',
    by: account,
    detail: {},
    when: 'A person sets a password with a mailed link.',
  },
  'account.password_reset': {
    target: 'account',
    by: people,
    detail: {},
    when: 'The operator gives an account a new password.',
  },
  'account.sessions_ended': {
    target: 'account',
    by: people,
    detail: { sessions: count },
    when: 'The operator ends all sessions of an account.',
  },
  'event_key.rotated': {
    target: 'event_key',
    by: ['operator', 'system'],
    detail: { signsFrom: text, withdrawn: count },
    when: 'A new key for security event tokens is published.',
  },
  'secrets.renewed': {
    target: 'installation',
    by: operator,
    detail: {
      samlProviders: count,
      webhooks: count,
      streams: count,
      eventKeys: count,
      auditChains: count,
      brokenChains: count,
    },
    when: 'The operator renews what needs the previous value of a secret.',
  },
  'operator.added': {
    target: 'account',
    by: operator,
    detail: { username: text },
    when: "The operator lets an account use the operator's pages.",
  },
  'operator.removed': {
    target: 'account',
    by: operator,
    detail: { username: text },
    when: 'The operator withdraws this right.',
  },
  'personal_access_token.created': {
    target: 'account',
    by: account,
    detail: { tokenId: text, name: text, scopes: texts.exactOptional() },
    when: 'A person makes a personal access token.',
  },
  'personal_access_token.revoked': {
    target: 'account',
    by: [...people, 'system'],
    detail: { tokenId: text, name: text },
    when: 'A person, the operator, or the logout issuer of the managing group ends a personal access token.',
  },
} as const satisfies Readonly<Record<string, EventSpec>>;

/** Every event of the audit log; `docs/events.md` is made from it. */
export const events = { ...groupEvents, ...platformEvents };

export type EventName = keyof typeof events;

type ChainOf<N extends EventName> = N extends keyof typeof platformEvents ? typeof ACCOUNTS_CHAIN : string;

/** The policy decides at run time who performs an operation, so the events of operations accept every actor. */
type ActorOf<K extends ActorKind> = 'operator' extends K ? Actor : Actor<K>;

/** The input of `record`: one member for each event. */
export type AuditEvent<N extends EventName = EventName> = {
  readonly [E in N]: {
    readonly rootId: ChainOf<E>;
    readonly actor: ActorOf<(typeof events)[E]['by'][number]>;
    readonly action: E;
    readonly target: { readonly kind: (typeof events)[E]['target']; readonly id: string };
    readonly detail: z.output<z.ZodObject<(typeof events)[E]['detail']>>;
    readonly requestId?: string;
    readonly resource?: ScimResource;
  };
}[N];

/** The name of an event and its detail. */
export type EventBody<N extends EventName> = {
  readonly [E in N]: Pick<AuditEvent<E>, 'action' | 'detail'>;
}[N];
