/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import type { Page } from '../layout/document.tsx';

interface Shown {
  readonly group: string;
  readonly path: string;
  readonly name: string;
  readonly username: string;
}

/** Asks a signed-in person for consent to link the account to the organisation. */
export function samlLinkPage({ group, path, name, username }: Shown): Page {
  return {
    title: `Link your account to ${group}?`,
    body: (
      <>
        <p>
          You are signed in as <strong>{name}</strong> ({username}). If you link this account, you sign in at{' '}
          {group} next. From then on, that sign-in opens this account. Your roles stay as they are.
        </p>
        <p>
          The owners of {group} decide how that sign-in works, so they could open this account too. Link it
          only if you trust them.
        </p>
        <div class="buttons">
          <Form action={`/profile/saml/${encodeURIComponent(path)}/link`}>
            <Button>Link my account</Button>
          </Form>
          <ButtonLink to="/profile">Cancel</ButtonLink>
        </div>
        <p class="after quiet">Is this not your account? Sign out first, then open this address again.</p>
      </>
    ),
  };
}
