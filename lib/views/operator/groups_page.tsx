/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { Link } from '../components/controls.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page } from '../layout/document.tsx';
import type { ShownBreakGlass } from '../owner/break_glass.tsx';
import { type Condition, stateOf } from '../owner/integration_state.tsx';
import { counted } from './counted.ts';
import { operatorSide } from './operator_side.ts';

export interface ReviewedGroup {
  readonly path: string;
  readonly name: string;
  readonly createdAt: string;
  readonly members: number;
  readonly refusedToday: number;
  readonly breakGlass: Pick<ShownBreakGlass, 'state' | 'wanted'> & { readonly owners: readonly object[] };
  readonly integrations: readonly (Condition & { readonly id: string; readonly name: string })[];
  readonly endsSoon: readonly { readonly kind: string; readonly name: string; readonly endsAt: string }[];
}

interface Shown {
  readonly groups: readonly ReviewedGroup[];
  /** Where counting stops. */
  readonly most: number;
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

/** Every top-level group, with what needs attention. */
export function operatorGroupsPage({ groups, most, isLater, next }: Shown): Page {
  return {
    title: 'Groups',
    side: operatorSide('/operator'),
    summary: {
      tone: 'plain',
      text: 'Top-level groups by path. A day begins at midnight UTC.',
    },
    body: (
      <Card id="groups" title="Top-level groups">
        {groups.length === 0 ? (
          <Empty title="There are no groups on this page.">
            The command <code>rollcall bootstrap</code> creates one with its owner.
          </Empty>
        ) : (
          <Table
            caption="Top-level groups"
            columns={[
              { title: 'Group' },
              { title: 'Members', kind: 'number' },
              { title: 'Integrations' },
              { title: 'Refused today', kind: 'number' },
              { title: 'Ends within 30 days' },
            ]}
            rows={groups.map((group) => ({ key: group.path, cells: cellsOf(group, most) }))}
          />
        )}
        <Pager
          at="/operator"
          isLater={isLater}
          next={next}
          words={{ first: 'First page', next: 'Next page' }}
        />
      </Card>
    ),
  };
}

function cellsOf(group: ReviewedGroup, most: number) {
  const { path, name, members, integrations, endsSoon, breakGlass } = group;
  return [
    <>
      <Link to={`/operator/groups/${encodeURIComponent(path)}`}>{name}</Link>
      {name !== path && <small>{path}</small>}
      {breakGlass.state === 'missing' && (
        <small>
          Break-glass owners: <BreakGlassTag of={breakGlass} />
        </small>
      )}
    </>,
    counted(members, most),
    <Integrations key="integrations" integrations={integrations} />,
    <RefusedToday key="refused" group={group} most={most} />,
    <Ends key="ends" endsSoon={endsSoon} />,
  ];
}

/** Leads to the refused requests. */
export function RefusedToday({
  group: { path, refusedToday },
  most,
}: {
  group: Pick<ReviewedGroup, 'path' | 'refusedToday'>;
  most: number;
}) {
  if (refusedToday === 0) return '0';
  return (
    <Link
      to={`/operator/groups/${encodeURIComponent(path)}/refused`}
      label={`${counted(refusedToday, most)} refused today in ${path}`}
    >
      {counted(refusedToday, most)}
    </Link>
  );
}

/** How many owners can act without the directory. */
export function BreakGlassTag({ of: { state, wanted, owners } }: { of: ReviewedGroup['breakGlass'] }) {
  if (state === 'not_needed') return <span class="quiet">Not needed</span>;
  return <Tag tone={state === 'missing' ? 'warn' : 'ok'}>{`${owners.length} of ${wanted}`}</Tag>;
}

function Integrations({ integrations }: Pick<ReviewedGroup, 'integrations'>) {
  if (integrations.length === 0) return <Tag tone="off">None</Tag>;
  return (
    <>
      {integrations.map((one) => {
        const { tone, text } = stateOf(one);
        return (
          <Tag key={one.id} tone={tone}>
            {one.name}: {text}
          </Tag>
        );
      })}
    </>
  );
}

/** What ends, and when. */
export function Ends({ endsSoon }: Pick<ReviewedGroup, 'endsSoon'>) {
  if (endsSoon.length === 0) return <span class="quiet">Nothing</span>;
  return (
    <>
      {endsSoon.map(({ name, endsAt }) => (
        <div key={name}>
          <Tag tone="warn">
            <Time at={endsAt} />
          </Tag>{' '}
          {name}
        </div>
      ))}
    </>
  );
}
