/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { BreakGlassBanner, type ShownBreakGlass } from './break_glass.tsx';
import { DaysCard, OriginsCard, type ShownDay, type ShownOrigins } from './charts.tsx';
import { EndingBanners, type ShownEnding } from './ending_banners.tsx';
import { type Condition, stateOf, WayOut } from './integration_state.tsx';
import { SeatsBanner, type ShownSeats, seatsText } from './seats.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly group: {
    readonly name: string;
    readonly path: string;
    readonly members: number;
    /** There are more than were counted. */
    readonly moreMembers?: boolean;
    readonly kind: string;
  };
  readonly role: string;
  /** The members. Absent if the reader may not see them. */
  readonly membersAt?: string | undefined;
  /** The groups below it, nearest first, and the number of further ones. */
  readonly below: readonly {
    readonly to: string;
    readonly path: string;
    readonly name: string;
    readonly kind: string;
  }[];
  readonly isCut: boolean;
  /** Charts. Absent if the reader may not see them. */
  readonly days?: readonly ShownDay[] | undefined;
  readonly origins?: ShownOrigins | undefined;
  /** The pages that change the group, for its owners. */
  readonly changes?:
    | { readonly groupsAt: string; readonly renameAt: string; readonly moveAt?: string | undefined }
    | undefined;
  /** Only for owners: what ends soon. */
  readonly endings: readonly ShownEnding[];
  /** Only for owners of a top-level group with a limit. */
  readonly limit?: ShownSeats | undefined;
  /** Only for owners: how the group is connected. */
  readonly connections?: Connections | undefined;
}

interface ShownIntegration extends Condition {
  readonly id: string;
  readonly name: string;
  /** The newest request with one of its credentials. */
  readonly lastUsed: string | undefined;
  readonly needAttention: number;
}

interface Connections {
  readonly provisioningAt: string;
  readonly singleSignOnAt: string;
  readonly domainsAt: string;
  readonly logAt: string;
  readonly integrations: readonly ShownIntegration[];
  readonly hasSaml: boolean;
  readonly domains: readonly string[];
  readonly invitationsAt: string;
  readonly breakGlass?: ShownBreakGlass | undefined;
}

/** A group as one of its members sees it, and more of it for its owners. */
export function overviewPage(shown: Shown): Page {
  const { side, crumbs, group, role, connections, changes } = shown;
  return {
    title: group.name,
    side,
    ...(crumbs.length === 0 ? {} : { crumbs }),
    state: { tone: 'plain', text: role },
    actions: changes && (
      <>
        <ButtonLink to={changes.renameAt}>Rename</ButtonLink>
        {changes.moveAt !== undefined && <ButtonLink to={changes.moveAt}>Move</ButtonLink>}
      </>
    ),
    body: (
      <Grid>
        <EndingBanners endings={shown.endings} />
        {connections?.breakGlass && (
          <BreakGlassBanner of={connections.breakGlass} inviteAt={connections.invitationsAt} />
        )}
        {shown.limit && <SeatsBanner limit={shown.limit} />}
        <About {...shown} />
        {connections && <Provisioning {...connections} today={shown.days?.at(-1)} />}
        {shown.days && <DaysCard days={shown.days} span={7} />}
        {shown.origins && <OriginsCard {...shown.origins} />}
        {group.kind === 'group' && <Below {...shown} />}
      </Grid>
    ),
  };
}

function About({ group, role, membersAt, connections, limit }: Shown) {
  const { path, moreMembers } = group;
  const members = `${group.members.toLocaleString('en')}${moreMembers ? ' or more' : ''}`;
  return (
    <Card id="about" title="About this group" {...(connections ? { span: 5 } : {})}>
      <Facts
        facts={[
          { name: 'Path', value: path, copy: path },
          {
            name: 'Your role',
            value: (
              <span class="pair">
                {role}
                <Link to={`/profile/access?group=${encodeURIComponent(path)}`}>Why?</Link>
              </span>
            ),
          },
          {
            name: 'Members',
            value: membersAt === undefined ? members : <Link to={membersAt}>{members}</Link>,
          },
          ...(limit ? [{ name: 'Seats', value: seatsText(limit) }] : []),
        ]}
      />
    </Card>
  );
}

