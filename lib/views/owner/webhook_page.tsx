/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Code } from '../components/code.tsx';
import { Button, Form, Link } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag, type Tone } from '../components/tag.tsx';
import { Exact, Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { healthFacts, ReceiverActs } from './receiver_parts.tsx';
import { type ShownWebhook, typesText, WebhookState } from './webhooks_page.tsx';

export interface ShownDelivery {
  readonly id: string;
  readonly event: string;
  readonly type: string;
  readonly at: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly account?: string;
  readonly attempts: number;
  readonly last?: string;
  readonly nextAt?: string;
  readonly deliveredAt?: string;
  readonly deadline?: string;
  readonly acknowledgedAt?: string;
}

interface Shown extends ShownWebhook {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The path of this page. */
  readonly here: string;
  readonly deadlineMinutes: number;
  readonly waiting: number;
  readonly dead: number;
  readonly deliveries: readonly ShownDelivery[];
  /** The state to which the list is limited. */
  readonly filter: string;
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

const states: Readonly<Record<ShownDelivery['state'], readonly [tone: Tone, text: string]>> = {
  waiting: ['warn', 'Waiting'],
  delivered: ['ok', 'Delivered'],
  dead: ['bad', 'Dead'],
};

/** One webhook, what it has sent, and what may be done with it. */
export function webhookPage(shown: Shown): Page {
  const { side, crumbs, here, name, url, types, deadlineMinutes } = shown;
  return {
    title: name,
    side,
    crumbs,
    body: (
      <Grid>
        <Card id="webhook" title="Webhook" beside={<WebhookState {...shown} />} right={<Acts {...shown} />}>
          <Facts
            facts={[
              { name: 'URL', value: url, copy: url },
              { name: 'Events', value: typesText(types) },
              { name: 'Deadline', value: `${deadlineMinutes} minutes` },
              ...healthFacts(shown),
            ]}
          />
        </Card>
        <Deliveries {...shown} here={here} />
      </Grid>
    ),
  };
}

function Acts({ here, state, dead, name }: Shown) {
  const turn =
    state === 'enabled' ? { path: 'disable', text: 'Disable' } : { path: 'enable', text: 'Enable' };
  return <ReceiverActs noun="webhook" {...{ here, name, state, dead, turn }} proof="secret" />;
}

type ShownDeliveries = Pick<Shown, 'here' | 'deliveries' | 'filter' | 'isLater' | 'next'>;

/** The deliveries of a webhook or a stream. */
export function Deliveries({ here, deliveries, filter, isLater, next }: ShownDeliveries) {
  const filters = [['', 'All'], ...Object.entries(states).map(([state, [, text]]) => [state, text])];
  const at = filter === '' ? here : `${here}?state=${filter}`;
  return (
    <Card id="deliveries" title="Deliveries">
      <nav class="buttons" aria-label="Deliveries by state">
        {filters.map(([state = '', text]) => (
          <Link key={state} to={state === '' ? here : `${here}?state=${state}`} current={state === filter}>
            {text}
          </Link>
        ))}
      </nav>
      {deliveries.length === 0 ? (
        <Empty title="There is no such delivery.">Send a test event to see one.</Empty>
      ) : (
        <Table
          caption="Deliveries"
          columns={[
            { title: 'Event' },
            { title: 'Account' },
            { title: 'State' },
            { title: 'Tries', kind: 'number' },
            { title: 'Last answer' },
          ]}
          rows={deliveries.map((one) => ({ key: one.id, cells: cellsOf(here, one) }))}
        />
      )}
      <Pager at={at} isLater={isLater} next={next} words={{ first: 'Newest', next: 'Older ones' }} />
    </Card>
  );
}

function cellsOf(
  here: string,
  { id, type, at, account = '', state, attempts, last = '', nextAt }: ShownDelivery,
) {
  const [tone, text] = states[state];
  return [
    <>
      <Link to={`${here}/deliveries/${id}`}>{type}</Link>
      <small>
        <Time at={at} />
      </small>
    </>,
    account,
    <>
      <Tag tone={tone}>{text}</Tag>
      {nextAt !== undefined && (
        <small>
          next try <Time at={nextAt} />
        </small>
      )}
    </>,
    attempts,
    last,
  ];
}

interface ShownOne extends ShownDelivery {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly here: string;
  /** What the receiver calls the id of the event. */
  readonly idName?: string;
  readonly payload: object;
  readonly tries: readonly {
    readonly at: string;
    readonly ms: number;
    readonly status?: number;
    readonly problem?: string;
    readonly answer?: string;
  }[];
}

/** One delivery: its payload, and each try with the answer. */
export function deliveryPage(shown: ShownOne): Page {
  const { side, crumbs, here, type, state, event, at, account, deadline, acknowledgedAt, payload, tries } =
    shown;
  const { idName = 'webhook-id' } = shown;
  const [tone, text] = states[state];
  return {
    title: type,
    side,
    crumbs,
    body: (
      <Grid>
        <Card
          id="delivery"
          title="Delivery"
          beside={<Tag tone={tone}>{text}</Tag>}
          right={
            <div class="buttons">
              <Form action={`${here}/redeliver`}>
                <Button kind="small">Send again</Button>
              </Form>
              {deadline !== undefined && acknowledgedAt === undefined && (
                <Form action={`${here}/acknowledge`}>
                  <Button kind="small">The product has acted</Button>
                </Form>
              )}
            </div>
          }
        >
          <Facts
            facts={[
              { name: idName, value: event, copy: event },
              { name: 'Changed', value: <Exact at={at} /> },
              ...(account === undefined ? [] : [{ name: 'Account', value: account }]),
              ...(deadline === undefined ? [] : [{ name: 'Deadline', value: <Exact at={deadline} /> }]),
              ...(acknowledgedAt === undefined
                ? []
                : [{ name: 'Acted on', value: <Exact at={acknowledgedAt} /> }]),
            ]}
          />
        </Card>
        <Card id="tries" title="Tries">
          {tries.length === 0 ? (
            <Empty title="It was not tried yet." />
          ) : (
            <Table
              caption="Tries"
              columns={[
                { title: 'When' },
                { title: 'Milliseconds', kind: 'number' },
                { title: 'Status' },
                { title: 'Answer', kind: 'long' },
              ]}
              rows={tries.map(({ at: time, ms, status, problem, answer }) => ({
                key: time,
                cells: [<Exact key="at" at={time} />, ms, status ?? '', problem ?? answer ?? ''],
              }))}
            />
          )}
        </Card>
        <Card id="payload" title="Payload">
          <Code label="Payload" text={JSON.stringify(payload, null, 2)} />
        </Card>
      </Grid>
    ),
  };
}
