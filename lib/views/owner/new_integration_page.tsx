/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly maxName: number;
  readonly providers: readonly { readonly value: string; readonly text: string }[];
  readonly name?: string;
  readonly preset?: string;
  readonly problem?: string | undefined;
}

/** Asks which identity provider is connected. */
export function newIntegrationPage(shown: Shown): Page {
  const { side, crumbs, at, maxName, providers, name = '', preset, problem } = shown;
  return {
    title: 'Create an integration',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Form action={`${at}/new`}>
          <Refused why={problem} />
          <Choice
            name="preset"
            label="Identity provider"
            hint="Rollcall chooses the settings and labels each value as this provider does"
            options={providers}
            {...(preset === undefined ? {} : { value: preset })}
          />
          <Field
            name="name"
            label="Name"
            hint="Pages and the log show this name"
            autocomplete="off"
            value={name}
            maxLength={maxName}
          />
          <div class="buttons">
            <Button>Create the integration</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}
