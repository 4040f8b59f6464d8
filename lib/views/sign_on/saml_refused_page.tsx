/** @jsxRuntime automatic @jsxImportSource preact */
import { ButtonLink, Link } from '../components/controls.tsx';
import { Reference } from '../components/reference.tsx';
import type { Page } from '../layout/document.tsx';

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

/** A refused sign-in. The page never says what exactly was wrong with the response. */
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
        <p class="buttons">
          {again && sso && (
            <ButtonLink to={sso} kind="main">
              Sign in again
            </ButtonLink>
          )}
          {isSignedIn ? (
            <ButtonLink to="/profile">Go to your profile</ButtonLink>
          ) : (
            <ButtonLink to="/sign-in">Sign in with a password</ButtonLink>
          )}
        </p>
        <Reference code={code} requestId={requestId} />
      </>
    ),
  };
}

function HowToLink({ sso }: { sso: string }) {
  return (
    <ol>
      <li>
        <Link to={`/sign-in?return_to=${encodeURIComponent(sso)}`}>Sign in with your password</Link>. If you
        have none, <Link to="/password/forgot">get a link by mail that sets one</Link>.
      </li>
      <li>Choose “Link my account”.</li>
      <li>Sign in at your organisation once more. After that, you always sign in at your organisation.</li>
    </ol>
  );
}

const neutral: Words = {
  title: 'We could not sign you in',
  lines: [
    'We could not accept the sign-in from your organisation.',
    'Try again. If it fails again, give the reference below to an owner of the group: they can look up why.',
  ],
  again: true,
};

const begunAnew: Words = {
  title: 'Please sign in again',
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
      'Your organisation says that you are no longer active in this group, so its sign-in does not open it.',
      'You keep your account and your other groups. If this is a mistake, ask the people who run the sign-in of your organisation.',
    ],
  },
  'saml.email_exists': {
    title: 'You have an account already',
    lines: [
      'An account with your e-mail address exists. It is not linked to your organisation yet.',
      'An e-mail address alone does not open an account. If the account is yours, link it:',
    ],
  },
  'saml.no_free_seat': {
    title: 'Your group has no free seat',
    lines: [
      'Your organisation knows you, but all seats of this group are used.',
      'Ask an owner of the group. Sign in again when a seat is free: nothing else is missing.',
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
      'It sends a different name for you at each sign-in.',
      'Give the reference below to an owner of the group. The identity provider must always send the same NameID for you.',
    ],
  },
  'saml.linked_to_another': {
    title: 'This identity belongs to another account',
    lines: [
      'The identity at your organisation is linked to another account here. Nothing was changed.',
      'Is the other account yours too? Sign in with your organisation and unlink it in the profile there.',
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
    lines: ['Another account started this link. Nothing was changed.', 'Start it again in your profile.'],
  },
  'saml.link_expired': {
    title: 'Please link again',
    lines: ['This link took too long, or it exists already. Your profile shows which.'],
  },
  'saml.not_set_up': {
    title: 'This sign-in is not ready yet',
    lines: ['The group has not set up its sign-in. Ask an owner of the group.'],
  },
  'saml.unknown_group': {
    title: 'Sign-in not found',
    lines: ['No group with this path has a sign-in. Ask your organisation for the right address.'],
  },
  'saml.idp_initiated': {
    title: 'Please start here',
    lines: ['Start the sign-in on this page.'],
    again: true,
  },
  'saml.too_many_attempts': {
    title: 'Too many attempts',
    lines: ['Try again in 15 minutes.'],
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
