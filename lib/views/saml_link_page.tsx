/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Button, Form, Link } from './parts.tsx';

interface Shown {
  readonly group: string;
  readonly path: string;
  readonly name: string;
  readonly username: string;
}

/** Asks somebody who is signed in whether the account is to be linked to the organisation. */
export function samlLinkPage({ group, path, name, username }: Shown): Page {
  return {
    title: `Link your account to ${group}?`,
    body: (
      <>
        <p>
          You are signed in as {name} ({username}). If you say yes, you sign in at {group} next, and from then
          on that is enough to get into this account. Your roles stay as they are.
        </p>
        <Form action={`/profile/saml/${encodeURIComponent(path)}/link`}>
          <Button>Yes, link my account</Button>
        </Form>
        <p>
          <Link to="/profile">No, go to the profile</Link>. Is this not your account? Sign out first, then
          come back.
        </p>
      </>
    ),
  };
}
