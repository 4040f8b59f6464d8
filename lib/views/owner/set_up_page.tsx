/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Field, TextArea } from '../components/field.tsx';
import { Notice, Refused } from '../components/notice.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import { ChecklistCard, type ShownChecklist } from './checklist_card.tsx';
import type { CredentialKind } from './credential_kinds.ts';
import { GuidePart, type ShownPart } from './guide_parts.tsx';
import { Kinds } from './kinds_of_credential.tsx';
import { type TrustFields, TrustPart } from './trust_fields.tsx';

/** The frame of the pages behind a set-up link. */
export const setUpSide: Side = {
  label: 'Set-up',
  current: '/set-up',
  sections: [{ to: '/set-up', title: 'Set-up guide' }],
};

export interface TypedMetadata {
  readonly metadataUrl: string;
  readonly metadataFile: string;
  readonly problem: string;
}

interface Shown {
  /** What the holder may do with single sign-on. Absent for a link that is only for provisioning. */
  readonly signOn?: {
    readonly entityId: string;
    readonly acsUrl: string;
    readonly identityProvider?: string;
    readonly mayEnter: boolean;
  };
  readonly metadata?: TypedMetadata;
  readonly group: string;
  readonly preset: string;
  /** The kind of credential whose form is shown, and what was typed into it. */
  readonly kind: CredentialKind;
  readonly trust: TrustFields;
  readonly expiresAt: string;
  readonly generatedAt?: string;
  readonly guide: { readonly name: string; readonly scim: ShownPart; readonly saml: ShownPart };
  readonly checklist: ShownChecklist;
  readonly problem?: string;
}

/** What the holder of a set-up link needs to connect the identity provider. */
export function setUpPage(shown: Shown): Page {
  const { group, guide, checklist } = shown;
  const { name, scim, saml } = guide;
  return {
    title: `Connect ${name === 'Other' ? 'your identity provider' : name} to ${group}`,
    side: setUpSide,
    summary: {
      tone: 'plain',
      text: `You need no account. Where the guide names another page of Rollcall, ask an owner of ${group} to open it.`,
    },
    actions: <ButtonLink to="/set-up">Look again</ButtonLink>,
    body: (
      <Grid>
        <CredentialCard {...shown} />
        <ChecklistCard checklist={checklist} />
        {shown.signOn && <SignOnCard {...shown} signOn={shown.signOn} />}
        <GuidePart id="scim" name={name} title="Provisioning (SCIM)" what="provisioning" part={scim} />
        <GuidePart id="saml" name={name} title="Sign-in (SAML)" what="sign-in" part={saml} />
      </Grid>
    ),
  };
}

function CredentialCard({ group, preset, kind, trust, expiresAt, generatedAt, problem }: Shown) {
  return (
    <Card id="credential" title="Credential" span={7}>
      <Refused why={problem} />
      {generatedAt === undefined ? (
        <>
          <p>
            The identity provider proves itself by a credential. This link generates one, and shows its values
            once.
          </p>
          <Kinds to={(one) => `/set-up?kind=${one}`} kind={kind} preset={preset} />
          <Form action="/set-up/credential" hidden={{ kind }}>
            {kind === 'federation' && <TrustPart trust={trust} />}
            <Button>Generate the credential</Button>
          </Form>
        </>
      ) : (
        <p>
          This link generated its credential <Time at={generatedAt} />. For another one, ask an owner of{' '}
          {group}.
        </p>
      )}
      <p class="after quiet">
        This link ends <Time at={expiresAt} />.
      </p>
    </Card>
  );
}

function SignOnCard({ signOn, metadata, group }: Shown & { signOn: NonNullable<Shown['signOn']> }) {
  const { entityId, acsUrl, identityProvider, mayEnter } = signOn;
  return (
    <Card id="sign-on" title="Single sign-on">
      <Facts
        facts={[
          { name: 'Entity ID (audience)', value: entityId, copy: entityId },
          { name: 'Reply URL (ACS)', value: acsUrl, copy: acsUrl },
          ...(identityProvider === undefined ? [] : [{ name: 'Identity provider', value: identityProvider }]),
        ]}
      />
      {mayEnter ? (
        <Form action="/set-up/sign-on">
          {metadata !== undefined && <Notice kind="problem">{metadata.problem}</Notice>}
          <Field
            name="metadataUrl"
            label="Metadata URL"
            hint="Rollcall fetches it regularly to find new certificates"
            autocomplete="off"
            value={metadata?.metadataUrl ?? ''}
            optional
          />
          <TextArea
            name="metadataFile"
            label="Or the metadata itself"
            hint="Paste the XML if your identity provider has no metadata URL"
            value={metadata?.metadataFile ?? ''}
          />
          <Button kind="plain">Save the identity provider</Button>
        </Form>
      ) : (
        <p class="after quiet">The identity provider is entered. To change it, ask an owner of {group}.</p>
      )}
    </Card>
  );
}
