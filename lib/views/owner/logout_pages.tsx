/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import { type Asked, OwnPassword } from '../components/own_password.tsx';
import { Secret, StoredIt } from '../components/secret.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface ShownIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience?: string;
  readonly revocationUrl: string;
  readonly eventsUrl: string;
  readonly createdAt: string;
  readonly createdBy?: string;
  readonly pushToken?: { readonly hint: string; readonly createdAt: string };
  readonly last?: { readonly at: string; readonly event: string };
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address of the page about logout. */
  readonly at: string;
}

interface Overview extends Shown {
  /** The provisioning log of the group. */
  readonly logAt: string;
  readonly issuer: ShownIssuer | undefined;
}

const events: Readonly<Record<string, string>> = {
  revocation: 'revocation',
  'session-revoked': 'session revoked',
  'credential-change': 'credential changed',
  verification: 'test of the push',
  other: 'an event that ends nothing',
};

/** Whose word ends sessions, and what that issuer needs. */
export function logoutPage({ side, crumbs, at, logAt, issuer }: Overview): Page {
  const head = { title: 'Logout', side, crumbs };
  if (!issuer)
    return {
      ...head,
      state: { tone: 'off', text: 'Not set up' },
      body: (
        <div class="card">
          <Empty
            title="Sessions end when people sign out, or after some days."
            action={
              <ButtonLink to={`${at}/issuer`} kind="main">
                Enter the issuer
              </ButtonLink>
            }
          >
            Let your identity provider end them at once, when somebody leaves or a password is stolen.
          </Empty>
        </div>
      ),
    };
  return {
    ...head,
    state: issuer.last ? { tone: 'ok', text: 'Works' } : { tone: 'warn', text: 'No message yet' },
    summary: {
      tone: issuer.last ? 'ok' : 'warn',
      text: (
        <>
          {issuer.last ? (
            <>
              Last message <Time at={issuer.last.at} />: {events[issuer.last.event] ?? issuer.last.event}.
            </>
          ) : (
            'No message has come yet. Sign a test person out at your identity provider.'
          )}
        </>
      ),
    },
    actions: <ButtonLink to={logAt}>Open the log</ButtonLink>,
    body: (
      <Grid>
        <Ours {...issuer} />
        <Theirs at={at} issuer={issuer} />
        <PushToken at={at} issuer={issuer} />
      </Grid>
    ),
  };
}

function Ours({ revocationUrl, eventsUrl, audience }: ShownIssuer) {
  return (
    <Card id="ours" title="Enter at your identity provider">
      <p class="quiet">
        One of the two addresses is enough. A message ends the sessions that began with the sign-on of this
        group, and the personal access tokens of accounts that this group manages.
      </p>
      <Facts
        facts={[
          { name: 'Universal Logout (revocation)', value: revocationUrl, copy: revocationUrl },
          { name: 'Security events (SSF push)', value: eventsUrl, copy: eventsUrl },
          { name: 'Audience of the events', value: audience ?? eventsUrl, copy: audience ?? eventsUrl },
        ]}
      />
    </Card>
  );
}

function Theirs({ at, issuer }: { at: string; issuer: ShownIssuer }) {
  const { jwksUrl, createdAt, createdBy } = issuer;
  return (
    <Card
      id="theirs"
      title="Your identity provider"
      span={7}
      right={
        <div class="buttons">
          <ButtonLink to={`${at}/issuer`} kind="small">
            Change
          </ButtonLink>
          <ButtonLink to={`${at}/remove`} kind="danger" label={`Remove ${issuer.issuer}`}>
            Remove
          </ButtonLink>
        </div>
      }
    >
      <Facts
        facts={[
          { name: 'Issuer', value: issuer.issuer },
          { name: 'JWKS URL', value: jwksUrl },
          {
            name: 'Entered',
            value: (
              <>
                <Time at={createdAt} />
                {createdBy !== undefined && ` by ${createdBy}`}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

function PushToken({ at, issuer: { pushToken } }: { at: string; issuer: ShownIssuer }) {
  return (
    <Card id="push-token" title="Push token" span={5}>
      {pushToken ? (
        <p>
          Pushed events need the token that ends in <code>{pushToken.hint}</code>, generated{' '}
          <Time at={pushToken.createdAt} />.
        </p>
      ) : (
        <p>The signature of an event is enough. With a token, a push must also have it as its bearer.</p>
      )}
      <ButtonLink to={`${at}/token`}>
        {pushToken ? 'Replace the push token' : 'Generate a push token'}
      </ButtonLink>
    </Card>
  );
}

export interface TypedIssuer {
  readonly configurationUrl: string;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
}

interface IssuerForm extends Shown, Asked {
  readonly typed: TypedIssuer;
  readonly problem?: string | undefined;
}

/** Asks for the issuer, in the words of the identity provider. */
export function logoutIssuerPage(shown: IssuerForm): Page {
  const { side, crumbs, at, typed, problem } = shown;
  return {
    title: 'The logout issuer',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Form action={`${at}/issuer`}>
          <Refused why={problem} />
          <Field
            name="issuer"
            label="Issuer"
            hint="Okta: the address of your organisation. Keycloak: that of the realm"
            autocomplete="off"
            value={typed.issuer}
            optional
          />
          <Field
            name="jwksUrl"
            label="JWKS URL"
            hint="Where its public keys are. Okta: the issuer, then /oauth2/v1/keys"
            autocomplete="off"
            value={typed.jwksUrl}
            optional
          />
          <Field
            name="configurationUrl"
            label="Or the SSF configuration URL"
            hint="Instead of issuer and JWKS URL, which Rollcall reads there once"
            autocomplete="off"
            value={typed.configurationUrl}
            optional
          />
          <Field
            name="audience"
            label="Audience of the events"
            hint="Only if your identity provider sets one. Otherwise it is the address of the endpoint"
            autocomplete="off"
            value={typed.audience}
            optional
          />
          <OwnPassword {...shown} />
          <div class="buttons">
            <Button>Save the issuer</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

/** The one page that shows a push token. */
export function pushTokenPage({ side, crumbs, at, secret }: Shown & { secret: string }): Page {
  return {
    title: 'Store the push token',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Enter it at your identity provider as the authorization of the push: <code>Bearer</code>, a space,
          and the token. It is not shown again.
        </p>
        <Secret text={secret} what="the push token" />
        <StoredIt to={at} />
      </div>
    ),
  };
}
