import type { Failure, Mapping, Part, Step } from './types.ts';

/** The first test of provisioning, whatever the provider. */
export const firstPerson: Step = {
  text: 'Assign one test person first: not an owner, and a person who can lose access without harm.',
};

/** What to look at afterwards. */
export const lookHere: readonly Step[] = [
  {
    text: '**Latest requests** on the page of the integration shows what arrived: a lookup, then the new user. Open a refused request to see the reason and what helps.',
  },
  {
    text: 'Unassign the person again. **People** shows that the access is gone; the account stays. Then assign everybody.',
  },
];

export const scimFailures: readonly Failure[] = [
  {
    shown: '`401` The bearer token is not valid for this endpoint',
    means:
      'The credential is mistyped, revoked, expired, of another group, or not allowed from that address. Generate a new one and paste all of it, without spaces.',
  },
  {
    shown: '`403` The integration is disabled',
    means: 'An owner has disabled the integration. Enable it on its page.',
  },
  {
    shown: '`409` Email exists',
    means:
      'The address belongs to an account that this group does not manage. Open **People who need attention** on the page of the integration: it shows what you can do. A verified domain prevents this conflict for all its addresses.',
  },
  {
    shown: '`503` The integration is paused',
    means:
      'Many people would lose access within a short time. An owner decides on the page of the integration. Then the identity provider tries again, or you start it there.',
  },
];

const samlFailures: readonly Failure[] = [
  {
    shown: '`saml.not_linked`',
    means:
      'The response is valid, but its NameID belongs to no account here. Compare it with the attribute that identifies people, provision the person first, or let sign-in create accounts.',
  },
  {
    shown: '`saml.email_exists`',
    means:
      'An account has the e-mail address, and nothing proves that it is this person. The member signs in with the password once and links the sign-in in the profile.',
  },
  {
    shown: '`saml.deprovisioned`',
    means: 'Provisioning has taken this person’s access. Assign the person again at the identity provider.',
  },
];

/** The SAML attributes that every provider sends by these names. */
export function samlNames(email: string, given: string, family: string): readonly Mapping[] {
  return [
    { theirs: email, ours: 'email' },
    { theirs: given, ours: 'firstName' },
    { theirs: family, ours: 'lastName' },
  ];
}

/** The last steps of setting up SAML, on Rollcall's pages. */
export function giveMetadata(metadata: string, nameId: string): Step {
  return {
    text: `${metadata} Here, open **Single sign-on**, choose **Add its metadata**, and enter it.`,
    fields: [{ name: 'The NameID contains', choose: nameId }],
  };
}

const testSignIn: readonly Step[] = [
  { text: 'Assign one test person first, and yourself.' },
  {
    text: 'On **Single sign-on**, choose **Test the sign-in**. The report shows every check, the attributes received and the account that they lead to. It changes nothing.',
  },
  {
    text: 'Members then sign in at this address:',
    fields: [{ name: 'Sign-in address', enter: '{signInUrl}' }],
  },
];

type Own = Pick<Part, 'about' | 'steps' | 'mappings'> & Partial<Pick<Part, 'test' | 'failures'>>;

/** How to provision; `test` and `failures` are those of one provider, between those that all have. */
export function provisioning({ test = [], failures = [], ...own }: Own): Part {
  return {
    isPossible: true,
    ...own,
    test: [firstPerson, ...test, ...lookHere],
    failures: [...failures, ...scimFailures],
  };
}

/** How to sign in; `failures` are those of one provider, before those that all have. */
export function signOn({ failures = [], ...own }: Omit<Own, 'test'>): Part {
  return { isPossible: true, ...own, test: testSignIn, failures: [...failures, ...samlFailures] };
}
