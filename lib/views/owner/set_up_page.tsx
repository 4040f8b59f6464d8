/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice } from '../components/field.tsx';
import { Notice } from '../components/notice.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import { ChecklistCard, type ShownChecklist } from './checklist_card.tsx';
import { credentialKindOf } from './credential_kinds.ts';
import { GuidePart, type ShownPart } from './guide_parts.tsx';

/** The frame of the pages behind a set-up link. */
export const setUpSide: Side = {
  label: 'Set-up',
  current: '/set-up',
  sections: [{ to: '/set-up', title: 'Set-up guide' }],
};

interface Shown {
  readonly group: string;
  readonly preset: string;
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

function CredentialCard({ group, preset, expiresAt, generatedAt, problem }: Shown) {
  return (
    <Card id="credential" title="Credential" span={7}>
      {problem !== undefined && <Notice kind="problem">{problem}</Notice>}
      {generatedAt === undefined ? (
        <>
          <p>
            The identity provider sends a credential with each request. This link generates one, and shows its
            secret once.
          </p>
          <Form action="/set-up/credential">
            <Choice
              name="kind"
              label="Kind"
              hint="The guide below names the field that it goes into"
              value={credentialKindOf(preset, '') === 'token' ? 'token' : 'client'}
              options={[
                { value: 'token', text: 'Token: one secret' },
                { value: 'client', text: 'Client: an id and a secret' },
              ]}
            />
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
