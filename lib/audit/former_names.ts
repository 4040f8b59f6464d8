import type { EventName } from './events.ts';
import type { AuditEntry } from './types.ts';

interface Former {
  readonly name: string | RegExp;
  readonly now: EventName;
  /** Which entries of that name are meant, if a present event has the same name: as a rule, and in words. */
  readonly of?: (entry: AuditEntry) => boolean;
  readonly about?: string;
  /** Details that only the former name implies. */
  readonly more?: (entry: AuditEntry) => object;
}

/** An event of a directory group had the present name of a group's event. */
const directoryGroup = {
  of: ({ detail }: AuditEntry) => 'displayName' in detail,
  about: 'a directory group',
};

/** An event of a resource had the type of the resource, in lower case, as its noun. */
const resource = {
  of: ({ actor, detail }: AuditEntry) => actor.kind === 'scim' && Object.keys(detail).join() === 'changed',
  about: 'a resource of this registered type',
  more: ({ action }: AuditEntry) => ({ resourceType: action.split('.')[0] }),
};

/** The former names of events. The seal of an entry covers its name, so a stored entry keeps it. */
export const formerNames: readonly Former[] = [
  { name: 'group.created', now: 'directory_group.created', ...directoryGroup },
  { name: 'group.changed', now: 'directory_group.changed', ...directoryGroup },
  { name: 'group.deleted', now: 'directory_group.deleted', ...directoryGroup },
  { name: /^[a-z0-9]+\.created$/, now: 'resource.created', ...resource },
  { name: /^[a-z0-9]+\.changed$/, now: 'resource.changed', ...resource },
  { name: /^[a-z0-9]+\.deleted$/, now: 'resource.deleted', ...resource },
  { name: 'link.created', now: 'group_link.created' },
  { name: 'link.changed', now: 'group_link.changed' },
  { name: 'link.removed', now: 'group_link.removed' },
  { name: 'identity.linked', now: 'user.linked' },
  { name: 'user.planned', now: 'user.previewed' },
  { name: 'member.changed_by_links', now: 'member.changed_by_group_links' },
  { name: 'member.changed_by_attributes', now: 'member.changed_by_role_attributes' },
  { name: 'integration.preview_begun', now: 'integration.preview_started' },
  { name: 'integration.discarded', now: 'integration.removals_discarded' },
  { name: 'integration.closed', now: 'integration.removal_started' },
  { name: 'account.email_followed', now: 'account.email_changed' },
  { name: 'account.unproved_email_taken', now: 'account.unproved_email_removed' },
  { name: 'account.token_created', now: 'personal_access_token.created' },
  { name: 'account.token_revoked', now: 'personal_access_token.revoked' },
  { name: 'saml.refused', now: 'saml_sign_in.refused' },
  { name: 'saml_identity.passed_on', now: 'saml_identity.reassigned' },
  { name: 'saml_identity.renamed', now: 'saml_identity.name_id_changed' },
  { name: 'saml_provider.refreshed', now: 'saml_provider.metadata_changed' },
  { name: 'saml_recovery_codes.made', now: 'saml_recovery_code.created' },
];

/** An entry with the present name of its event, for display. */
export function withNameOfToday(entry: AuditEntry): AuditEntry {
  const former = formerNames.find(
    ({ name, of }) =>
      (typeof name === 'string' ? name === entry.action : name.test(entry.action)) && (of?.(entry) ?? true),
  );
  if (!former) return entry;
  return { ...entry, action: former.now, detail: { ...former.more?.(entry), ...entry.detail } };
}
