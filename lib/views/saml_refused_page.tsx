/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Link } from './parts.tsx';

interface Shown {
  readonly code: string;
  readonly requestId: string;
  /** The path of the group; absent where it is not known. */
  readonly group: string | undefined;
  readonly isSignedIn: boolean;
}

interface Words {
  readonly title: string;
  readonly lines: readonly string[];
  /** Whether beginning again may help. */
  readonly again?: boolean;
}

/** A sign-in by the organisation that came to nothing. It never says what exactly was wrong with the response. */
export function samlRefusedPage({ code, requestId, group, isSignedIn }: Shown): Page {
  const { title, lines, again = false } = words[code] ?? neutral;
  const sso = group === undefined ? undefined : `/groups/${encodeURIComponent(group)}/-/saml/sso`;
  return {
    title,
    body: (
      <>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {code === 'saml.email_exists' && sso && <HowToLink sso={sso} />}
        {again && sso && (
          <p>
            <Link to={sso}>Begin again</Link>
          </p>
        )}
        <p>
          {isSignedIn ? (
            <Link to="/profile">Go to your profile</Link>
          ) : (
            <Link to="/sign-in">Sign in here</Link>
          )}
        </p>
        <dl>
          <dt>Code</dt>
          <dd>{code}</dd>
          <dt>Reference</dt>
          <dd>{requestId}</dd>
        </dl>
      </>
    ),
  };
}

function HowToLink({ sso }: { sso: string }) {
  return (
    <ol>
      <li>
        <Link to={`/sign-in?return_to=${encodeURIComponent(sso)}`}>Sign in with your password</Link>. Without
        one, <Link to="/password/forgot">let us mail you a link that sets it</Link>.
      </li>
      <li>Say yes when we ask whether to link your account.</li>
      <li>Sign in at your organisation once more. From then on it is enough.</li>
    </ol>
  );
}

const neutral: Words = {
  title: 'You could not be signed in',
  lines: [
    'The sign-in at your organisation was not accepted here.',
    'Try again. If it fails again, give the reference below to an owner of the group: they can look up why.',
  ],
  again: true,
};

const begunAnew: Words = {
  title: 'Please begin again',
  lines: [
    'This sign-in took too long, was used already, or began in another browser or window.',
    'Your browser has to accept cookies.',
  ],
  again: true,
};

const words: Readonly<Record<string, Words>> = {
  'saml.deprovisioned': {
    title: 'Your access has ended',
    lines: [
      'Your organisation has told us that you are no longer active in this group, so you cannot sign in by it.',
      'Your account and your other groups stay. If this is a mistake, ask the people who run the sign-in of your organisation.',
    ],
  },
  'saml.email_exists': {
    title: 'You have an account already',
    lines: [
      'There is an account with your e-mail address, and it is not linked to your organisation yet.',
      'We do not hand over an account because of its e-mail. If it is yours, link it:',
    ],
  },
  'saml.not_linked': {
    title: 'You have no account here yet',
    lines: [
      'Your organisation knows you, but nobody has given you access to this group.',
      'Ask an owner of the group. If you have an account here, sign in and link it in your profile.',
    ],
  },
  'saml.transient_name_id': {
    title: 'Your organisation does not say who you are',
    lines: [
      'It sends another name for you at each sign-in.',
      'Give the reference below to an owner of the group: the NameID has to be a lasting one.',
    ],
  },
  'saml.linked_to_another': {
    title: 'Somebody else has linked this identity',
    lines: [
      'The identity at your organisation is linked to another account here. Nothing was changed.',
      'Is the other account yours too? Sign in by your organisation, and unlink it in the profile there.',
    ],
  },
  'saml.other_identity': {
    title: 'Your account is linked already',
    lines: [
      'Your account is linked to another identity of this organisation. Nothing was changed.',
      'To link this one, unlink the other one in your profile first.',
    ],
  },
  'saml.other_account': {
    title: 'Somebody else is signed in',
    lines: [
      'The link was begun by another account than the one that is signed in here now. Nothing was changed.',
      'Begin again in your profile.',
    ],
  },
  'saml.link_expired': {
    title: 'Please begin again',
    lines: ['This link took too long, or was made already. Look into your profile.'],
  },
  'saml.not_set_up': {
    title: 'This sign-in is not ready yet',
    lines: ['The group has not set up its sign-in. Ask an owner of the group.'],
  },
  'saml.unknown_group': {
    title: 'There is no such sign-in',
    lines: ['No group with this path signs its members in. Ask your organisation for the right address.'],
  },
  'saml.idp_initiated': {
    title: 'Please begin here',
    lines: ['The sign-in has to begin on our side: follow the link.'],
    again: true,
  },
  'saml.too_many_attempts': {
    title: 'Too many attempts',
    lines: ['For safety this has to wait. Try again in a quarter of an hour.'],
  },
  'saml.unavailable': {
    title: 'This does not work at the moment',
    lines: ['The service cannot reach its data. Try again in a minute.'],
    again: true,
  },
  'saml.request_unknown': begunAnew,
  'saml.other_browser': begunAnew,
  'saml.replayed': begunAnew,
  'saml.relay_state_mismatch': begunAnew,
};
