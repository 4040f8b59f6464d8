/** @jsxRuntime automatic @jsxImportSource preact */
import { Table } from '../components/table.tsx';
import { Tag, type Tone } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';

export interface ShownRequest {
  readonly id: string;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ip: string;
  readonly outcome: string;
  readonly userName?: string;
  readonly requestId: string;
  readonly changes: readonly string[];
  /** The name of the credential. */
  readonly credential?: string | undefined;
}

/** Requests of identity providers, the newest first. */
export function LogTable({ requests, empty }: { requests: readonly ShownRequest[]; empty: string }) {
  if (requests.length === 0) return <p class="quiet">{empty}</p>;
  return (
    <Table
      caption="Requests"
      columns={[
        { title: 'When' },
        { title: 'What happened', kind: 'long' },
        { title: 'Person' },
        { title: 'Credential' },
        { title: 'Answer', kind: 'number' },
      ]}
      rows={requests.map((request) => ({ key: request.id, cells: cellsOf(request) }))}
    />
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' });

function cellsOf({
  at,
  method,
  path,
  status,
  ip,
  outcome,
  userName,
  requestId,
  changes,
  credential,
}: ShownRequest) {
  return [
    <>
      <span class="number">{clock.format(Date.parse(at))}</span>
      <Time at={at} />
    </>,
    <>
      {outcome}
      {changes.map((change) => (
        <small key={change}>{change}</small>
      ))}
      <small>
        {method} {readable(path)} · reference {requestId}
      </small>
    </>,
    userName ?? <span class="quiet">–</span>,
    <>
      {credential ?? <span class="quiet">–</span>}
      <small>{ip}</small>
    </>,
    <Tag key="status" tone={toneOf(status)}>
      {status}
    </Tag>,
  ];
}

/** A path as people read it. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function toneOf(status: number): Tone {
  return status >= 400 ? 'bad' : 'ok';
}
