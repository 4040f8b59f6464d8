/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { ButtonLink } from '../components/controls.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';

export interface ShownCredential {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly state: 'live' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt?: string;
  readonly lastUsed?: { readonly at: string; readonly ip: string; readonly userAgent: string };
}

const DAY = 86_400_000;
/** From this many days before its end on, a credential is pointed out. */
const SOON = 30;

/** The live credentials that end soon and have no younger one of the same name beside them. */
export function endingSoon(credentials: readonly ShownCredential[], now: number) {
  const live = credentials.filter(({ state }) => state === 'live');
  return live
    .filter(
      ({ name, createdAt }) => !live.some((other) => other.name === name && other.createdAt > createdAt),
    )
    .map(({ id, name, expiresAt }) => ({ id, name, days: Math.ceil((Date.parse(expiresAt) - now) / DAY) }))
    .filter(({ days }) => days <= SOON);
}

/** Live credentials, then those that ended. */
export function CredentialsCard({
  at,
  credentials,
}: {
  at: string;
  credentials: readonly ShownCredential[];
}) {
  const live = credentials.filter(({ state }) => state === 'live');
  const ended = credentials.filter(({ state }) => state !== 'live');
  const generate = (
    <ButtonLink to={`${at}/credentials/new`} kind="main">
      Generate a credential
    </ButtonLink>
  );
  return (
    <Card id="credentials" title="Credentials" {...(live.length === 0 ? {} : { right: generate })}>
      {live.length === 0 ? (
        <Empty title="No credential is live." action={generate}>
          The identity provider sends one with each request.
        </Empty>
      ) : (
        <List caption="Live credentials" at={at} credentials={live} />
      )}
      {ended.length > 0 && (
        <details class="more">
          <summary>Ended credentials ({ended.length})</summary>
          <List caption="Ended credentials" at={at} credentials={ended} />
        </details>
      )}
    </Card>
  );
}

interface ListProps {
  readonly caption: string;
  readonly at: string;
  readonly credentials: readonly ShownCredential[];
}

function List({ caption, at, credentials }: ListProps) {
  return (
    <Table
      caption={caption}
      columns={[
        { title: 'Name' },
        { title: 'Kind' },
        { title: 'Last used' },
        { title: 'Created' },
        { title: 'Ends' },
        { title: 'Actions', kind: 'acts' },
      ]}
      rows={credentials.map((credential) => ({ key: credential.id, cells: cellsOf(at, credential) }))}
    />
  );
}

function cellsOf(
  at: string,
  { id, name, hint, state, createdAt, expiresAt, revokedAt, lastUsed }: ShownCredential,
) {
  const here = `${at}/credentials/${id}`;
  return [
    <>
      {name} {state !== 'live' && <Tag tone="off">{state === 'revoked' ? 'Revoked' : 'Expired'}</Tag>}
    </>,
    <>
      Token <code>rcs_…{hint}</code>
    </>,
    lastUsed ? (
      <>
        <Time at={lastUsed.at} />
        <small>{lastUsed.ip}</small>
      </>
    ) : (
      <span class="quiet">Never</span>
    ),
    <Time key="created" at={createdAt} />,
    <Time key="ends" at={revokedAt ?? expiresAt} />,
    state === 'live' && (
      <div class="buttons" key="acts">
        <ButtonLink to={`${here}/rotate`} kind="small" label={`Rotate ${name} …${hint}`}>
          Rotate
        </ButtonLink>
        <ButtonLink to={`${here}/revoke`} kind="danger" label={`Revoke ${name} …${hint}`}>
          Revoke
        </ButtonLink>
      </div>
    ),
  ];
}
