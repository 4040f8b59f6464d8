/** @jsxRuntime automatic @jsxImportSource preact */
import { Link } from '../components/controls.tsx';
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
  /** The directory group that it is about. */
  readonly groupName?: string;
  /** The requests about the same person or directory group. */
  readonly sameAt?: string | undefined;
  readonly requestId: string;
  readonly changes: readonly string[];
  readonly ms?: number;
  /** The name of the credential. */
  readonly credential?: string | undefined;
  /** The page of the request, for those who may open it. */
  readonly to?: string;
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
        { title: 'Person or group' },
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
  groupName,
  sameAt,
  requestId,
  changes,
  credential,
  ms,
  to,
}: ShownRequest) {
  return [
    <>
      <span class="number">{clock.format(Date.parse(at))}</span>
      <Time at={at} />
    </>,
    <>
      {to === undefined ? outcome : <Link to={to}>{outcome}</Link>}
      {changes.map((change) => (
        <small key={change}>{change}</small>
      ))}
      <small>
        {method} {readable(path)}
      </small>
      <small>reference {requestId}</small>
    </>,
    <About key="about" name={userName ?? groupName} to={sameAt} />,
    <>
      {credential ?? <span class="quiet">–</span>}
      <small>{ip}</small>
    </>,
    <>
      <Tag tone={toneOf(status)}>{status}</Tag>
      {ms !== undefined && <small>{ms} ms</small>}
    </>,
  ];
}

/** The user or group that a request is about, with its other requests. */
function About({ name, to }: { name: string | undefined; to: string | undefined }) {
  if (name === undefined) return <span class="quiet">–</span>;
  if (to === undefined) return <>{name}</>;
  return (
    <Link to={to} label={`The requests about ${name}`}>
      {name}
    </Link>
  );
}

/** A path as people read it. */
export function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export function toneOf(status: number): Tone {
  return status >= 400 ? 'bad' : 'ok';
}
