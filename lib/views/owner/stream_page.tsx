/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import { type Asked, OwnPassword } from '../components/own_password.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { healthFacts, ReceiverActs } from './receiver_parts.tsx';
import { type ShownStream, StreamState } from './streams_card.tsx';
import { Deliveries, type ShownDelivery } from './webhook_page.tsx';

interface Around {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
}

interface Shown extends ShownStream, Around {
  /** The path of this page. */
  readonly here: string;
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly problem?: string;
  readonly waiting: number;
  readonly dead: number;
  readonly deliveries: readonly ShownDelivery[];
  readonly filter: string;
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

/** One stream, what it has delivered, and what may be done with it. */
export function streamPage(shown: Shown): Page {
  const { side, crumbs, name, url, pollUrl, events, issuer, audience, jwksUrl } = shown;
  const target = url ?? pollUrl ?? '';
  return {
    title: name,
    side,
    crumbs,
    body: (
      <Grid>
        <Card id="stream" title="Stream" beside={<StreamState {...shown} />} right={<Acts {...shown} />}>
          <Facts
            facts={[
              { name: url === undefined ? 'Poll' : 'Push', value: target, copy: target },
              { name: 'Issuer', value: issuer, copy: issuer },
              { name: 'Audience', value: audience, copy: audience },
              { name: 'JWKS', value: jwksUrl, copy: jwksUrl },
              { name: 'Events', value: events.length === 0 ? 'All events' : events.join(', ') },
              ...healthFacts(shown),
            ]}
          />
        </Card>
        <Deliveries {...shown} />
      </Grid>
    ),
  };
}

function Acts({ here, kind, state, dead, name }: Shown) {
  const turn = state === 'enabled' ? { path: 'pause', text: 'Pause' } : { path: 'resume', text: 'Resume' };
  const proof = kind === 'poll' ? 'token' : undefined;
  return <ReceiverActs noun="stream" {...{ here, name, state, dead, turn, proof }} />;
}

interface New extends Around, Asked {
  /** The path of the form, and the one to go back to. */
  readonly action: string;
  readonly back: string;
  readonly problem?: string | undefined;
  readonly name: string;
  readonly kind: string;
  readonly url: string;
  readonly audience: string;
  readonly maxName: number;
  readonly maxUrl: number;
}

export function newStreamPage(shown: New): Page {
  const { side, crumbs, action, back, problem, name, kind, url, audience, maxName, maxUrl } = shown;
  return {
    title: 'Create a stream',
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>Its receiver learns which users and groups change, and which of their attributes.</p>
        <Form action={action}>
          <Refused why={problem} />
          <Field name="name" label="Name" autocomplete="off" value={name} maxLength={maxName} />
          <Choice
            name="kind"
            label="Delivery"
            value={kind}
            options={[
              { value: 'poll', text: 'The receiver polls (RFC 8936)' },
              { value: 'push', text: 'Rollcall pushes (RFC 8935)' },
            ]}
          />
          <Field
            name="url"
            label="URL"
            hint="For a push: a public https address"
            autocomplete="off"
            value={url}
            maxLength={maxUrl}
            optional
          />
          <Field
            name="authorization"
            label="Authorization"
            hint="For a push: the header that the receiver asks for, such as Bearer and a token"
            autocomplete="off"
            value=""
            maxLength={maxUrl}
            optional
          />
          <Field
            name="audience"
            label="Audience"
            hint="By default the URL of the stream"
            autocomplete="off"
            value={audience}
            maxLength={maxUrl}
            optional
          />
          <OwnPassword {...shown} />
          <div class="buttons">
            <Button>Create the stream</Button>
            <ButtonLink to={back}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}
