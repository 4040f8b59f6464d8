/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form, Link } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Banner, Refused } from '../components/notice.tsx';
import { type Asked, OwnPassword } from '../components/own_password.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import { Certificates, OwnKeys, type ShownCertificate, type ShownKey } from './saml_certificates_card.tsx';

interface ShownProvider {
  readonly urls: {
    readonly entityId: string;
    readonly acs: string;
    readonly metadata: string;
    readonly sso: string;
  };
  readonly identifyBy: string;
  readonly identityProvider?: {
    readonly entityId: string;
    readonly ssoUrl: string;
    readonly binding: string;
  };
  readonly metadata?: { readonly url: string; readonly fetchedAt?: string; readonly problem?: string };
  readonly certificates: readonly ShownCertificate[];
  readonly keys: readonly ShownKey[];
  readonly warnings: readonly string[];
  readonly tested?: { readonly at: string; readonly by: string; readonly counts: boolean };
  readonly enforcement: { readonly mode: string; readonly domains?: readonly string[] };
  readonly recoveryCodes: number;
}

interface Shown {
  readonly side: Side;
  readonly at: string;
  /** Where a test sign-in begins. */
  readonly testAt: string;
  readonly provider: ShownProvider;
  /** Whose word signs people out; undefined without a logout issuer. */
  readonly logoutIssuer: string | undefined;
  readonly asked: Asked;
  /** What was chosen, and why it was refused. */
  readonly mode?: string;
  readonly domains?: string;
  readonly problem?: string | undefined;
}

/** A group that has never begun to set up SAML. */
export function noSingleSignOnPage({ side, at }: Pick<Shown, 'side' | 'at'>): Page {
  return {
    title: 'Single sign-on',
    side,
    state: { tone: 'off', text: 'Not set up' },
    body: (
      <div class="card">
        <Empty
          title="Members sign in with a password."
          action={
            <Form action={`${at}/begin`}>
              <Button>Set up single sign-on</Button>
            </Form>
          }
        >
          With SAML they sign in at your identity provider. The next page has the values that it asks for.
        </Empty>
      </div>
    ),
  };
}

/** How members sign in at the identity provider. */
export function singleSignOnPage(shown: Shown): Page {
  const { side, at, testAt, provider } = shown;
  const isSetUp = provider.identityProvider !== undefined;
  return {
    title: 'Single sign-on',
    side,
    state: stateOf(provider),
    summary: { tone: stateOf(provider).tone, text: summaryOf(provider) },
    actions: isSetUp && (
      <ButtonLink to={testAt} kind={provider.tested?.counts ? 'plain' : 'main'}>
        Test the sign-in
      </ButtonLink>
    ),
    body: (
      <Grid>
        {provider.warnings.map((warning) => (
          <Banner key={warning} tone="warn" title="This needs attention soon:">
            {warning}.
          </Banner>
        ))}
        <Ours urls={provider.urls} />
        <Theirs at={at} provider={provider} />
        <Certificates
          at={at}
          certificates={provider.certificates}
          canRefresh={provider.metadata !== undefined}
        />
        <OwnKeys at={at} keys={provider.keys} />
        {isSetUp && <Enforcement {...shown} />}
        {isSetUp && <Recovery at={at} left={provider.recoveryCodes} />}
        {isSetUp && <Logout at={at} issuer={shown.logoutIssuer} />}
      </Grid>
    ),
  };
}

function stateOf({ identityProvider, tested }: ShownProvider) {
  if (!identityProvider) return { tone: 'warn', text: 'Not connected' } as const;
  return tested?.counts
    ? ({ tone: 'ok', text: 'Set up' } as const)
    : ({ tone: 'warn', text: 'Not tested' } as const);
}

function summaryOf({ identityProvider, tested, enforcement }: ShownProvider) {
  if (!identityProvider) return 'Enter the values below at your identity provider, then add its metadata.';
  if (!tested?.counts)
    return 'Nobody has tested the sign-in with these settings. Members can already use it.';
  const { mode } = enforcement;
  return (
    <>
      {tested.by} tested it <Time at={tested.at} />.{' '}
      {mode === 'off' ? 'Members may also sign in with a password.' : 'Members must sign in this way.'}
    </>
  );
}

