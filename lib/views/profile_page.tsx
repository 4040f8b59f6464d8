/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { browserName } from './browser_name.ts';
import type { Page } from './layout.tsx';
import { Badge, Button, Field, Form, Link, Time } from './parts.tsx';

export interface Profile {
  readonly name: string;
  readonly username: string;
  /** The group that manages the account. */
  readonly managedBy?: string | undefined;
  readonly hasPassword: boolean;
  readonly emails: readonly ShownEmail[];
  readonly waiting: readonly { readonly address: string; readonly email: string; readonly until: number }[];
  readonly identities: readonly ShownIdentity[];
  /** Groups whose sign-in the person could link. */
  readonly linkable: readonly { readonly path: string; readonly group: string }[];
  readonly sessions: readonly ShownSession[];
}

interface ShownEmail {
  /** What forms name it by. */
  readonly address: string;
  readonly email: string;
  readonly primary: boolean;
  readonly confirmed: boolean;
}

interface ShownIdentity {
  readonly id: string;
  readonly group: string;
  readonly nameId: string;
  readonly since: number;
}

interface ShownSession {
  readonly id: string;
  readonly isThis: boolean;
  readonly by: string;
  readonly userAgent: string;
  readonly ip: string;
  readonly begun: number;
  readonly used: number;
}

export function profilePage(profile: Profile): Page {
  return {
    title: 'Your profile',
    body: (
      <>
        <About {...profile} />
        <Emails {...profile} />
        <Password hasPassword={profile.hasPassword} />
        <Identities {...profile} />
        <Sessions sessions={profile.sessions} />
        <Card id="tokens" title="Personal access tokens">
          <p>
            <Link to="/profile/tokens">Tokens by which programs ask the API as you</Link>
          </p>
        </Card>
      </>
    ),
  };
}

function Card({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function About({ name, username, managedBy }: Profile) {
  return (
    <Card id="about" title="About you">
      <dl>
        <dt>Name</dt>
        <dd>{name}</dd>
        <dt>Username</dt>
        <dd>{username}</dd>
      </dl>
      {managedBy !== undefined && (
        <p>
          <Badge kind="good">Enterprise</Badge> Your account is managed by {managedBy}. Your name and your
          primary e-mail follow what your organisation says.
        </p>
      )}
    </Card>
  );
}

function Emails({ emails, waiting, managedBy, hasPassword }: Profile) {
  return (
    <Card id="emails" title="E-mail addresses">
      <ul class="rows">
        {emails.map((email) => (
          <li key={email.address}>
            <Held email={email} isManaged={managedBy !== undefined} />
          </li>
        ))}
        {waiting.map(({ address, email, until }) => (
          <li key={address} class="row">
            <p>
              {email} <Badge kind="warn">Waits to be confirmed</Badge>
              <br />
              <span class="hint">
                Follow the link in the mail that we sent there. It works until <Time at={until} />.
              </span>
            </p>
            <EmailButton to="confirmation" address={address} text="Send again" email={email} />
            <EmailButton to="remove" address={address} text="Remove" email={email} kind="danger" />
          </li>
        ))}
      </ul>
      <Form action="/profile/emails/add">
        <Field
          name="email"
          label="Add an address"
          type="email"
          autocomplete="email"
          hint="We send a link there. The address is yours once you follow it."
        />
        {hasPassword && (
          <Field name="password" label="Your password" type="password" autocomplete="current-password" />
        )}
        <Button>Send the link</Button>
      </Form>
    </Card>
  );
}

function Held({
  email: { address, email, primary, confirmed },
  isManaged,
}: {
  email: ShownEmail;
  isManaged: boolean;
}) {
  return (
    <div class="row">
      <p>
        {email} {primary && <Badge>Primary</Badge>}{' '}
        {confirmed ? <Badge kind="good">Confirmed</Badge> : <Badge kind="warn">Not confirmed</Badge>}
      </p>
      {!confirmed && (
        <EmailButton to="confirmation" address={address} text="Send a link to confirm it" email={email} />
      )}
      {confirmed && !primary && !isManaged && (
        <EmailButton to="primary" address={address} text="Make it the primary one" email={email} />
      )}
      {!primary && <EmailButton to="remove" address={address} text="Remove" email={email} kind="danger" />}
    </div>
  );
}

interface EmailButtonProps {
  readonly to: string;
  readonly address: string;
  readonly email: string;
  readonly text: string;
  readonly kind?: 'plain' | 'danger';
}

function EmailButton({ to, address, email, text, kind = 'plain' }: EmailButtonProps) {
  return (
    <Form action={`/profile/emails/${to}`} hidden={{ address }} inline>
      <Button kind={kind} label={`${text}: ${email}`}>
        {text}
      </Button>
    </Form>
  );
}

function Password({ hasPassword }: { hasPassword: boolean }) {
  return (
    <Card id="password-card" title="Password">
      {hasPassword ? (
        <p>
          <Link to="/profile/password">Change your password</Link>
        </p>
      ) : (
        <>
          <p>You have no password: you sign in by your organisation. We can mail you a link that sets one.</p>
          <Form action="/profile/password/mail" inline>
            <Button kind="plain">Mail me the link</Button>
          </Form>
        </>
      )}
    </Card>
  );
}

function Identities({ identities, linkable }: Pick<Profile, 'identities' | 'linkable'>) {
  return (
    <Card id="identities" title="Linked identities">
      {identities.length === 0 ? (
        <p>You have not linked an identity of an organisation.</p>
      ) : (
        <ul class="rows">
          {identities.map(({ id, group, nameId, since }) => (
            <li key={id} class="row">
              <p>
                <strong>{group}</strong> knows you as {nameId}
                <br />
                <span class="hint">
                  Linked <Time at={since} />
                </span>
              </p>
              <Form action={`/profile/saml/${id}/unlink`} inline>
                <Button kind="danger" label={`Unlink ${group}`}>
                  Unlink
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      {linkable.map(({ path, group }) => (
        <Form key={path} action={`/profile/saml/${encodeURIComponent(path)}/link`}>
          <Button kind="plain">Link your account to {group}</Button>
        </Form>
      ))}
      <p class="hint">
        To link another one, open the sign-in address that your organisation gave you while you are signed in
        here, and say yes when we ask. From then on you can sign in by your organisation; your roles stay as
        they are.
      </p>
    </Card>
  );
}

function Sessions({ sessions }: { sessions: readonly ShownSession[] }) {
  return (
    <Card id="sessions" title="Where you are signed in">
      <ul class="rows">
        {sessions.map((session) => (
          <li key={session.id} class="row">
            <p>
              {browserName(session.userAgent)} at {session.ip} {session.isThis && <Badge>This browser</Badge>}
              <br />
              <span class="hint">
                Signed in {session.by}, <Time at={session.begun} />. Last used <Time at={session.used} />.
              </span>
            </p>
            {!session.isThis && (
              <Form action="/profile/sessions/end" hidden={{ session: session.id }} inline>
                <Button kind="danger" label={`Sign out ${browserName(session.userAgent)} at ${session.ip}`}>
                  Sign out
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Form action="/profile/sessions/end-others" inline>
          <Button kind="danger">Sign out everywhere else</Button>
        </Form>
      )}
    </Card>
  );
}
