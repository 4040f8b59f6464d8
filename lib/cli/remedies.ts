import type { ConflictView } from '../operations/index.ts';
import { quoted } from './terminal/layout.ts';

type Conflict = Pick<ConflictView, 'kind' | 'rival' | 'remedies'>;
type Remedy = Conflict['remedies'][number];

interface Place {
  readonly group: string;
  readonly integration: string;
  /** The account that has the e-mail. */
  readonly account: string;
  /** The userName of the user in conflict. */
  readonly user: string;
}

/** Why an e-mail conflict lasts and what to do, with the commands to type. */
export function remedyText(place: Place, conflict: Conflict): string {
  const reason = reasonOf(place, conflict);
  return [...(reason ? [reason] : []), ...conflict.remedies.map((remedy) => wayOut(place, remedy))].join(' ');
}

function reasonOf({ integration, account }: Place, { kind, rival }: Conflict): string | undefined {
  switch (kind) {
    case 'former_email':
      return 'The user keeps the former e-mail.';
    case 'shared_email':
      return `The account ${account} belongs to the user ${rival} of ${integration}.`;
    case 'deleted_user':
      return (
        `The account ${account} belonged to a user that ${integration} has deleted, with another userName and ` +
        'externalId.'
      );
    default:
      return undefined;
  }
}

function wayOut({ group, integration, account, user }: Place, remedy: Remedy): string {
  switch (remedy.code) {
    case 'change_email':
      return `Change the e-mail of the account ${account}, or of the user.`;
    case 'change_email_in_idp':
      return 'Two users cannot share one e-mail: change it in the identity provider.';
    case 'free_email':
      return (
        `Another person? rollcall account email remove ${account} ${remedy.email}, then let the identity provider try ` +
        'again: the person gets an account of their own.'
      );
    case 'link_saml_in_profile':
      return 'The member links the SAML identity in the profile; then the identity provider tries again.';
    case 'verify_domain':
      return (
        `Does the domain belong to ${group}, and is the address confirmed? rollcall group domain add ${group} ` +
        `${remedy.domain}, and once that is verified, let the identity provider try again.`
      );
    case 'invite_to_link':
      return (
        `Ask the person: rollcall integration invite-to-link ${group} ${quoted(user)} --integration ` +
        `${quoted(integration)}; the link works once the person says yes.`
      );
    case 'link_identity':
      return `${CERTAIN} rollcall identity link ${group} ${remedy.identityId} --account ${account}`;
    case 'link_saml_identity': {
      const nameId = quoted(remedy.nameId);
      return `${CERTAIN} rollcall account saml-link --group ${group} --name-id ${nameId} --account ${account}`;
    }
    case 'hold_and_link':
      return (
        `${CERTAIN} rollcall integration change ${group} ${quoted(integration)} --on-email-exists hold, let the ` +
        `identity provider try again, and rollcall identity link ${group} USER --account ${account}`
      );
  }
}

const CERTAIN = 'Certain that it is the same person?';
