/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Person {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly name: string;
  readonly paused: {
    readonly at: string;
    readonly reason: string;
    readonly removals: number;
    readonly refused: Person;
    readonly concerned: readonly Person[];
  };
}

/** The two ways to end a pause, and the people whom they affect. */
export function pausedPage({ side, crumbs, at, name, paused }: Shown): Page {
  const { concerned, refused } = paused;
  return {
    title: `${name} is paused`,
    side,
    crumbs,
    state: { tone: 'bad', text: 'Paused' },
    summary: {
      tone: 'bad',
      text: (
        <>
          Since <Time at={paused.at} />: {paused.reason}.
        </>
      ),
    },
    body: (
      <Grid>
        <Card id="resume" title="The removals are right" span={6}>
          <p>The identity provider then removes the others too, {refused.username} first.</p>
          <Form action={`${at}/paused/resume`}>
            <Button kind="plain">Resume {name}</Button>
          </Form>
        </Card>
        <Card id="discard" title="The removals are a mistake" span={6}>
          <p>
            This restores the access of everybody below and disables the integration. Enable it again when the
            cause is fixed.
          </p>
          <Form action={`${at}/paused/discard`}>
            <Button>Restore the access and disable {name}</Button>
          </Form>
        </Card>
        <Card id="concerned" title={`Who has lost access (${concerned.length})`}>
          <ul class="rows">
            {concerned.map(({ id, username, name: person }) => (
              <li key={id}>
                <p>
                  {person} <small>{username}</small>
                </p>
              </li>
            ))}
          </ul>
          <p class="after">
            <ButtonLink to={at}>Back to {name}</ButtonLink>
          </p>
        </Card>
      </Grid>
    ),
  };
}
