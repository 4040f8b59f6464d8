/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import { type Asked, OwnPassword } from '../components/own_password.tsx';
import { Secret, StoredIt } from '../components/secret.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address of the integration's page. */
  readonly at: string;
}

interface New extends Shown, Asked {
  readonly problem?: string | undefined;
  readonly name: string;
  readonly days: string;
  /** `yes` for single sign-on too. */
  readonly withSignOn: string;
  readonly maxName: number;
  readonly maxDays: number;
}

const lives = [1, 7, 14, 30];

export function newSetupLinkPage(shown: New): Page {
  const { side, crumbs, at, problem, name, days, withSignOn, maxName, maxDays } = shown;
  return {
    title: 'Create a set-up link',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Send the link to the person who administers the identity provider. Without an account they follow
          the guide, generate one credential, and see what has arrived. They see no people and no log.
        </p>
        <Form action={`${at}/setup-links/new`}>
          <Refused why={problem} />
          <Field
            name="name"
            label="For whom"
            hint="The credential gets this name, and the other owners read it"
            autocomplete="off"
            value={name}
            maxLength={maxName}
          />
          <Choice
            name="days"
            label="Works for"
            value={days}
            options={lives
              .filter((life) => life <= maxDays)
              .map((life) => ({ value: String(life), text: life === 1 ? 'a day' : `${life} days` }))}
          />
          <Choice
            name="withSignOn"
            label="May set up"
            hint="With single sign-on they also enter its identity provider, if the group has none yet. It decides who signs in as whom"
            value={withSignOn}
            options={[
              { value: 'no', text: 'provisioning' },
              { value: 'yes', text: 'provisioning and single sign-on' },
            ]}
          />
          <OwnPassword {...shown} />
          <div class="buttons">
            <Button>Create the set-up link</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

interface Created extends Shown {
  readonly url: string;
  readonly name: string;
  readonly expiresAt: string;
}

/** The one page that shows the URL of a link. */
export function createdSetupLinkPage({ side, crumbs, at, url, name, expiresAt }: Created): Page {
  return {
    title: `Send the link to ${name}`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Copy it now: it is not shown again. Whoever has it can generate one credential, so send it only to{' '}
          {name}.
        </p>
        <Secret text={url} what="the link" />
        <Facts facts={[{ name: 'Works until', value: <Time at={expiresAt} /> }]} />
        <StoredIt to={at} text="I have copied it" />
      </div>
    ),
  };
}
