/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Banner, Refused } from '../components/notice.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Difference {
  readonly account: string;
  readonly group: string;
  readonly from?: string;
  readonly to?: string;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address of this page. */
  readonly at: string;
  /** The directory groups of the integration. */
  readonly back: string;
  readonly integration: string;
  readonly isLater: boolean;
  /** Why there is no plan. */
  readonly problem?: string;
  readonly differences?: readonly Difference[];
  readonly looked?: number;
  readonly next?: string | undefined;
}

/** Whose roles differ from what the links give, before they are corrected. */
export function reconcilePage(shown: Shown): Page {
  const { side, crumbs, at, back, integration, isLater, problem } = shown;
  const { differences = [], looked = 0, next } = shown;
  const isPartial = isLater || next !== undefined;
  const isNothing = differences.length === 0 && !isPartial;
  return {
    title: `Reconcile the roles by ${integration}`,
    side,
    crumbs,
    ...(problem === undefined ? { summary: summaryOf(differences, isNothing) } : {}),
    body: (
      <Grid>
        <Refused why={problem} />
        {isPartial && (
          <Banner tone="info" title={`This is a part of the plan: ${looked.toLocaleString('en')} users.`}>
            Reconciling applies to everybody of the integration.
          </Banner>
        )}
        {problem === undefined && (
          <Card id="differences" title="Roles that differ">
            {differences.length === 0 ? (
              <Empty title={isPartial ? 'None in this part.' : 'None.'}>
                Everybody has what the directory groups give.
              </Empty>
            ) : (
              <Differences rows={differences} />
            )}
            <Pager at={at} isLater={isLater} next={next} words={{ first: 'First part', next: 'Next part' }} />
          </Card>
        )}
        <div class="buttons">
          {problem === undefined && !isNothing && (
            <Form action={at}>
              <Button>Reconcile all roles</Button>
            </Form>
          )}
          <ButtonLink to={back}>{isNothing ? 'Go to the directory groups' : 'Cancel'}</ButtonLink>
        </div>
      </Grid>
    ),
  };
}

function summaryOf(differences: readonly Difference[], isNothing: boolean) {
  if (isNothing) return { tone: 'ok', text: 'Nothing to do: all roles are what the links give.' } as const;
  const gained = differences.filter(({ from }) => from === undefined).length;
  const lost = differences.filter(({ to }) => to === undefined).length;
  const text = `${capital(roles(gained))} would be given, ${roles(lost)} taken, ${roles(differences.length - gained - lost)} changed. Roles given by hand stay.`;
  return { tone: lost > 0 ? 'warn' : 'ok', text } as const;
}

function Differences({ rows }: { rows: readonly Difference[] }) {
  return (
    <Table
      caption="Roles that differ from what the links give"
      columns={[
        { title: 'Account' },
        { title: 'In' },
        { title: 'Role now' },
        { title: 'Role then' },
        { title: 'Effect' },
      ]}
      rows={rows.map(({ account, group, from, to }) => ({
        key: `${account} ${group}`,
        cells: [
          account,
          group,
          from ?? <span class="quiet">none</span>,
          to ?? <span class="quiet">none</span>,
          effectOf(from, to),
        ],
      }))}
    />
  );
}

function effectOf(from: string | undefined, to: string | undefined) {
  if (from === undefined) return <Tag tone="ok">Gains</Tag>;
  return to === undefined ? <Tag tone="warn">Loses</Tag> : <Tag>Changes</Tag>;
}

function roles(count: number): string {
  return count === 1 ? 'one role' : `${count.toLocaleString('en')} roles`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
