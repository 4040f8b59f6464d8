/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { Button, type ButtonKind, Form } from '../components/controls.tsx';
import { Field } from '../components/field.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';

export interface OwnEmails {
  /** The group that manages the account. */
  readonly managedBy?: string | undefined;
  readonly hasPassword: boolean;
  readonly emails: readonly ShownEmail[];
  readonly waiting: readonly { readonly address: string; readonly email: string; readonly until: number }[];
}

interface ShownEmail {
  /** What forms name it by. */
  readonly address: string;
  readonly email: string;
  readonly primary: boolean;
  readonly confirmed: boolean;
}

export function EmailsCard({ emails, waiting, managedBy, hasPassword }: OwnEmails) {
  return (
    <Card id="emails" title="E-mail addresses" span={7}>
      <ul class="rows">
        {emails.map((email) => (
          <li key={email.address}>
            <Held {...email} isManaged={managedBy !== undefined} />
          </li>
        ))}
        {waiting.map(({ address, email, until }) => (
          <li key={address}>
            <p>
              {email} <Tag tone="warn">Not confirmed yet</Tag>
              <small>
                Open the link in the mail that we sent there. It works until <Time at={until} />.
              </small>
            </p>
            <div class="buttons">
              <EmailButton to="confirmation" address={address} text="Send the link again" email={email} />
              <EmailButton to="remove" address={address} text="Remove" email={email} kind="danger" />
            </div>
          </li>
        ))}
      </ul>
      <Form action="/profile/emails/add">
        <Field
          name="email"
          label="Add an address"
          type="email"
          autocomplete="email"
          hint="We send a link there. Opening the link adds the address to your account."
        />
        {hasPassword && (
          <Field name="password" label="Your password" type="password" autocomplete="current-password" />
        )}
        <Button kind="plain">Send the link</Button>
      </Form>
    </Card>
  );
}

function Held({ address, email, primary, confirmed, isManaged }: ShownEmail & { isManaged: boolean }) {
  return (
    <>
      <p>
        {email} {primary && <Tag>Primary</Tag>}{' '}
        {confirmed ? <Tag tone="ok">Confirmed</Tag> : <Tag tone="warn">Not confirmed</Tag>}
      </p>
      <div class="buttons">
        {!confirmed && (
          <EmailButton to="confirmation" address={address} text="Send a link to confirm it" email={email} />
        )}
        {confirmed && !primary && !isManaged && (
          <EmailButton to="primary" address={address} text="Use as primary" email={email} />
        )}
        {!primary && <EmailButton to="remove" address={address} text="Remove" email={email} kind="danger" />}
      </div>
    </>
  );
}

interface EmailButtonProps {
  readonly to: string;
  readonly address: string;
  readonly email: string;
  readonly text: string;
  readonly kind?: ButtonKind;
}

function EmailButton({ to, address, email, text, kind = 'small' }: EmailButtonProps) {
  return (
    <Form action={`/profile/emails/${to}`} hidden={{ address }}>
      <Button kind={kind} label={`${text}: ${email}`}>
        {text}
      </Button>
    </Form>
  );
}
