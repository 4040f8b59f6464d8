/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import { type Asked, OwnPassword } from '../components/own_password.tsx';
import { Secret, StoredIt } from '../components/secret.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
}

interface New extends Shown, Asked {
  readonly of: 'group' | 'service';
  readonly problem?: string | undefined;
  readonly url: string;
  readonly name: string;
  readonly types: string;
  readonly minutes: string;
  readonly maxName: number;
  readonly maxUrl: number;
}

export function newWebhookPage(shown: New): Page {
  const { side, crumbs, of, at, problem, url, name, types, minutes, maxName, maxUrl } = shown;
  return {
    title: 'Create a webhook',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Whoever answers at the URL reads names, e-mail addresses and roles of the people of{' '}
          {of === 'group' ? 'this group' : 'every group'}.
        </p>
        <Form action={`${at}/new`}>
          <Refused why={problem} />
          <Field
            name="url"
            label="URL"
            hint="A public https address"
            autocomplete="off"
            value={url}
            maxLength={maxUrl}
          />
          <Field
            name="name"
            label="Name"
            hint="By default the host of the URL"
            autocomplete="off"
            value={name}
            maxLength={maxName}
            optional
          />
          <Field
            name="types"
            label="Events"
            hint="Such as access.ended, or access.* for all of access, with commas between; empty for all"
            autocomplete="off"
            value={types}
            optional
          />
          <Field
            name="minutes"
            label="Deadline in minutes"
            hint="By then the product must have acted when somebody loses access"
            autocomplete="off"
            value={minutes}
          />
          <OwnPassword {...shown} />
          <div class="buttons">
            <Button>Create the webhook</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

interface Created extends Shown {
  readonly title: string;
  readonly secret: string;
  /** Its name and its purpose. */
  readonly what: string;
  readonly purpose: string;
  /** What else to know about it. */
  readonly more?: string;
}

/** The one page that shows the secret of a webhook, or the token of a stream. */
export function secretPage(shown: Created): Page {
  const { side, crumbs, at, title, secret, what, purpose, more } = shown;
  return {
    title,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Copy the {what} now: it is not shown again. {purpose} {more}
        </p>
        <Secret text={secret} what={`the ${what}`} />
        <StoredIt to={at} />
      </div>
    ),
  };
}
