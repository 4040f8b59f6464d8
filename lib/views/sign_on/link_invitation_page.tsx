/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Refused } from '../components/notice.tsx';
import { OwnPassword } from '../components/own_password.tsx';
import type { Page } from '../layout/document.tsx';

interface Asked {
  readonly token: string;
  readonly group: string;
  /** The path of the group. */
  readonly path: string;
  /** The user that may be the reader. */
  readonly userName: string;
  readonly email: string;
}

interface Own extends Asked {
  /** Of the signed-in person. */
  readonly username: string;
  readonly problem?: string | undefined;
  readonly wrongPassword?: string | undefined;
}

function page({ group, userName }: Asked, body: Page['body']): Page {
  return { title: `Are you ${userName} of ${group}?`, body };
}

/** For the signed-in person whose account has the address. */
export function confirmLinkPage(shown: Own & { hasPassword: boolean }): Page {
  const { token, group, userName, email, username, problem, hasPassword, wrongPassword } = shown;
  return page(
    shown,
    <>
      <Refused why={problem} />
      <p>
        The identity provider of <strong>{group}</strong> sends a person <strong>{userName}</strong> with the
        e-mail {email}. Your account <strong>{username}</strong> has this address.
      </p>
      <p>
        If you link your account, {group} decides which access you have there. Its owners see your name,
        username and e-mail. If they set up single sign-on, that sign-in opens your account too. Link it only
        if you trust them.
      </p>
      <Form action="/link" hidden={{ token }}>
        <OwnPassword hasPassword={hasPassword} wrongPassword={wrongPassword} />
        <div class="buttons">
          <Button>Link my account to {group}</Button>
          <ButtonLink to="/groups">Not now</ButtonLink>
        </div>
      </Form>
    </>,
  );
}

/** The same where the group has single sign-on: that sign-in is the proof. */
export function linkBySignOnPage(shown: Own): Page {
  const { group, path, userName, email, username } = shown;
  return page(
    shown,
    <>
      <p>
        The identity provider of <strong>{group}</strong> sends a person <strong>{userName}</strong> with the
        e-mail {email}. Your account <strong>{username}</strong> has this address.
      </p>
      <p>
        To link the two, sign in at {group} once. From then on, that sign-in opens this account. The owners of{' '}
        {group} decide how it works, so link it only if you trust them.
      </p>
      <div class="buttons">
        <Form action={`/profile/saml/${encodeURIComponent(path)}/link`}>
          <Button>Sign in at {group} and link</Button>
        </Form>
        <ButtonLink to="/groups">Not now</ButtonLink>
      </div>
    </>,
  );
}

/** For a person who is signed in with another account. */
export function linkOfOtherPage(shown: Own): Page {
  const { email, username } = shown;
  return page(
    shown,
    <>
      <p>
        The question is for the account that has {email}. You are signed in as {username}, and this account
        does not have that address.
      </p>
      <p>Sign out, open the link again and sign in with the other account.</p>
      <div class="buttons">
        <Form action="/sign-out">
          <Button>Sign out</Button>
        </Form>
        <ButtonLink to="/profile">Open the profile</ButtonLink>
      </div>
    </>,
  );
}

/** For a guest. */
export function signInToLinkPage(shown: Asked): Page {
  const { token, group, userName, email } = shown;
  return page(
    shown,
    <>
      <p>
        The identity provider of {group} sends a person {userName} with the e-mail {email}, and an account
        here has this address. If both are you, sign in with that account to link them.
      </p>
      <ButtonLink to={`/sign-in?return_to=${encodeURIComponent(`/link?token=${token}`)}`} kind="main">
        Sign in
      </ButtonLink>
    </>,
  );
}
