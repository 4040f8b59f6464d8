/** @jsxRuntime automatic @jsxImportSource preact */
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice } from '../components/field.tsx';
import { Banner, Refused } from '../components/notice.tsx';
import { type Asked, OwnPassword } from '../components/own_password.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Shown extends Asked {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly name: string;
  readonly problem?: string;
}

/** Asks whether the people of a removed integration keep their access. */
export function removePage(shown: Shown): Page {
  const { side, crumbs, at, name, problem } = shown;
  return {
    title: `Remove “${name}”?`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Banner tone="problem" title={`${name}, its credentials, directory groups and links are removed.`}>
          Accounts and the logs stay. This cannot be undone.
        </Banner>
        <div class="after">
          <Form action={`${at}/remove`}>
            <Refused why={problem} />
            <Choice
              name="members"
              label="The people that it provisioned"
              options={[
                { value: 'keep', text: 'Keep their access, as members added by hand' },
                { value: 'revoke', text: 'Lose their access' },
              ]}
            />
            <OwnPassword {...shown} />
            <div class="buttons">
              <Button kind="final">Remove “{name}”</Button>
              <ButtonLink to={at}>Cancel</ButtonLink>
            </div>
          </Form>
        </div>
      </div>
    ),
  };
}
