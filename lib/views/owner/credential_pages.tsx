/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Banner, Refused } from '../components/notice.tsx';
import { type Asked as AskedPassword, OwnPassword } from '../components/own_password.tsx';
import { Secret, StoredIt } from '../components/secret.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import type { CredentialKind } from './credential_kinds.ts';
import { markOf, type ShownCredential } from './credentials_card.tsx';
import { FormFields, type ProviderForm } from './guide_parts.tsx';
import { Kinds } from './kinds_of_credential.tsx';
import { type TrustFields, TrustPart } from './trust_fields.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address of the integration's page. */
  readonly at: string;
}

interface Asked extends AskedPassword {
  readonly problem?: string | undefined;
}

interface New extends Shown, Asked {
  readonly kind: CredentialKind;
  readonly preset: string;
  readonly trust: TrustFields;
  readonly maxName: number;
  readonly maxDays: number;
  readonly name: string;
  readonly days: string;
  readonly cidr: string;
}

const lives = [30, 90, 180, 365, 1_095];

export function newCredentialPage(shown: New): Page {
  const { side, crumbs, at, kind, trust, maxName, maxDays, name, days, cidr, problem } = shown;
  return {
    title: 'Generate a credential',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Kinds to={(one) => `${at}/credentials/new?kind=${one}`} kind={kind} preset={shown.preset} />
        <Form action={`${at}/credentials/new`} hidden={{ kind }}>
          <Refused why={problem} />
          <Field
            name="name"
            label="Name"
            hint="Pages and the log show this name"
            autocomplete="off"
            value={name}
            maxLength={maxName}
          />
          {kind === 'federation' && <TrustPart trust={trust} />}
          <Choice
            name="days"
            label="Ends in"
            hint="Owners see a reminder 30 days before"
            value={days}
            options={lives
              .filter((life) => life <= maxDays)
              .map((life) => ({ value: String(life), text: lifeText(life) }))}
          />
          <Field
            name="cidr"
            label="Allowed addresses"
            hint="Optional. Networks of the identity provider, such as 198.51.100.0/24, separated by spaces"
            autocomplete="off"
            value={cidr}
            optional
          />
          <OwnPassword {...shown} />
          <div class="buttons">
            <Button>Generate the credential</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

function lifeText(days: number): string {
  if (days === 365) return 'a year';
  return days > 365 ? `${Math.round(days / 365)} years` : `${days} days`;
}

interface Generated extends Shown {
  /** The secret of a token. */
  readonly secret?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly tokenUrl?: string;
  readonly scimUrl: string;
  /** Where a token goes, without the secret. */
  readonly provider: ProviderForm;
  readonly name: string;
  readonly expiresAt: string;
  /** Until when the credential before it works. */
  readonly formerUntil?: string;
}

/** The one page that shows a secret. */
export function generatedPage(shown: Generated): Page {
  const { side, crumbs, at, secret, clientId, clientSecret, tokenUrl, scimUrl, provider, name } = shown;
  const hidden = secret ?? clientSecret;
  return {
    title: hidden === undefined ? `Copy the federation “${name}”` : `Store the credential “${name}”`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Copy {hidden === undefined ? 'these values' : 'it now'} and paste{' '}
          {hidden === undefined ? 'them' : 'it'} into{' '}
          {provider.name === 'Other' ? 'your identity provider' : provider.name}.
          {hidden !== undefined && ' The secret is not shown again.'}
        </p>
        {hidden !== undefined && (
          <Secret text={hidden} what={secret === undefined ? 'the client secret' : 'the credential'} />
        )}
        {secret !== undefined && <FormFields fields={provider.fields} />}
        <Facts
          facts={[
            ...copied('Client ID', clientId),
            ...copied('Token URL', tokenUrl),
            ...(secret === undefined ? copied('SCIM URL', scimUrl) : []),
            { name: 'Ends', value: <Time at={shown.expiresAt} /> },
            ...(shown.formerUntil === undefined ? [] : [former(shown.formerUntil)]),
          ]}
        />
        <StoredIt to={at} {...(hidden === undefined ? { text: 'I have copied them' } : {})} />
      </div>
    ),
  };
}

function copied(name: string, value: string | undefined) {
  return value === undefined ? [] : [{ name, value, copy: value }];
}

function former(until: string) {
  return {
    name: 'Former credential',
    value: (
      <>
        Works until it expires, <Time at={until} />
      </>
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
          This generates a new credential with the same name and limits. The old one ({markOf(credential)})
          keeps working for the time that you choose, so that no request is refused while you paste the new
          one.
        </p>
        <Form action={`${at}/credentials/${credential.id}/rotate`}>
          <Refused why={problem} />
          <Choice
            name="overlap"
            label="The old credential expires in"
            value="24"
            options={overlaps.map((hours) => ({
              value: String(hours),
              text: hours === 1 ? 'an hour' : `${hours} hours`,
            }))}
          />
          <OwnPassword {...shown} />
          <div class="buttons">
            <Button>Rotate the credential</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

export function revokePage(shown: One): Page {
  const { side, crumbs, at, credential } = shown;
  const { id, name, lastUsed } = credential;
  return {
    title: `Revoke “${name}”?`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Banner
          tone="problem"
          title={`Every request with “${name}” (${markOf(credential)}) is refused at once.`}
        >
          {lastUsed ? (
            <>
              It was used last <Time at={lastUsed.at} /> from {lastUsed.ip}.
            </>
          ) : (
            'It has never been used.'
          )}{' '}
          This cannot be undone.
        </Banner>
        <div class="after">
          <Form action={`${at}/credentials/${id}/revoke`}>
            <OwnPassword {...shown} />
            <div class="buttons">
              <Button kind="final">Revoke “{name}”</Button>
              <ButtonLink to={at}>Cancel</ButtonLink>
            </div>
          </Form>
        </div>
      </div>
    ),
  };
}
