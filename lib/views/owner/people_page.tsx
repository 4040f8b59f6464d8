/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, GetForm, Link } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Banner } from '../components/notice.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag, type Tone } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';

export interface PeopleFilter {
  readonly integration: string;
  readonly search: string;
  readonly state: string;
}

export interface ShownUser {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly email?: string;
  readonly state: string;
  readonly account?: string;
  readonly accountId?: string;
  readonly managed: boolean;
  readonly waitsForEmail: boolean;
  readonly modifiedAt: string;
}

interface Shown {
  readonly side: Side;
  readonly at: string;
  readonly membersAt: string;
  readonly provisioningAt: string;
  readonly filter: PeopleFilter;
  readonly integrations: readonly { readonly id: string; readonly name: string }[];
  /** The integrations with people who need a decision. */
  readonly conflicts: readonly { readonly name: string; readonly count: number; readonly to: string }[];
  readonly users: readonly ShownUser[];
  readonly problem?: string | undefined;
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

const states: Readonly<Record<string, { tone: Tone; text: string }>> = {
  active: { tone: 'ok', text: 'Active' },
  inactive: { tone: 'off', text: 'Inactive' },
  held: { tone: 'warn', text: 'Held' },
  conflict: { tone: 'bad', text: 'Conflict' },
};

export function UserState({ state }: Pick<ShownUser, 'state'>) {
  const { tone, text } = states[state] ?? { tone: 'plain', text: state };
  return <Tag tone={tone}>{text}</Tag>;
}

/** The users as an identity provider sees them. */
export function peoplePage(shown: Shown): Page {
  const { side, at, provisioningAt, filter, integrations, conflicts, users, isLater, next } = shown;
  const asked = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  const isFiltered = filter.search !== '' || filter.state !== '';
  return {
    title: 'People',
    side,
    summary: {
      tone: 'plain',
      text: 'The users that your identity provider has sent, and the account that each one belongs to.',
    },
    body: (
      <Grid>
        {conflicts.map(({ name, count, to }) => (
          <Banner
            key={name}
            tone="warn"
            title={count === 1 ? 'One person needs a decision.' : `${count} people need a decision.`}
            action={<ButtonLink to={to}>Resolve</ButtonLink>}
          >
            They have an e-mail conflict, or sign-in and provisioning use different names.
            {integrations.length > 1 && ` Integration: ${name}.`}
          </Banner>
        ))}
        <Card id="people" title="Users">
          {integrations.length === 0 ? (
            <Empty
              title="No identity provider is connected."
              action={<ButtonLink to={provisioningAt}>Open provisioning</ButtonLink>}
            >
              After that, it sends people here.
            </Empty>
          ) : (
            <>
              <Filters {...shown} isFiltered={isFiltered} />
              {users.length === 0 ? (
                <Nobody isFiltered={isFiltered} isPartial={next !== undefined} />
              ) : (
                <UserTable {...shown} />
              )}
              {isFiltered && next !== undefined && (
                <p class="hint">There are many users. The search covered some of them.</p>
              )}
              <Pager
                at={asked.size > 0 ? `${at}?${asked}` : at}
                isLater={isLater}
                next={next}
                words={{ first: 'First page', next: isFiltered ? 'Continue the search' : 'Next page' }}
              />
            </>
          )}
        </Card>
      </Grid>
    ),
  };
}

function Nobody({ isFiltered, isPartial }: { isFiltered: boolean; isPartial: boolean }) {
  if (isPartial) return <Empty title="No match so far." />;
  if (isFiltered) return <Empty title="No user matches." />;
  return <Empty title="No user has arrived yet.">Assign one test person first.</Empty>;
}

function UserTable({ at, membersAt, users }: Shown) {
  return (
    <Table
      caption="Users"
      columns={[
        { title: 'Name' },
        { title: 'E-mail' },
        { title: 'State' },
        { title: 'Account' },
        { title: 'Changed' },
      ]}
      rows={users.map((user) => ({
        key: user.id,
        cells: [
          <>
            <Link to={`${at}/${user.id}`}>{user.name}</Link>
            <small>{user.userName}</small>
          </>,
          user.email ?? <Tag tone="warn">no e-mail</Tag>,
          <>
            <UserState state={user.state} />
            {user.waitsForEmail && <small>held: another account has the e-mail</small>}
          </>,
          <AccountOf key="account" membersAt={membersAt} user={user} />,
          <Time key="changed" at={user.modifiedAt} />,
        ],
      }))}
    />
  );
}

export function AccountOf({ membersAt, user }: { membersAt: string; user: ShownUser }) {
  const { account, accountId, managed } = user;
  if (account === undefined || accountId === undefined) return <span class="quiet">none yet</span>;
  return (
    <span class="pair">
      <Link to={`${membersAt}/${accountId}`}>{account}</Link>
      {managed && <Tag tone="ok">Enterprise</Tag>}
    </span>
  );
}

function Filters({ at, filter, integrations, problem, isFiltered }: Shown & { isFiltered: boolean }) {
  return (
    <GetForm action={at} class="filters">
      <Field
        name="search"
        label="Name, userName or e-mail"
        autocomplete="off"
        value={filter.search}
        error={problem}
        optional
      />
      <Choice
        name="state"
        label="State"
        value={filter.state}
        options={[
          { value: '', text: 'all' },
          ...Object.entries(states).map(([value, { text }]) => ({ value, text })),
        ]}
      />
      {integrations.length > 1 && (
        <Choice
          name="integration"
          label="Integration"
          value={filter.integration}
          options={integrations.map(({ id, name }) => ({ value: id, text: name }))}
        />
      )}
      <Button kind="plain">Filter</Button>
      {isFiltered && <ButtonLink to={at}>Show all</ButtonLink>}
    </GetForm>
  );
}
