/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Link } from './parts.tsx';

interface Shown {
  readonly name: string;
  readonly path: string;
  readonly role: string;
  /** Where to sign in, where the group wants that first. */
  readonly signOn?: string;
}

/** A group as one of its members sees it. */
export function groupPage({ name, path, role, signOn }: Shown): Page {
  const top = encodeURIComponent(path.split('/')[0] ?? '');
  return {
    title: name,
    body: (
      <>
        <p>
          Your role in {path} is {role}.
        </p>
        {signOn && (
          <>
            <p>This group wants you to sign in with your organisation before you get in.</p>
            <p>
              <Link to={signOn}>Sign in with your organisation</Link>
            </p>
          </>
        )}
        {signOn && role === 'owner' && (
          <p>
            Does that not work? <Link to={`/groups/${top}/-/saml/recover`}>Use a recovery code</Link>
          </p>
        )}
      </>
    ),
  };
}
