/** @jsxRuntime automatic @jsxImportSource preact */
import { Link } from './controls.tsx';
import { Field } from './field.tsx';
import { Notice } from './notice.tsx';

/** How the person confirms an action that another person at an unlocked browser must not do. */
export interface Asked {
  readonly hasPassword: boolean;
  readonly wrongPassword?: string | undefined;
  /** The sign-in page for a person without a password. */
  readonly signOn?: string | undefined;
}

/** Asks for the password, or for a new sign-in if the account has no password. */
export function OwnPassword({ hasPassword, wrongPassword, signOn }: Asked) {
  if (signOn !== undefined)
    return (
      <Notice kind="problem">
        You have no password here. Confirm who you are first, then come back:{' '}
        <Link to={signOn}>
          {signOn.startsWith('/password') ? 'Set a password' : 'Sign in with your organisation again'}
        </Link>
      </Notice>
    );
  if (!hasPassword) return null;
  return (
    <Field
      name="password"
      label="Your password"
      type="password"
      autocomplete="current-password"
      error={wrongPassword}
    />
  );
}
