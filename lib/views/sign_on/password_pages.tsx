/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { Button, Form, Link } from '../components/controls.tsx';
import { Field } from '../components/field.tsx';
import type { Page } from '../layout/document.tsx';
import { ownSide } from '../member/own_side.ts';

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
      hint={`${rules.minLength} characters or more. A few words are fine.`}
      error={problem}
      minLength={rules.minLength}
      maxLength={rules.maxLength}
    />
  );
}

export function changePasswordPage(props: NewPasswordProps & { wrong?: string | undefined }): Page {
  return {
    title: 'Change your password',
    side: ownSide('/profile/password'),
    body: (
      <Card id="change" title="New password">
        <Form action="/profile/password">
          <Field
            name="password"
            label="Current password"
            type="password"
            autocomplete="current-password"
            error={props.wrong}
          />
          <NewPassword {...props} />
          <p>Your other browsers are signed out.</p>
          <Button>Change the password</Button>
        </Form>
      </Card>
    ),
  };
}

export function forgotPasswordPage(): Page {
  return {
    title: 'Set a password by mail',
    body: (
      <>
        <p>Enter your username or a confirmed e-mail address. We send you a link that sets a new password.</p>
        <Form action="/password/forgot">
          <Field name="name" label="Username or e-mail" autocomplete="username" />
          <Button>Send the link</Button>
        </Form>
        <p class="after">
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
          For the account <strong>{props.username}</strong>. Setting it signs out all browsers.
        </p>
        <Form action="/password/reset" hidden={{ token: props.token }}>
          <NewPassword {...props} />
          <Button>Set the password</Button>
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
          This adds <strong>{email}</strong> to your account. You can sign in with it afterwards.
        </p>
        <Form action="/profile/emails/confirm" hidden={{ token }}>
          <Button>Confirm the address</Button>
        </Form>
      </>
    ),
  };
}
