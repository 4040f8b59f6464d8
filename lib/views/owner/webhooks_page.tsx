/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import { type ShownStream, StreamsCard } from './streams_card.tsx';

export interface ShownWebhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly state: 'enabled' | 'disabled';
  readonly problem?: string;
  readonly failingSince?: string;
  readonly createdBy?: string;
}

interface ShownOutstanding {
  readonly id: string;
  readonly type: string;
  readonly account?: string;
  readonly webhook: string;
  readonly deadline?: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly isOverdue: boolean;
}

interface Shown {
  readonly side: Side;
  /** Whose webhooks and streams they are. */
  readonly of: 'group' | 'service';
  readonly at: string;
  readonly webhooks: readonly ShownWebhook[];
  readonly streams: readonly ShownStream[];
  /** The path of the streams. */
  readonly streamsAt: string;
  readonly outstanding: readonly ShownOutstanding[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

/** The webhooks of a group, and what a product has not acted on. */
export function webhooksPage(shown: Shown): Page {
  const { side, of, at, webhooks, streams, streamsAt, outstanding, isLater, next } = shown;
  const create = <ButtonLink to={`${at}/new`}>Create a webhook</ButtonLink>;
  return {
    title: 'Webhooks',
    side,
    summary: {
      tone: 'plain',
      text: `A webhook sends each change of ${of === 'group' ? 'this group' : 'every group'}, signed, to a URL.`,
    },
    actions: (
      <ButtonLink to={`/api/v1/reference/webhooks${of === 'group' ? '' : '-for-operators'}`}>
        Webhooks in the API
      </ButtonLink>
    ),
    body: (
      <Grid>
        <Card id="webhooks" title="Webhooks" {...(webhooks.length === 0 ? {} : { right: create })}>
          {webhooks.length === 0 ? (
            <Empty title={`This ${of} has no webhook.`} action={create}>
              {of === 'group'
                ? 'The operator of this service may have one for all groups.'
                : 'Each group may have its own, which its owners create.'}
            </Empty>
          ) : (
            <Table
              caption="Webhooks"
              columns={[{ title: 'Name' }, { title: 'State' }, { title: 'Events' }, { title: 'Created by' }]}
              rows={webhooks.map((webhook) => ({ key: webhook.id, cells: cellsOf(at, webhook) }))}
            />
          )}
        </Card>
        <StreamsCard of={of} at={streamsAt} streams={streams} />
        <Card id="outstanding" title="Not acted on">
          {outstanding.length === 0 && !isLater ? (
            <Empty title="Nothing is outstanding.">
              When somebody loses access, the event stays here until the product has ended it there too.
            </Empty>
          ) : (
            <Table
              caption="Events that took access, by deadline"
              columns={[
                { title: 'Deadline' },
                { title: 'Account' },
                { title: 'Event' },
                { title: 'Webhook' },
              ]}
              rows={outstanding.map((one) => ({ key: one.id, cells: outstandingCells(one) }))}
            />
          )}
          <Pager
            at={at}
            isLater={isLater}
            next={next}
            words={{ first: 'First ones', next: 'More of them' }}
          />
        </Card>
      </Grid>
    ),
  };
}

/** The state of a webhook in a word. */
export function WebhookState({ state, failingSince }: Pick<ShownWebhook, 'state' | 'failingSince'>) {
  if (state === 'disabled') return <Tag tone="off">Disabled</Tag>;
  return failingSince === undefined ? <Tag tone="ok">Enabled</Tag> : <Tag tone="warn">Failing</Tag>;
}

export function typesText(types: readonly string[]): string {
  return types.length === 0 ? 'All events' : types.join(', ');
}

function cellsOf(at: string, webhook: ShownWebhook) {
  const { id, name, url, types, createdBy = 'the operator' } = webhook;
  return [
    <>
      <Link to={`${at}/${id}`}>{name}</Link>
      <small>{url}</small>
    </>,
    <WebhookState key="state" {...webhook} />,
    typesText(types),
    createdBy,
  ];
}

function outstandingCells({
  deadline = '',
  isOverdue,
  account = '',
  type,
  state,
  webhook,
}: ShownOutstanding) {
  return [
    <>
      <Time at={deadline} />
      {isOverdue && <Tag tone="bad">Overdue</Tag>}
    </>,
    account,
    <>
      {type}
      {state !== 'delivered' && <small>not delivered</small>}
    </>,
    webhook,
  ];
}
