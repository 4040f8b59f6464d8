/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Link } from '../components/controls.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page } from '../layout/document.tsx';
import { type Condition, stateOf } from '../owner/integration_state.tsx';
import { groupAt } from './group_at.ts';
import { ownSide } from './own_side.ts';

interface ShownGroup {
  readonly path: string;
  readonly name: string;
  readonly role: string;
  /** Whether it opens after a sign-in with the organisation only. */
  readonly isClosed: boolean;
  /** The integrations of a top-level group, for its owners. */
  readonly integrations?: readonly (Condition & { readonly needAttention: number })[] | undefined;
}

interface Shown {
  readonly groups: readonly ShownGroup[];
  /** Set where there are more groups than the list shows. */
  readonly isCut: boolean;
}

/** The first page after a sign-in. */
export function groupsPage({ groups, isCut }: Shown): Page {
  return {
    title: 'Your groups',
    side: ownSide('/groups'),
    body: (
      <Grid>
        <Card id="groups" title="Groups" beside={<Tag tone="off">{groups.length}</Tag>}>
          {groups.length === 0 ? (
            <Empty title="You are in no group yet.">
              An owner of a group can add you, or your organisation gives you access. Then the group is listed
              here.
            </Empty>
          ) : (
            <Table
              caption="Your groups"
              columns={[
                { title: 'Group' },
                { title: 'Path' },
                { title: 'Your role' },
                { title: 'Provisioning' },
                { title: 'Actions', kind: 'acts' },
              ]}
              rows={groups.map(rowOf)}
            />
          )}
          {isCut && <p class="hint">These are the first {groups.length}. Open the others by their path.</p>}
        </Card>
      </Grid>
    ),
  };
}

function rowOf({ path, name, role, isClosed, integrations }: ShownGroup) {
  return {
    key: path,
    cells: [
      <Link key="name" to={groupAt(path)}>
        {name}
      </Link>,
      path,
      role,
      isClosed ? (
        <Tag tone="warn">Sign in with your organisation first</Tag>
      ) : (
        <Provisioning integrations={integrations} />
      ),
      <Link
        key="why"
        to={`/profile/access?group=${encodeURIComponent(path)}`}
        label={`Why? Your access to ${name}`}
      >
        Why?
      </Link>,
    ],
  };
}

/** The state of each integration; the same state once. */
function Provisioning({ integrations }: Pick<ShownGroup, 'integrations'>) {
  if (integrations === undefined) return null;
  if (integrations.length === 0) return <Tag tone="off">None</Tag>;
  const states = new Map(
    integrations.map((integration) => [stateOf(integration).text, stateOf(integration)]),
  );
  return (
    <>
      {[...states.values()].map(({ tone, text }) => (
        <Tag key={text} tone={tone}>
          {text}
        </Tag>
      ))}
      {integrations.some(({ needAttention }) => needAttention > 0) && <Tag tone="warn">Needs attention</Tag>}
    </>
  );
}
