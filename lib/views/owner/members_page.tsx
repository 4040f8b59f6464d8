/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { Link } from '../components/controls.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';

interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email?: string;
}

interface Shown {
  readonly side: Side;
  readonly at: string;
  readonly members: readonly {
    readonly account: Account;
    readonly role: string;
    readonly origins: readonly { readonly kind: string }[];
  }[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

const origins: Readonly<Record<string, string>> = {
  manual: 'added by hand',
  invite: 'invited',
  scim: 'provisioned',
  directory_group: 'directory group',
  saml: 'single sign-on',
};

/** What gave a membership, in words. */
function originText(kind: string): string {
  return origins[kind] ?? kind;
}

/** The members of a group, and where their roles come from. */
export function membersPage({ side, at, members, isLater, next }: Shown): Page {
  return {
    title: 'People',
    side,
    summary: {
      tone: 'plain',
      text: 'Open a person to see why they have access, to change their role or to remove them.',
    },
    body: (
      <Card id="members" title="Members">
        {members.length === 0 ? (
          <Empty title="This group has no members." />
        ) : (
          <Table
            caption="Members of this group"
            columns={[
              { title: 'Name' },
              { title: 'Username' },
              { title: 'E-mail' },
              { title: 'Role' },
              { title: 'Origin' },
              { title: 'Actions', kind: 'acts' },
            ]}
            rows={members.map(({ account, role, origins: held }) => ({
              key: account.id,
              cells: [
                <Link key="name" to={`${at}/${account.id}`}>
                  {account.name}
                </Link>,
                account.username,
                account.email ?? '',
                role,
                [...new Set(held.map(({ kind }) => kind))].map((kind) => (
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
        )}
        <Pager at={at} isLater={isLater} next={next} words={{ first: 'First page', next: 'Next page' }} />
      </Card>
    ),
  };
}
