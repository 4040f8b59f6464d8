/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { ButtonLink } from '../components/controls.tsx';
import { Banner } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { CredentialKind } from './credential_kinds.ts';

export interface ShownCredential {
  readonly id: string;
  readonly kind: CredentialKind;
  readonly name: string;
  /** The last four characters of the secret. Absent for a federation. */
  readonly hint?: string;
  readonly trust?: { readonly issuer?: string };
  readonly state: 'live' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly createdBy?: string;
  readonly expiresAt: string;
  readonly revokedAt?: string;
  readonly lastUsed?: { readonly at: string; readonly ip: string; readonly userAgent: string };
}

const DAY = 86_400_000;
/**
 * The live credentials that were not used for a day while a newer one is in use: an owner can revoke them.
 */
function silent(credentials: readonly ShownCredential[], now: number): readonly ShownCredential[] {
  const live = credentials.filter(({ state }) => state === 'live');
  const lastUse = ({ lastUsed, createdAt }: ShownCredential) => Date.parse(lastUsed?.at ?? createdAt);
  return live.filter((one) => {
    const isFollowed = live.some((other) => other.createdAt > one.createdAt && other.lastUsed !== undefined);
    return isFollowed && now - lastUse(one) >= DAY;
  });
}

/** Live credentials, then those that ended. */
export function CredentialsCard({
  at,
  now,
  credentials,
}: {
  at: string;
  now: number;
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
      {silent(credentials, now).map(({ id, name, lastUsed }) => (
        <Banner
          key={id}
          tone="info"
          title={`“${name}” was not used for a day.`}
          action={<ButtonLink to={`${at}/credentials/${id}/revoke`}>Revoke “{name}”</ButtonLink>}
        >
          A newer credential is in use.{' '}
          {lastUsed ? (
            <>
              The last use was <Time at={lastUsed.at} />.
            </>
          ) : (
            'It was never used.'
          )}
        </Banner>
      ))}
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

function cellsOf(at: string, credential: ShownCredential) {
  const { id, name, state, createdAt, createdBy, expiresAt, revokedAt, lastUsed } = credential;
  const mark = markOf(credential);
  const here = `${at}/credentials/${id}`;
  return [
    <>
      {name} {state !== 'live' && <Tag tone="off">{state === 'revoked' ? 'Revoked' : 'Expired'}</Tag>}
    </>,
    <>
      {KINDS[credential.kind]} <code>{mark}</code>
    </>,
    lastUsed ? (
      <>
        <Time at={lastUsed.at} />
        <small>{lastUsed.ip}</small>
      </>
    ) : (
      <span class="quiet">Never</span>
    ),
    <>
      <Time at={createdAt} />
      {createdBy !== undefined && <small>by {createdBy}</small>}
    </>,
    <Time key="ends" at={revokedAt ?? expiresAt} />,
    state === 'live' && (
      <div class="buttons" key="acts">
        <ButtonLink to={`${here}/rotate`} kind="small" label={`Rotate ${name} ${mark}`}>
          Rotate
        </ButtonLink>
        <ButtonLink to={`${here}/revoke`} kind="danger" label={`Revoke ${name} ${mark}`}>
          Revoke
        </ButtonLink>
      </div>
    ),
  ];
}

const KINDS: Readonly<Record<CredentialKind, string>> = {
  token: 'Token',
  client: 'Client',
  federation: 'Federation',
};

/** What distinguishes a credential from others of its name. */
export function markOf({ id, kind, hint = '', trust }: ShownCredential): string {
  if (kind === 'federation') return trust?.issuer ?? id;
  return `${kind === 'token' ? 'rcs' : 'rcx'}_…${hint}`;
}
