/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Button, Field, Form, Link } from './parts.tsx';

interface Shown {
  readonly path: string;
  readonly returnTo: string;
  readonly problem?: string;
  /** Where to go on, once the group is known. */
  readonly to?: string;
}

/** Asks by which group somebody signs in. */
export function samlGroupPage({ path, returnTo, problem, to }: Shown): Page {
  return {
    title: 'Sign in with SSO',
    body: (
      <>
        {to && (
          <p>
            <Link to={to}>Go on to the sign-in of {path}</Link>
          </p>
        )}
        {!to && (
          <Form action="/sign-in/sso" hidden={{ return_to: returnTo }}>
            <Field
              name="group"
              label="Group"
              autocomplete="organization"
              value={path}
              hint="The path of your organisation's group, as in its addresses"
              error={problem}
            />
            <Button>Go on</Button>
          </Form>
        )}
        <p>
          <Link to={`/sign-in?return_to=${encodeURIComponent(returnTo)}`}>Sign in with a password</Link>
        </p>
      </>
    ),
  };
}
