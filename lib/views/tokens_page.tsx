/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Button, Field, Form, Link, Notice, Time } from './parts.tsx';

export interface Tokens {
  readonly tokens: readonly ShownToken[];
  readonly hasPassword: boolean;
  readonly maxDays: number;
  readonly maxName: number;
  /** The one that was just made. */
  readonly made?: { readonly name: string; readonly secret: string };
  /** What was typed, and what was wrong with it. */
  readonly name?: string;
  readonly days?: string;
  readonly problem?: string;
  readonly wrongPassword?: string;
}

interface ShownToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly used?: { readonly at: number; readonly ip: string };
}

export function tokensPage(shown: Tokens): Page {
  return {
    title: 'Personal access tokens',
    body: (
      <>
        {shown.made && (
          <Notice kind="done">
            <p>
              Copy the token <strong>{shown.made.name}</strong> now. We keep only a fingerprint of it and
              cannot show it again.
            </p>
            <p>
              <code>{shown.made.secret}</code>
            </p>
          </Notice>
        )}
        <p>
          With a token a program asks the API as you. It sees of your groups what you would see: where a group
          wants you to sign in with your organisation, you have to be signed in that way in some browser.
        </p>
        <section class="card" aria-labelledby="tokens">
          <h2 id="tokens">Your tokens</h2>
          {shown.tokens.length === 0 ? <p>You have none.</p> : <List tokens={shown.tokens} />}
        </section>
        <section class="card" aria-labelledby="new-token">
          <h2 id="new-token">Make a token</h2>
          <New {...shown} />
        </section>
        <p>
          <Link to="/profile">Back to your profile</Link>
        </p>
      </>
    ),
  };
}

function List({ tokens }: Pick<Tokens, 'tokens'>) {
  return (
    <ul class="rows">
      {tokens.map(({ id, name, createdAt, expiresAt, used }) => (
        <li key={id} class="row">
          <p>
            <strong>{name}</strong>
            <br />
            <span class="hint">
              Made <Time at={createdAt} />. Ends <Time at={expiresAt} />.{' '}
              {used ? (
                <>
                  Last used <Time at={used.at} /> from {used.ip}.
                </>
              ) : (
                'Not used yet.'
              )}
            </span>
          </p>
          <Form action="/profile/tokens/revoke" hidden={{ token: id }} inline>
            <Button kind="danger" label={`Revoke ${name}`}>
              Revoke
            </Button>
          </Form>
        </li>
      ))}
    </ul>
  );
}

function New({ name = '', days = '90', problem, wrongPassword, hasPassword, maxDays, maxName }: Tokens) {
  return (
    <Form action="/profile/tokens">
      {problem !== undefined && <Notice kind="problem">{problem}</Notice>}
      <Field
        name="name"
        label="What it is for"
        autocomplete="off"
        value={name}
        maxLength={maxName}
        hint="A name by which you will know it"
      />
      <Field
        name="days"
        label="Days until it ends"
        autocomplete="off"
        value={days}
        hint={`1 to ${maxDays}`}
      />
      {hasPassword && (
        <Field
          name="password"
          label="Your password"
          type="password"
          autocomplete="current-password"
          error={wrongPassword}
        />
      )}
      <Button>Make it</Button>
    </Form>
  );
}
