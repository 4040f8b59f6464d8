/** @jsxRuntime automatic @jsxImportSource preact */
import { ButtonLink, Link } from '../components/controls.tsx';
import type { Page } from '../layout/document.tsx';

interface Shown {
  readonly name: string;
  readonly path: string;
  readonly role: string;
  /** Where the sign-in begins. */
  readonly signOn: string;
}

/** For a member of a group that requires a sign-in with the organisation. */
export function samlRequiredPage({ name, path, role, signOn }: Shown): Page {
  const top = encodeURIComponent(path.split('/')[0] ?? '');
  return {
    title: name,
    body: (
      <>
        <p>
          You are {role} of {path}. This group requires you to sign in with your organisation first.
        </p>
        <ButtonLink to={signOn} kind="main">
          Sign in with your organisation
        </ButtonLink>
        {role === 'owner' && (
          <p class="after">
            Does that not work? <Link to={`/groups/${top}/-/saml/recover`}>Use a recovery code</Link>
          </p>
        )}
      </>
    ),
  };
}
