/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Banner } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Move {
  readonly account: string;
  readonly from?: string;
  readonly to?: string;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The page of the directory group. */
  readonly back: string;
  readonly directoryGroup: string;
  readonly target: string;
  /** The role that the link gives; without one it ends. */
  readonly role?: string | undefined;
  readonly formerRole?: string | undefined;
  readonly gains: readonly Move[];
  readonly loses: readonly Move[];
  readonly unchanged: number;
  readonly isPartial: boolean;
}

/** The people who gain and lose access by a link, shown before it is saved or removed. */
export function linkPlanPage(shown: Shown): Page {
  const { side, crumbs, back, directoryGroup, target, role, formerRole, gains, loses } = shown;
  const { unchanged, isPartial } = shown;
  const isTaken = role !== undefined && formerRole !== undefined && formerRole !== role;
  return {
    title:
      role === undefined
        ? `Remove the link of “${directoryGroup}” to ${target}?`
        : `Make the members of “${directoryGroup}” ${role} in ${target}?`,
    side,
    crumbs,
    summary: {
      tone: loses.length > 0 ? 'warn' : 'ok',
      text: `${capital(people(gains.length))} would gain a role, ${people(loses.length)} would lose one, ${people(unchanged)} would keep theirs.`,
    },
    body: (
      <Grid>
        {isPartial && (
          <Banner tone="info" title="The group is large.">
            The plan shows some of its people. The link applies to all of them.
          </Banner>
        )}
        {isTaken && (
          <Banner tone="warn" title={`It is linked to ${target} as ${formerRole}.`}>
            Remove that link first, then add this one.
          </Banner>
        )}
        <Moves id="gains" title="Who gains" moves={gains} />
        <Moves id="loses" title="Who loses" moves={loses} />
        <div class="buttons">
          {!isTaken && <Confirm {...shown} />}
          <ButtonLink to={back}>Cancel</ButtonLink>
        </div>
      </Grid>
    ),
  };
}

function Confirm({ back, target, role }: Shown) {
  if (role === undefined)
    return (
      <Form action={`${back}/unlink`} hidden={{ target }}>
        <Button kind="final">{`Remove the link to ${target}`}</Button>
      </Form>
    );
  return (
    <Form action={`${back}/link`} hidden={{ target, role }}>
      <Button>{`Add the link: ${role} in ${target}`}</Button>
    </Form>
  );
}

function Moves({ id, title, moves }: { id: string; title: string; moves: readonly Move[] }) {
  return (
    <Card id={id} title={title} span={6}>
      {moves.length === 0 ? (
        <p class="quiet">Nobody.</p>
      ) : (
        <Table
          caption={title}
          columns={[{ title: 'Account' }, { title: 'Role now' }, { title: 'New role' }]}
          rows={moves.map(({ account, from, to }) => ({
            key: account,
            cells: [account, from ?? <span class="quiet">none</span>, to ?? <span class="quiet">none</span>],
          }))}
        />
      )}
    </Card>
  );
}

function people(count: number): string {
  return count === 1 ? 'one person' : `${count} people`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
