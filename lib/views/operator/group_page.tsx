/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page } from '../layout/document.tsx';
import { stateOf } from '../owner/integration_state.tsx';
import { SeatsLink, type ShownSeats } from '../owner/seats.tsx';
import { counted } from './counted.ts';
import { BreakGlassTag, Ends, RefusedToday, type ReviewedGroup } from './groups_page.tsx';
import { operatorSide } from './operator_side.ts';

interface Credential {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly hint?: string;
  readonly integration: string;
  readonly integrationId: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsed?: { readonly at: string; readonly ip: string };
}

interface Shown {
  readonly group: ReviewedGroup & {
    readonly isMember: boolean;
    readonly limit?: ShownSeats | undefined;
    readonly owners: readonly { readonly id: string; readonly username: string; readonly name: string }[];
    readonly credentials: readonly Credential[];
  };
  readonly most: number;
}

/** One top-level group for the operator. */
export function operatorGroupPage({ group, most }: Shown): Page {
  const { path, name, isMember, integrations, credentials } = group;
  const at = `/operator/groups/${encodeURIComponent(path)}`;
  return {
    title: name,
    side: operatorSide('/operator'),
    crumbs: [{ to: '/operator', text: 'Groups' }],
    ...(isMember
      ? { actions: <ButtonLink to={`/groups/${encodeURIComponent(path)}`}>Open its pages</ButtonLink> }
      : {
          summary: {
            tone: 'plain',
            text: 'You are not a member of this group, so you cannot open its own pages.',
          },
        }),
    body: (
      <Grid>
        <Summary group={group} most={most} />
        <Card id="integrations" title="Integrations" span={7}>
          {integrations.length === 0 ? (
            <Empty title="No identity provider is connected.">The owners connect one on their pages.</Empty>
          ) : (
            <ul class="rows">
              {integrations.map((one) => {
                const { tone, text } = stateOf(one);
                return (
                  <li key={one.id}>
                    <span>{one.name}</span>
                    <Tag tone={tone}>{text}</Tag>
                  </li>
                );
              })}
            </ul>
          )}
        </Card>
        <Card id="credentials" title="Live credentials">
          {credentials.length === 0 ? (
            <Empty title="No credential is live.">The owners generate them on their pages.</Empty>
          ) : (
            <Table
              caption="Live credentials"
              columns={[
                { title: 'Name' },
                { title: 'Integration' },
                { title: 'Last used' },
                { title: 'Created' },
                { title: 'Ends' },
                { title: 'Actions', kind: 'acts' },
              ]}
              rows={credentials.map((one) => ({ key: one.id, cells: cellsOf(at, one) }))}
            />
          )}
        </Card>
      </Grid>
    ),
  };
}

function Summary({ group, most }: Shown) {
  const { path, members, owners, endsSoon, createdAt, limit } = group;
  return (
    <Card id="summary" title="Summary" span={5}>
      <Facts
        facts={[
          { name: 'Path', value: path },
          { name: 'Created', value: <Time at={createdAt} /> },
          { name: 'Members', value: counted(members, most) },
          {
            name: 'Seats',
            value: <SeatsLink to={`/operator/groups/${encodeURIComponent(path)}/seats`} limit={limit} />,
          },
          { name: 'Refused today', value: <RefusedToday group={group} most={most} /> },
          {
            name: 'Owners',
            value:
              owners.length === 0
                ? 'None'
                : owners.map(({ id, name, username }) => (
                    <div key={id}>
                      <Link to={`/operator/accounts/${id}`}>{name}</Link>{' '}
                      {name !== username && <small>{username}</small>}
                    </div>
                  )),
          },
          { name: 'Break-glass owners', value: <BreakGlassTag of={group.breakGlass} /> },
          { name: 'Ends within 30 days', value: <Ends endsSoon={endsSoon} /> },
        ]}
      />
    </Card>
  );
}

function cellsOf(at: string, credential: Credential) {
  const { id, name, kind, hint, integration, integrationId, createdAt, expiresAt, lastUsed } = credential;
  return [
    <>
      {name} <small>{kind === 'client' ? 'OAuth client' : <code>rcs_…{hint}</code>}</small>
    </>,
    integration,
    lastUsed ? (
      <>
        <Time at={lastUsed.at} />
        <small>{lastUsed.ip}</small>
      </>
    ) : (
      <span class="quiet">Never</span>
    ),
    <Time key="created" at={createdAt} />,
    <Time key="ends" at={expiresAt} />,
    <ButtonLink
      key="end"
      to={`${at}/credentials/${integrationId}/${id}/revoke`}
      kind="danger"
      label={`Revoke ${name} of ${integration}`}
    >
      Revoke
    </ButtonLink>,
  ];
}
