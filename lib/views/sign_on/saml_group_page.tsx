/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form, Link } from '../components/controls.tsx';
import { Field } from '../components/field.tsx';
import type { Page } from '../layout/document.tsx';

interface Shown {
  readonly path: string;
  readonly returnTo: string;
  readonly problem?: string;
  /** Where the sign-in begins, once the group is known. */
  readonly to?: string;
}

/** Asks for the group whose sign-in to use. */
export function samlGroupPage({ path, returnTo, problem, to }: Shown): Page {
  return {
    title: 'Sign in with SSO',
    body: (
      <>
        {to ? (
          <ButtonLink to={to} kind="main">
            Continue to the sign-in of {path}
          </ButtonLink>
        ) : (
          <Form action="/sign-in/sso" hidden={{ return_to: returnTo }}>
            <Field
              name="group"
              label="Group"
              autocomplete="organization"
              value={path}
              hint="The path of your organisation's group, as in its addresses"
              error={problem}
            />
            <Button>Continue</Button>
          </Form>
        )}
        <p class="after">
          <Link to={`/sign-in?return_to=${encodeURIComponent(returnTo)}`}>Sign in with a password</Link>
        </p>
      </>
    ),
  };
}
