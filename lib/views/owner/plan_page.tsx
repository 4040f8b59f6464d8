/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag, type Tone } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Row {
  readonly userName: string;
  readonly outcome: string;
  readonly username?: string;
  readonly reason?: string;
  readonly joins: readonly string[];
  readonly leaves: readonly string[];
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly name: string;
  /** How many users the whole plan has. */
  readonly people: number;
  /** A page of it. */
  readonly plan: readonly Row[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

const outcomes: Readonly<Record<string, readonly [tone: Tone, text: string]>> = {
  create: ['ok', 'Gets a new account'],
  link: ['ok', 'Is linked to an account'],
  hold: ['warn', 'Is held: the e-mail belongs to another account'],
  refuse: ['bad', 'Is refused'],
  change: ['plain', 'Access changes'],
  leave: ['warn', 'Loses access'],
  nothing: ['off', 'Nothing changes'],
};

/** What going live would do with each user. */
export function planPage({ side, crumbs, at, name, people, plan, isLater, next }: Shown): Page {
  const isWhole = !isLater && next === undefined;
  return {
    title: 'Plan',
    side,
    crumbs,
    state: { tone: 'plain', text: 'Preview' },
    summary: {
      tone: 'plain',
      text: isWhole ? effectOf(plan) : `Going live concerns ${peopleText(people)}.`,
    },
    body: (
      <>
        <Card id="plan" title="What going live does">
          {isWhole && plan.length === 0 ? (
            <Empty title="No user has arrived yet.">
              Push people from the identity provider, then load this page again.
            </Empty>
          ) : (
            <Table
              caption="What going live does with each user"
              columns={[
                { title: 'User' },
                { title: 'What happens' },
                { title: 'Account' },
                { title: 'Access' },
              ]}
              rows={plan.map((row) => ({ key: row.userName, cells: cellsOf(row) }))}
            />
          )}
          <Pager
            at={`${at}/plan`}
            isLater={isLater}
            next={next}
            words={{ first: 'First page', next: 'Next page' }}
          />
        </Card>
        <div class="buttons after">
          <Form action={`${at}/go-live`}>
            <Button>Go live with {name}</Button>
          </Form>
          <ButtonLink to={at}>Not yet</ButtonLink>
        </div>
      </>
    ),
  };
}

function effectOf(plan: readonly Row[]): string {
  if (plan.every(({ outcome }) => outcome === 'nothing')) return 'Going live changes nobody’s access.';
  const joining = plan.filter(({ joins }) => joins.length > 0).length;
  const leaving = plan.filter(({ leaves }) => leaves.length > 0).length;
  return `Of ${peopleText(plan.length)}, ${joining} will gain access and ${leaving} will lose access.`;
}

function peopleText(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function cellsOf({ userName, outcome, username, reason, joins, leaves }: Row) {
  const [tone, text] = outcomes[outcome] ?? (['plain', outcome] as const);
  return [
    userName,
    <>
      <Tag tone={tone}>{text}</Tag>
      {reason !== undefined && <small>{reason}</small>}
    </>,
    username ?? <span class="quiet">–</span>,
    <>
      {joins.map((join) => (
        <div key={join}>gains {join}</div>
      ))}
      {leaves.map((leave) => (
        <div key={leave}>loses {leave}</div>
      ))}
    </>,
  ];
}