function Provisioning(connections: Connections & { today: ShownDay | undefined }) {
  const { provisioningAt, integrations } = connections;
  return (
    <Card
      id="provisioning"
      title="Provisioning and sign-on"
      span={7}
      right={integrations.length > 0 && <Link to={provisioningAt}>All integrations</Link>}
    >
      {integrations.length === 0 ? (
        <Empty
          title="No identity provider is connected."
          action={
            <ButtonLink to={`${provisioningAt}/new`} kind="main">
              Create an integration
            </ButtonLink>
          }
        >
          After that, it creates people here, changes them and removes their access.
        </Empty>
      ) : (
        <ul class="rows">
          {integrations.map((integration) => {
            const { tone, text } = stateOf(integration);
            return (
              <li key={integration.id}>
                <span>
                  <Link to={`${provisioningAt}/${integration.id}`}>{integration.name}</Link>
                  <small>
                    <LastUse {...integration} />
                    {integration.needAttention > 0 && (
                      <>
                        {' '}
                        <Link to={`${provisioningAt}/${integration.id}/attention`}>
                          {integration.needAttention === 1
                            ? 'One person needs attention.'
                            : `${integration.needAttention} people need attention.`}
                        </Link>
                      </>
                    )}
                  </small>
                </span>
                <span class="pair">
                  <Tag tone={tone}>{text}</Tag>
                  <WayOut
                    at={`${provisioningAt}/${integration.id}`}
                    of={integration}
                    name={integration.name}
                  />
                </span>
              </li>
            );
          })}
        </ul>
      )}
      <Facts facts={connectionFacts(connections)} />
    </Card>
  );
}

function LastUse({ lastUsed }: ShownIntegration) {
  if (lastUsed === undefined) return <>No request has been accepted yet.</>;
  return (
    <>
      Last request <Time at={lastUsed} />.
    </>
  );
}

function connectionFacts({
  today,
  logAt,
  singleSignOnAt,
  hasSaml,
  domainsAt,
  domains,
}: Connections & { today: ShownDay | undefined }) {
  return [
    ...(today ? [{ name: 'Refused today', value: <Refused {...today} logAt={logAt} /> }] : []),
    {
      name: 'Single sign-on',
      value: <Link to={singleSignOnAt}>{hasSaml ? 'Connected' : 'Not set up'}</Link>,
    },
    { name: 'Verified domains', value: <Link to={domainsAt}>{domains.join(', ') || 'None'}</Link> },
  ];
}

function Refused({ day, refused, logAt }: ShownDay & { logAt: string }) {
  if (refused === 0) return <>None</>;
  return <Link to={`${logAt}?status=refused&since=${day}`}>{refused.toLocaleString('en')}</Link>;
}

function Below({ below, isCut, changes }: Shown) {
  return (
    <Card
      id="below"
      title="Subgroups and projects"
      right={changes && <Link to={changes.groupsAt}>Create, rename or move</Link>}
    >
      {below.length === 0 ? (
        <p class="quiet">There are none.</p>
      ) : (
        <Table
          caption="Subgroups and projects"
          columns={[{ title: 'Name' }, { title: 'Path' }, { title: 'Kind' }]}
          rows={below.map(({ to, path, name, kind }) => ({
            key: path,
            cells: [
              <Link key="name" to={to}>
                {name}
              </Link>,
              path,
              kind === 'project' ? 'Project' : 'Subgroup',
            ],
          }))}
        />
      )}
      {isCut && (
        <p class="hint">These are the first {below.length}. Open a subgroup to see what is below it.</p>
      )}
    </Card>
  );
}
