/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import type { Page } from '../layout/document.tsx';

interface Invited {
  readonly token: string;
  readonly group: string;
  readonly role: string;
  readonly email: string;
}

interface Rules {
  readonly minLength: number;
  readonly maxLength: number;
}

function page(group: string, body: Page['body']): Page {
  return { title: `You are invited to ${group}`, body };
}

/** For the signed-in person with the invited address. */
export function acceptInvitationPage({
  token,
  group,
  role,
  username,
  problem,
}: Invited & { username: string; problem?: string | undefined }): Page {
  return page(
    group,
    <>
      <Refused why={problem} />
      <p>
        Accept it to become <strong>{role}</strong> of <strong>{group}</strong> as <strong>{username}</strong>
        . Its owners then see your name, username and e-mail.
      </p>
      <div class="buttons">
        <Form action="/invitation/accept" hidden={{ token }}>
          <Button>Become a member of {group}</Button>
        </Form>
        <ButtonLink to="/groups">Not now</ButtonLink>
      </div>
    </>,
  );
}

/** For a person whose account does not have the address of the invitation. */
export function invitationOfOtherPage({ group, email, username }: Invited & { username: string }): Page {
  return page(
    group,
    <>
      <p>
        The invitation is for {email}. You are signed in as {username}, and this account does not have that
        address.
      </p>
      <p>Sign out and open the link again, or add the address in your profile first.</p>
      <div class="buttons">
        <Form action="/sign-out">
          <Button>Sign out</Button>
        </Form>
        <ButtonLink to="/profile">Open the profile</ButtonLink>
      </div>
    </>,
  );
}

/** For a guest whose address has an account. */
export function signInToAcceptPage({ token, group, role, email }: Invited): Page {
  const back = encodeURIComponent(`/invitation?token=${token}`);
  return page(
    group,
    <>
      <p>
        {email} has an account here. Sign in with it to become <strong>{role}</strong> of {group}.
      </p>
      <ButtonLink to={`/sign-in?return_to=${back}`} kind="main">
        Sign in to accept
      </ButtonLink>
    </>,
  );
}

interface Join extends Invited {
  readonly rules: Rules;
  readonly name?: string;
  readonly nameProblem?: string | undefined;
  readonly problem?: string | undefined;
}

/** For a guest whose address has no account. */
export function joinPage({ token, group, role, email, rules, name = '', nameProblem, problem }: Join): Page {
  return page(
    group,
    <>
      <p>
        Create an account for {email} to become <strong>{role}</strong> of {group}.
      </p>
      <Form action="/invitation/join" hidden={{ token }}>
        <Field name="name" label="Your name" autocomplete="name" value={name} error={nameProblem} />
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
        <Button>Create the account and accept</Button>
      </Form>
    </>,
  );
}