function Ours({ urls }: Pick<ShownProvider, 'urls'>) {
  const { entityId, acs, metadata, sso } = urls;
  return (
    <Card id="ours" title="Enter at your identity provider">
      <Facts
        facts={[
          { name: 'Entity ID (audience)', value: entityId, copy: entityId },
          { name: 'Reply URL (ACS)', value: acs, copy: acs },
          { name: 'Metadata URL', value: metadata, copy: metadata },
          { name: 'Sign-in address', value: sso, copy: sso },
        ]}
      />
    </Card>
  );
}

function Theirs({ at, provider }: { at: string; provider: ShownProvider }) {
  const { identityProvider: idp, metadata, identifyBy } = provider;
  const change = (
    <ButtonLink to={`${at}/provider`} kind={idp ? 'small' : 'main'}>
      {idp ? 'Change' : 'Add its metadata'}
    </ButtonLink>
  );
  return (
    <Card id="theirs" title="Your identity provider" right={change}>
      {idp ? (
        <Facts
          facts={[
            { name: 'Entity ID', value: idp.entityId, copy: idp.entityId },
            { name: 'Sign-on URL', value: `${idp.ssoUrl} (${idp.binding})` },
            { name: 'NameID contains', value: identifyBy === 'email' ? 'e-mail address' : identifyBy },
            ...(metadata ? [{ name: 'Metadata URL', value: metadata.url }] : []),
            ...(metadata?.fetchedAt ? [{ name: 'Fetched', value: <Time at={metadata.fetchedAt} /> }] : []),
            ...(metadata?.problem ? [{ name: 'Problem', value: metadata.problem }] : []),
          ]}
        />
      ) : (
        <p class="quiet">Rollcall needs its metadata before anybody can sign in this way.</p>
      )}
    </Card>
  );
}

function Enforcement({ at, provider, asked, mode, domains, problem }: Shown) {
  const { enforcement } = provider;
  return (
    <Card id="enforcement" title="Who must sign in this way" span={7}>
      <Before provider={provider} />
      <Form action={`${at}/enforce`}>
        <Refused why={problem} />
        <Choice
          name="mode"
          label="Required for"
          value={mode ?? enforcement.mode}
          options={[
            { value: 'off', text: 'nobody' },
            { value: 'domains', text: 'members with an address in these domains' },
            { value: 'everyone', text: 'every member' },
          ]}
        />
        <Field
          name="domains"
          label="Domains"
          hint="Only for members with an address in these domains. Separate domains by spaces"
          autocomplete="off"
          value={domains ?? enforcement.domains?.join(' ') ?? ''}
          optional
        />
        <OwnPassword {...asked} />
        <Button kind="plain">Save the requirement</Button>
      </Form>
    </Card>
  );
}

/** What has to be done before anybody can be required to sign in this way. */
function Before({ provider: { tested, recoveryCodes, enforcement } }: Pick<Shown, 'provider'>) {
  const missing = [
    ...(tested?.counts ? [] : ['test the sign-in successfully']),
    ...(recoveryCodes > 0 ? [] : ['generate recovery codes and store them']),
  ];
  if (enforcement.mode !== 'off') return null;
  return (
    <p class="quiet">
      {missing.length > 0 && `Before you require it, ${missing.join(', and ')}. `}
      It holds for owners too: <Link to="/profile">link your own account</Link> first, or have a recovery code
      at hand.
    </p>
  );
}

function Recovery({ at, left }: { at: string; left: number }) {
  return (
    <Card
      id="recovery"
      title="Recovery codes"
      span={5}
      beside={<Tag tone={left === 0 ? 'warn' : 'ok'}>{left} left</Tag>}
    >
      <p>Owners sign in with these codes when the identity provider fails.</p>
      <ButtonLink to={`${at}/recovery-codes`}>Generate recovery codes</ButtonLink>
    </Card>
  );
}

function Logout({ at, issuer }: { at: string; issuer: string | undefined }) {
  const tag = issuer === undefined ? <Tag tone="off">Not set up</Tag> : <Tag tone="ok">Set up</Tag>;
  return (
    <Card id="logout" title="Logout" beside={tag}>
      <p>
        {issuer === undefined
          ? 'Your identity provider can end sessions at once, when somebody leaves or a password is stolen.'
          : `${issuer} can end sessions at once.`}
      </p>
      <ButtonLink to={`${at}/logout`}>{issuer === undefined ? 'Set up logout' : 'Show logout'}</ButtonLink>
    </Card>
  );
}
