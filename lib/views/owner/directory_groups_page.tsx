/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';

interface ShownGroup {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly links: readonly { readonly id: string; readonly target: string; readonly role: string }[];
}

interface ShownList {
  readonly integration: string;
  /** The address of the directory groups of this integration. */
  readonly at: string;
  /** The address of the plan that compares roles with links. */
  readonly reconcileAt: string;
  readonly directoryGroups: readonly ShownGroup[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

interface Shown {
  readonly side: Side;
  readonly provisioningAt: string;
  /** The address of this page, and whether it shows only what gives nothing. */
  readonly listsAt: string;
  readonly isUnlinked: boolean;
  readonly lists: readonly ShownList[];
}

/** What the identity providers push as groups, and which roles each one gives. */
export function directoryGroupsPage({ side, provisioningAt, listsAt, isUnlinked, lists }: Shown): Page {
  return {
    title: 'Directory groups',
    side,
    actions:
      lists.length > 0 &&
      (isUnlinked ? (
        <ButtonLink to={listsAt}>Show all</ButtonLink>
      ) : (
        <ButtonLink to={`${listsAt}?unlinked=1`}>Show only groups without a role</ButtonLink>
      )),
    summary: {
      tone: 'plain',
      text: 'The groups of your identity providers, and the roles that they give here.',
    },
    body:
      lists.length === 0 ? (
        <div class="card">
          <Empty
            title="No identity provider is connected."
            action={<ButtonLink to={provisioningAt}>Open provisioning</ButtonLink>}
          >
            Connect one, then push groups from it.
          </Empty>
        </div>
      ) : (
        <Grid>
          {lists.map((list) => (
            <List key={list.at} {...list} isUnlinked={isUnlinked} />
          ))}
        </Grid>
      ),
  };
}

function List({
  integration,
  at,
  reconcileAt,
  directoryGroups,
  isLater,
  next,
  isUnlinked,
}: ShownList & { isUnlinked: boolean }) {
  return (
    <Card
      id={`of-${integration.replaceAll(/\W+/g, '-')}`}
      title={integration}
      right={<ButtonLink to={reconcileAt}>Reconcile</ButtonLink>}
    >
      {directoryGroups.length === 0 && isUnlinked ? (
        <p class="quiet">Every directory group gives a role.</p>
      ) : directoryGroups.length === 0 ? (
        <Empty title="No directory group has arrived.">
          Choose in your identity provider which groups it pushes. The groups that it has pushed are listed
          here.
        </Empty>
      ) : (
        <Table
          caption={`Directory groups of ${integration}`}
          columns={[{ title: 'Name' }, { title: 'Members', kind: 'number' }, { title: 'Gives' }]}
          rows={directoryGroups.map(({ id, name, size, links }) => ({
            key: id,
            cells: [
              <Link key="name" to={`${at}/${id}`}>
                {name}
              </Link>,
              size,
              links.length === 0 ? (
                <Tag tone="warn">Nothing</Tag>
              ) : (
                links.map((link) => (
                  <div key={link.id}>
                    {link.role} in {link.target}
                  </div>
                ))
              ),
            ],
          }))}
        />
      )}
      <Pager
        at={isUnlinked ? `${at}?unlinked=1` : at}
        isLater={isLater}
        next={next}
        words={{ first: 'First page', next: 'Next page' }}
      />
    </Card>
  );
}
