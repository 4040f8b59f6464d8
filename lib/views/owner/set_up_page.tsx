/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Notice } from '../components/notice.tsx';
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

interface Shown {
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
    actions: <ButtonLink to="/set-up">Look again</ButtonLink>,
    body: (
      <Grid>
        <CredentialCard {...shown} />
        <ChecklistCard checklist={checklist} />
        <GuidePart id="scim" name={name} title="Provisioning (SCIM)" what="provisioning" part={scim} />
        <GuidePart id="saml" name={name} title="Sign-in (SAML)" what="sign-in" part={saml} />
      </Grid>
    ),
  };
}

function CredentialCard({ group, preset, kind, trust, expiresAt, generatedAt, problem }: Shown) {
  return (
    <Card id="credential" title="Credential" span={7}>
      {problem !== undefined && <Notice kind="problem">{problem}</Notice>}
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
