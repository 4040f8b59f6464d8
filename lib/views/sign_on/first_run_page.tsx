/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, Form } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import type { Page } from '../layout/document.tsx';

export interface TypedFirstRun {
  readonly preset: string;
  readonly group: string;
  readonly name: string;
  readonly email: string;
}

interface Shown {
  readonly typed?: TypedFirstRun;
  readonly problem?: string;
  readonly minPassword: number;
  readonly maxName: number;
  readonly maxPath: number;
  readonly providers: readonly { readonly value: string; readonly text: string }[];
}

const nothing: TypedFirstRun = { preset: 'okta', group: '', name: '', email: '' };

/** Creates the first account, its group and an integration. */
export function firstRunPage(shown: Shown): Page {
  const { typed = nothing, problem, minPassword, maxName, maxPath, providers } = shown;
  return {
    title: 'Set up Rollcall',
    body: (
      <>
        <p>
          Nobody has an account here yet. This page creates yours, your first group, and an integration that
          connects the group’s identity provider.
        </p>
        <Refused why={problem} />
        <Form action="/first-run">
          <Choice
            name="preset"
            label="Identity provider"
            hint="The next page labels each value as this provider does"
            options={providers}
            value={typed.preset}
          />
          <Field
            name="group"
            label="Path of the group"
            hint="Such as acme: letters, digits, and single . _ - between them"
            autocomplete="off"
            value={typed.group}
            maxLength={maxPath}
          />
          <Field name="name" label="Your name" autocomplete="name" value={typed.name} maxLength={maxName} />
          <Field name="email" label="Your e-mail" type="email" autocomplete="email" value={typed.email} />
          <Field
            name="password"
            label="Your password"
            hint={`${minPassword} characters or more`}
            type="password"
            autocomplete="new-password"
            minLength={minPassword}
          />
          <Field
            name="code"
            label="One-time code"
            hint="It is in the log of the service. The command npx rollcall first-run code prints a new one"
            autocomplete="off"
          />
          <Button>Create the account and the group</Button>
        </Form>
      </>
    ),
  };
}
