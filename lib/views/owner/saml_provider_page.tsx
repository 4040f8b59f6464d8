/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice, Field, TextArea } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import { OwnPassword } from '../components/own_password.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

export interface TypedProvider {
  readonly metadataUrl: string;
  readonly metadataFile: string;
  readonly identifyBy: string;
  readonly jit: string;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly typed: TypedProvider;
  readonly hasPassword: boolean;
  readonly problem?: string | undefined;
  readonly wrongPassword?: string | undefined;
}

/** Asks for what the identity provider says of itself. */
export function samlProviderPage(shown: Shown): Page {
  const { side, crumbs, at, typed, hasPassword, problem, wrongPassword } = shown;
  return {
    title: 'Your identity provider',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Form action={`${at}/provider`}>
          <Refused why={problem} />
          <Field
            name="metadataUrl"
            label="Metadata URL"
            hint="Rollcall fetches it regularly to find new certificates"
            autocomplete="off"
            value={typed.metadataUrl}
            optional
          />
          <TextArea
            name="metadataFile"
            label="Or the metadata itself"
            hint="Paste the XML if your identity provider has no metadata URL"
            value={typed.metadataFile}
          />
          <Choice
            name="identifyBy"
            label="The NameID contains"
            hint="Choose the user attribute that has the same value as the NameID of a sign-in"
            value={typed.identifyBy}
            options={[
              { value: 'externalId', text: 'externalId' },
              { value: 'userName', text: 'userName' },
              { value: 'email', text: 'e-mail address' },
            ]}
          />
          <Choice
            name="jit"
            label="When somebody without an account signs in"
            value={typed.jit}
            options={[
              { value: 'false', text: 'Refuse the sign-in' },
              { value: 'true', text: 'Create an account' },
            ]}
          />
          <OwnPassword hasPassword={hasPassword} wrongPassword={wrongPassword} />
          <div class="buttons">
            <Button>Save the identity provider</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}
