/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Button, Field, Form, Link } from './parts.tsx';

interface Shown {
  readonly group: string;
  readonly path: string;
  readonly hours: number;
  readonly problem?: string;
}

/** Asks an owner for a recovery code. */
export function samlRecoverPage({ group, path, hours, problem }: Shown): Page {
  const at = `/groups/${encodeURIComponent(path)}`;
  return {
    title: `Use a recovery code of ${group}`,
    body: (
      <>
        <p>
          It lets you into {group} in this browser for {hours} hours without your organisation’s sign-in. The
          code works once, and all owners are told.
        </p>
        <Form action={`${at}/-/saml/recover`}>
          <Field
            name="code"
            label="Recovery code"
            autocomplete="one-time-code"
            hint="Capitals and dashes make no difference"
            error={problem}
          />
          <Button>Use it</Button>
        </Form>
        <p>
          <Link to={at}>Back to the group</Link>
        </p>
      </>
    ),
  };
}
