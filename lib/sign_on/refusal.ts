import type { UnitStore } from '../audit/index.ts';
import type { SamlProvider } from '../groups/index.ts';

/** Why a person is refused although the identity provider confirms them. Stable codes, listed in docs/errors.md. */
export const refusals = {
  'saml.deprovisioned': 'the identity provider has said that the person is no longer active',
  'saml.not_linked': 'no account is linked to the SAML identity, and none is made',
  'saml.email_exists': 'an account with this e-mail is not linked to the SAML identity',
  'saml.transient_name_id':
    'the NameID is another one at each sign-in and names nobody; saml set --name-id-format asks for a lasting one',
  'saml.linked_to_another': 'the SAML identity belongs to another account',
  'saml.other_identity': 'the account has another SAML identity of this provider',
  'saml.other_account': 'another account is signed in than the one that began',
  'saml.link_expired': 'what was accepted has been used or is too old',
} as const;

export type RefusalCode = keyof typeof refusals;

export const refusalCodes = Object.keys(refusals) as readonly RefusalCode[];

/** The response was accepted, but the person is refused. `message` is for the log and the owner. */
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
