/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Copy, Facts } from '../components/facts.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Banner, Notice } from '../components/notice.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import type { ShownCredential } from './credentials_card.tsx';
import { FormFields, type ProviderForm } from './guide_parts.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address of the integration's page. */
  readonly at: string;
}

interface Asked {
  readonly hasPassword: boolean;
  readonly problem?: string | undefined;
  readonly wrongPassword?: string | undefined;
}

interface New extends Shown, Asked {
  readonly maxName: number;
  readonly maxDays: number;
  readonly name: string;
  readonly days: string;
  readonly cidr: string;
}

const lives = [30, 90, 180, 365];

export function newCredentialPage(shown: New): Page {
  const { side, crumbs, at, maxName, maxDays, name, days, cidr, problem } = shown;
  return {
    title: 'Generate a credential',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Form action={`${at}/credentials/new`}>
          {problem !== undefined && <Notice kind="problem">{problem}</Notice>}
          <Field
            name="name"
            label="Name"
            hint="Pages and the log show this name"
            autocomplete="off"
            value={name}
            maxLength={maxName}
          />
          <Choice
            name="days"
            label="Ends in"
            hint="Owners see a reminder 30 days before"
            value={days}
            options={lives
              .filter((life) => life <= maxDays)
              .map((life) => ({ value: String(life), text: life === 365 ? 'a year' : `${life} days` }))}
          />
          <Field
            name="cidr"
            label="Allowed addresses"
            hint="Optional. Networks of the identity provider, such as 198.51.100.0/24, separated by spaces"
            autocomplete="off"
            value={cidr}
            optional
          />
          <Password {...shown} />
          <div class="buttons">
            <Button>Generate the credential</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

interface Generated extends Shown {
  readonly secret: string;
  /** Where it goes, without the secret. */
  readonly provider: ProviderForm;
  readonly name: string;
  readonly expiresAt: string;
  /** Until when the credential before it works. */
  readonly formerUntil?: string;
}

/** The one page that shows a secret. */
export function generatedPage(shown: Generated): Page {
  const { side, crumbs, at, secret, provider, name, expiresAt, formerUntil } = shown;
  return {
    title: `Store the credential “${name}”`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Copy it now and paste it into {provider.name === 'Other' ? 'your identity provider' : provider.name}
          . It is not shown again.
        </p>
        <div class="secret">
          <code>{secret}</code>
          <Copy text={secret} what="the credential" />
        </div>
        <FormFields fields={provider.fields} />
        <Facts
          facts={[
            { name: 'Ends', value: <Time at={expiresAt} /> },
            ...(formerUntil === undefined
              ? []
              : [
                  {
                    name: 'Credential before',
                    value: (
                      <>
                        Works until it ends, <Time at={formerUntil} />
                      </>
                    ),
                  },
                ]),
          ]}
        />
        <p class="after">
          <ButtonLink to={at} kind="main">
            I have stored it
          </ButtonLink>
        </p>
      </div>
    ),
  };
}

interface One extends Shown, Asked {
  readonly credential: ShownCredential;
}

const overlaps = [1, 24, 72];

export function rotatePage(shown: One): Page {
  const { side, crumbs, at, credential, problem } = shown;
  return {
    title: `Rotate “${credential.name}”?`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          This generates a new credential with the same name and limits. The old one (…{credential.hint})
          keeps working for the time that you choose, so that no request is refused while you paste the new
          one.
        </p>
        <Form action={`${at}/credentials/${credential.id}/rotate`}>
          {problem !== undefined && <Notice kind="problem">{problem}</Notice>}
          <Choice
            name="overlap"
            label="The old one ends in"
            value="24"
            options={overlaps.map((hours) => ({
              value: String(hours),
              text: hours === 1 ? 'an hour' : `${hours} hours`,
            }))}
          />
          <Password {...shown} />
          <div class="buttons">
            <Button>Rotate the credential</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

export function revokePage({ side, crumbs, at, credential }: Omit<One, keyof Asked>): Page {
  const { id, name, hint, lastUsed } = credential;
  return {
    title: `Revoke “${name}”?`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Banner tone="problem" title={`Every request with “${name}” (…${hint}) is refused at once.`}>
          {lastUsed ? (
            <>
              It was used last <Time at={lastUsed.at} /> from {lastUsed.ip}.
            </>
          ) : (
            'It has never been used.'
          )}{' '}
          This cannot be undone.
        </Banner>
        <div class="buttons after">
          <Form action={`${at}/credentials/${id}/revoke`}>
            <Button kind="final">Revoke “{name}”</Button>
          </Form>
          <ButtonLink to={at}>Cancel</ButtonLink>
        </div>
      </div>
    ),
  };
}

function Password({ hasPassword, wrongPassword }: Asked) {
  if (!hasPassword) return null;
  return (
    <Field
      name="password"
      label="Your password"
      type="password"
      autocomplete="current-password"
      error={wrongPassword}
    />
  );
}
