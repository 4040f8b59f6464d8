import type { UnitStore } from '../audit/index.ts';
import type { SamlProvider } from '../groups/index.ts';

/** Reasons to refuse a person whom the identity provider confirms. The codes are stable: docs/errors.md lists them. */
const refusals = {
  'saml.deprovisioned': 'The identity provider has deactivated the person by SCIM.',
  'saml.no_free_seat':
    'All seats of the group are used. Deactivate a user, or ask the operator for more seats.',
  'saml.not_linked': 'No account is linked to the SAML identity, and the group creates none at sign-in.',
  'saml.email_exists': 'An account has this e-mail, but is not linked to the SAML identity.',
  'saml.transient_name_id':
    'The NameID changes with each sign-in. Request a lasting one with saml set --name-id-format.',
  'saml.linked_to_another': 'The SAML identity belongs to another account.',
  'saml.other_identity': 'The account is linked to another SAML identity of this provider.',
  'saml.other_account': 'The signed-in account is not the one that began to link.',
  'saml.link_expired': 'This link was used before or has expired.',
} as const;

type RefusalCode = keyof typeof refusals;

export const refusalCodes = Object.keys(refusals) as readonly RefusalCode[];

/** Thrown when the response is valid, but the person is refused. `message` is for the log and the owner. */
export class SamlRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(refusals[code]);
    this.code = code;
  }
}

interface Refused {
  readonly code: string;
  /** The reason, for the owner. */
  readonly found: string;
  readonly requestId: string;
  readonly ip: string;
}

/** Records a refused sign-in in the audit log of the group. */
export function recordRefusal(
  { store }: { readonly store: UnitStore },
  { id, rootId }: SamlProvider,
  { code, found, requestId, ip }: Refused,
): Promise<void> {
  return store.transaction(async (unit) =>
    unit.record({
      rootId,
      actor: { kind: 'system', ip },
      action: 'saml_sign_in.refused',
      target: { kind: 'saml_provider', id },
      detail: { code, found },
      requestId,
    }),
  );
}
