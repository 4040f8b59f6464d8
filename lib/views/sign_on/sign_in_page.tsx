/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, Form, Link } from '../components/controls.tsx';
import { Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import type { Page } from '../layout/document.tsx';

interface Shown {
  readonly name?: string | undefined;
  readonly returnTo: string;
  readonly problem?: string;
  /** Whether a signed-in person has to sign in again. */
  readonly isAgain?: boolean;
}

export function signInPage({ name = '', returnTo, problem, isAgain = false }: Shown): Page {
  return {
    title: isAgain ? 'Sign in again' : 'Sign in',
    body: (
      <>
        {isAgain && <p>The next page requires a sign-in within the last few minutes.</p>}
        <Refused why={problem} />
        <Form action="/sign-in" hidden={{ return_to: returnTo }}>
          <Field name="name" label="Username or e-mail" autocomplete="username" value={name} />
          <Field name="password" label="Password" type="password" autocomplete="current-password" />
          <Button>Sign in</Button>
        </Form>
        {!isAgain && (
          <p class="after">
            <Link to={`/sign-in/sso?return_to=${encodeURIComponent(returnTo)}`}>Sign in with SSO</Link>
          </p>
        )}
        <p>
          <Link to="/password/forgot">Forgot your password, or never had one?</Link>
        </p>
      </>
    ),
  };
}
