/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { Button, ButtonLink, GetForm, Link } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { BreakGlassBanner, type ShownBreakGlass } from './break_glass.tsx';
import { originOptions, originText } from './origin_words.ts';

export interface MemberFilter {
  readonly search: string;
  readonly role: string;
  readonly origin: string;
  /** `yes` for accounts that the top-level group manages. */
  readonly managed: string;
}

interface Member {
  readonly account: {
    readonly id: string;
    readonly username: string;
    readonly name: string;
    readonly email?: string;
  };
  readonly role: string;
  readonly origins: readonly { readonly kind: string }[];
  readonly managed: boolean;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly inviteAt: string;
  /** How many invitations are open. */
  readonly invited: number;
  readonly filter: MemberFilter;
  readonly roles: readonly string[];
  readonly members: readonly Member[];
  /** The name of the top-level group, and its members where this is a group below it. */
  readonly root: string;
  readonly above?: string | undefined;
  /** Of a top-level group. */
  readonly breakGlass?: ShownBreakGlass | undefined;
  readonly problem?: string | undefined;
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

/** The members of a group, and where their roles come from. */
export function membersPage(shown: Shown): Page {
  const { side, crumbs, at, inviteAt, invited, filter, members, isLater, next, breakGlass } = shown;
  const asked = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  const isFiltered = asked.size > 0;
  return {
    title: 'Members',
    side,
    ...(crumbs.length === 0 ? {} : { crumbs }),
    actions: (
      <ButtonLink to={inviteAt} kind="main">
        Invite somebody
      </ButtonLink>
    ),
    summary: { tone: 'plain', text: <About {...shown} /> },
    body: (
      <div class="grid">
        {breakGlass && <BreakGlassBanner of={breakGlass} />}
        <Card
          id="members"
          title="Members"
          right={
            invited > 0 && (
              <Link to={inviteAt}>
                {invited === 1 ? 'One open invitation' : `${invited} open invitations`}
              </Link>
            )
          }
        >
          <Filters {...shown} isFiltered={isFiltered} />
          {members.length === 0 ? (
            <Nobody isFiltered={isFiltered} isPartial={next !== undefined} />
          ) : (
            <MemberTable at={at} members={members} />
          )}
          {isFiltered && next !== undefined && (
            <p class="hint">This group is large. The search covered some of its members.</p>
          )}
          <Pager
            at={isFiltered ? `${at}?${asked}` : at}
            isLater={isLater}
            next={next}
            words={{ first: 'First page', next: isFiltered ? 'Continue the search' : 'Next page' }}
          />
        </Card>
      </div>
    ),
  };
}

function About({ above, root }: Pick<Shown, 'above' | 'root'>) {
  if (above === undefined)
    return <>Open a person to see why they have access, to change their role or to remove them.</>;
  return (
    <>
      These people have a role here. The <Link to={above}>members of {root}</Link> also have access, with the
      role that they have there.
    </>
  );
}

function Nobody({ isFiltered, isPartial }: { isFiltered: boolean; isPartial: boolean }) {
  if (isPartial) return <Empty title="No match so far." />;
  if (isFiltered) return <Empty title="No member matches." />;
  return <Empty title="This group has no members." />;
}

function MemberTable({ at, members }: Pick<Shown, 'at' | 'members'>) {
  return (
    <Table
      caption="Members of this group"
      columns={[
        { title: 'Name' },
        { title: 'E-mail' },
        { title: 'Role' },
        { title: 'Origin' },
        { title: 'Actions', kind: 'acts' },
      ]}
      rows={members.map(({ account, role, origins, managed }) => ({
        key: account.id,
        cells: [
          <>
            <span class="pair">
              <Link to={`${at}/${account.id}`}>{account.name}</Link>
              {managed && <Tag tone="ok">Enterprise</Tag>}
            </span>
            <small>{account.username}</small>
          </>,
          account.email ?? '',
          role,
          [...new Set(origins.map(({ kind }) => kind))].map((kind) => (
            <Tag key={kind} tone={kind === 'manual' ? 'off' : 'plain'}>
              {originText(kind)}
            </Tag>
          )),
          <Link key="why" to={`${at}/${account.id}`} label={`Why has ${account.name} access?`}>
            Why?
          </Link>,
        ],
      }))}
    />
  );
}

function Filters({ at, filter, roles, problem, root, isFiltered }: Shown & { isFiltered: boolean }) {
  return (
    <GetForm action={at} class="filters">
      <Field
        name="search"
        label="Name, username or e-mail"
        autocomplete="off"
        value={filter.search}
        error={problem}
        optional
      />
      <Choice
        name="role"
        label="Role"
        value={filter.role}
        options={[{ value: '', text: 'all' }, ...roles.map((role) => ({ value: role, text: role }))]}
      />
      <Choice
        name="origin"
        label="Origin"
        value={filter.origin}
        options={[{ value: '', text: 'all' }, ...originOptions]}
      />
      <Choice
        name="managed"
        label="Account"
        value={filter.managed}
        options={[
          { value: '', text: 'all' },
          { value: 'yes', text: `Enterprise: managed by ${root}` },
        ]}
      />
      <Button kind="plain">Filter</Button>
      {isFiltered && <ButtonLink to={at}>Show all</ButtonLink>}
    </GetForm>
  );
}
