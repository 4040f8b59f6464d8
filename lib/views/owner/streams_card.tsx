/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';

export interface ShownStream {
  readonly id: string;
  readonly name: string;
  readonly kind: 'push' | 'poll';
  readonly url?: string;
  readonly pollUrl?: string;
  readonly events: readonly string[];
  readonly state: 'enabled' | 'paused' | 'disabled';
  readonly failingSince?: string;
  readonly createdBy?: string;
}

interface Shown {
  readonly of: 'group' | 'service';
  /** The path of the streams. */
  readonly at: string;
  readonly streams: readonly ShownStream[];
}

/** The streams of a group or of the service, beside its webhooks. */
export function StreamsCard({ of, at, streams }: Shown) {
  const create = <ButtonLink to={`${at}/new`}>Create a stream</ButtonLink>;
  return (
    <Card id="streams" title="Security event streams" {...(streams.length === 0 ? {} : { right: create })}>
      {streams.length === 0 ? (
        <Empty title={`This ${of} has no stream.`} action={create}>
          A stream tells a receiver of changed users and groups by security event tokens (RFC 9967).
        </Empty>
      ) : (
        <Table
          caption="Security event streams"
          columns={[{ title: 'Name' }, { title: 'State' }, { title: 'Delivery' }, { title: 'Created by' }]}
          rows={streams.map((stream) => ({ key: stream.id, cells: cellsOf(at, stream) }))}
        />
      )}
    </Card>
  );
}

/** The state of a stream in a word. */
export function StreamState({ state, failingSince }: Pick<ShownStream, 'state' | 'failingSince'>) {
  if (state === 'disabled') return <Tag tone="off">Disabled</Tag>;
  if (state === 'paused') return <Tag tone="warn">Paused</Tag>;
  return failingSince === undefined ? <Tag tone="ok">Enabled</Tag> : <Tag tone="warn">Failing</Tag>;
}

function cellsOf(at: string, stream: ShownStream) {
  const { id, name, kind, url, createdBy = 'the operator' } = stream;
  return [
    <>
      <Link to={`${at}/${id}`}>{name}</Link>
      {url !== undefined && <small>{url}</small>}
    </>,
    <StreamState key="state" {...stream} />,
    kind === 'push' ? 'Pushed' : 'Polled',
    createdBy,
  ];
}
