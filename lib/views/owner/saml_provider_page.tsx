/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice, Field, TextArea } from '../components/field.tsx';
import { Notice } from '../components/notice.tsx';
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
          {problem !== undefined && <Notice kind="problem">{problem}</Notice>}
          <Field
            name="metadataUrl"
            label="Metadata URL"
            hint="It is fetched again regularly, so that new certificates arrive"
            autocomplete="off"
            value={typed.metadataUrl}
            optional
          />
          <TextArea
            name="metadataFile"
            label="Or its metadata"
            hint="Paste the XML if there is no URL"
            value={typed.metadataFile}
          />
          <Choice
            name="identifyBy"
            label="The NameID is the"
            hint="Which value of provisioning the identity provider sends at a sign-in"
            value={typed.identifyBy}
            options={[
              { value: 'externalId', text: 'externalId' },
              { value: 'userName', text: 'userName' },
              { value: 'email', text: 'e-mail address' },
            ]}
          />
          <Choice
            name="jit"
            label="Somebody without an account signs in"
            value={typed.jit}
            options={[
              { value: 'false', text: 'Is refused' },
              { value: 'true', text: 'Gets an account' },
            ]}
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
          <div class="buttons">
            <Button>Save the identity provider</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}
