interface Conflict {
  readonly kind: 'former_email' | 'shared_email' | 'deleted_user' | 'held' | 'refused';
  readonly account?: string;
  readonly rival?: string;
  readonly email: string;
}

/** A conflict, as an owner sees it. */
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
      return 'Change the e-mail of the user in your identity provider, or ask the holder of the other account to remove the address there.';
    case 'change_email_in_idp':
      return 'Two users cannot share one e-mail. Change it in your identity provider.';
    case 'free_email':
      return 'If it is another person, the operator of this service can free the address. Then let the identity provider try again.';
    case 'invite_to_link':
      return 'Ask the person by mail. Only they can say that the account is theirs; then it is linked.';
    case 'link_saml_in_profile':
      return 'The person can also sign in to Rollcall with their password, open their profile and link their account there.';
    case 'verify_domain':
      return `If the domain ${remedy.domain} belongs to you, verify it for this group. It prevents this conflict for everybody with a confirmed address of the domain.`;
    default:
      return 'If it is certainly the same person, the operator of this service can link the user to the account.';
  }
}

/** What SCIM and SAML call differently, and what helps. */
export function differenceOf({
  attribute,
  scim,
  nameId,
  caseOnly,
  fitting,
}: {
  readonly attribute: string;
  readonly scim: string;
  readonly nameId: string;
  readonly caseOnly: boolean;
  readonly fitting?: string | undefined;
}): { readonly cause: string; readonly remedy: string } {
  const cause = caseOnly
    ? `Sign-in and provisioning write the name of this person in different letter case, and the case counts. Provisioning sends it as ${attribute}.`
    : `Sign-in and provisioning name this person differently: the NameID is ${nameId}, and ${attribute} is ${scim}. Rollcall cannot tell that it is one person.`;
  const remedy =
    fitting === undefined || caseOnly
      ? `Let your identity provider send the same attribute as NameID and as ${attribute}.`
      : `The NameID is what provisioning sends as ${fitting}. Identify people by ${fitting}.`;
  return { cause, remedy };
}
