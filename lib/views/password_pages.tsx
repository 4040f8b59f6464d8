/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Button, Field, Form, Link } from './parts.tsx';

interface Rules {
  readonly minLength: number;
  readonly maxLength: number;
}

interface NewPasswordProps {
  readonly rules: Rules;
  readonly problem?: string | undefined;
}

function NewPassword({ rules, problem }: NewPasswordProps) {
  return (
    <Field
      name="new_password"
      label="New password"
      type="password"
      autocomplete="new-password"
      hint={`${rules.minLength} characters or more; a few words are fine.`}
      error={problem}
      minLength={rules.minLength}
      maxLength={rules.maxLength}
    />
  );
}

export function changePasswordPage(props: NewPasswordProps & { wrong?: string | undefined }): Page {
  return {
    title: 'Change your password',
    body: (
      <Form action="/profile/password">
        <Field
          name="password"
          label="Present password"
          type="password"
          autocomplete="current-password"
          error={props.wrong}
        />
        <NewPassword {...props} />
        <p>Your other browsers are signed out.</p>
        <Button>Change it</Button>
      </Form>
    ),
  };
}

export function forgotPasswordPage(): Page {
  return {
    title: 'Set a password by mail',
    body: (
      <>
        <p>
          Tell us your username or a confirmed e-mail address. We mail you a link that sets a new password.
        </p>
        <Form action="/password/forgot">
          <Field name="name" label="Username or e-mail" autocomplete="username" />
          <Button>Mail me the link</Button>
        </Form>
        <p>
          <Link to="/sign-in">Back to signing in</Link>
        </p>
      </>
    ),
  };
}

export function resetPasswordPage(props: NewPasswordProps & { token: string; username: string }): Page {
  return {
    title: 'Set your password',
    body: (
      <>
        <p>
          For the account <strong>{props.username}</strong>. All browsers are signed out when it is set.
        </p>
        <Form action="/password/reset" hidden={{ token: props.token }}>
          <NewPassword {...props} />
          <Button>Set it</Button>
        </Form>
      </>
    ),
  };
}

export function confirmEmailPage({ email, token }: { email: string; token: string }): Page {
  return {
    title: 'Confirm your address',
    body: (
      <>
        <p>
          <strong>{email}</strong> becomes an address of your account. You can sign in with it from then on.
        </p>
        <Form action="/profile/emails/confirm" hidden={{ token }}>
          <Button>Confirm it</Button>
        </Form>
      </>
    ),
  };
}
