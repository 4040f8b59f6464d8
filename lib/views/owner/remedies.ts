interface Conflict {
  readonly kind: 'former_email' | 'shared_email' | 'deleted_user' | 'held' | 'refused';
  readonly account?: string;
  readonly rival?: string;
  readonly email: string;
}

/** What a conflict is about, for an owner. */
export function causeOf({ kind, account, rival, email }: Conflict): string {
  const whose = account === undefined ? 'another account' : `the account ${account}`;
  switch (kind) {
    case 'former_email':
      return `The person keeps the former e-mail, because ${email} belongs to ${whose}.`;
    case 'shared_email':
      return `${email} belongs to the user ${rival} of this integration.`;
    case 'deleted_user':
      return `${email} belongs to ${whose}. Your identity provider deleted a user who had this address and another name.`;
    case 'held':
      return `${email} belongs to ${whose}, and nothing proves that it is the same person. The person has no access until the conflict is solved.`;
    case 'refused':
      return `${email} belongs to ${whose}, and nothing proves that it is the same person. The request was refused.`;
  }
}

/** What an owner can do, and what only the operator of the service can. */
export function remedyOf(remedy: { readonly code: string; readonly domain?: string }): string {
  switch (remedy.code) {
    case 'change_email':
      return 'Change the e-mail of the account, or of the user in your identity provider.';
    case 'change_email_in_idp':
      return 'Two users cannot share one e-mail. Change it in your identity provider.';
    case 'free_email':
      return 'If it is another person, the operator of this service can free the address. Then let the identity provider try again.';
    case 'link_saml_in_profile':
      return 'Ask the person to sign in to Rollcall with their password, open their profile and link their account. Then let the identity provider try again.';
    case 'verify_domain':
      return `If the domain ${remedy.domain} belongs to you, verify it for this group. Then let the identity provider try again.`;
    default:
      return 'If it is certainly the same person, the operator of this service can link the user to the account.';
  }
}

/** What SCIM and SAML call differently. */
export function differenceOf({
  attribute,
  scim,
  nameId,
}: {
  readonly attribute: string;
  readonly scim?: string | undefined;
  readonly nameId: string;
}): string {
  return `The sign-in sends the name ${nameId}; provisioning sends ${attribute} ${scim ?? '(none)'}.`;
}
