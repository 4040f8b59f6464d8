/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, Form, Link } from '../components/controls.tsx';
import { Field } from '../components/field.tsx';
import type { Page } from '../layout/document.tsx';

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
          A recovery code lets you into {group} in this browser for {hours} hours without your organisation’s
          sign-in. It works once. All owners get a mail about it.
        </p>
        <Form action={`${at}/-/saml/recover`}>
          <Field
            name="code"
            label="Recovery code"
            autocomplete="one-time-code"
            hint="Upper and lower case and dashes do not matter"
            error={problem}
          />
          <Button>Use the code</Button>
        </Form>
        <p class="after">
          <Link to={at}>Back to the group</Link>
        </p>
      </>
    ),
  };
}
