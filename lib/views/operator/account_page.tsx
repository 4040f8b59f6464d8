/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { ButtonLink } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page } from '../layout/document.tsx';
import { originText } from '../owner/origin_words.ts';
import { type Remark, remarkWords } from './account_words.ts';
import { operatorSide } from './operator_side.ts';

const AT = '/operator/accounts';

interface ShownAccount {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly createdAt: string;
  readonly hasPassword: boolean;
  readonly operator: boolean;
  readonly sessions: number;
  readonly remarks: readonly Remark[];
  readonly managedBy?: string;
  readonly managedDomain?: string;
  readonly emails: readonly {
    readonly email: string;
    readonly primary: boolean;
    readonly confirmedAt?: string;
  }[];
  readonly memberships: readonly {
    readonly group: string;
    readonly role: string;
    readonly origins: readonly { readonly kind: string }[];
  }[];
}

/** One account for the operator, and what the operator may do about it. */
export function operatorAccountPage(account: ShownAccount): Page {
  const { id, name, remarks, sessions } = account;
  return {
    title: name,
    side: operatorSide(AT),
    crumbs: [{ to: AT, text: 'Accounts' }],
    ...(account.operator ? { state: { tone: 'ok', text: 'Operator' } } : {}),
    ...(remarks.length === 0
      ? {}
      : { summary: { tone: 'warn', text: remarks.map((remark) => remarkWords[remark]).join('. ') } }),
    actions: (
      <>
        {sessions > 0 && <ButtonLink to={`${AT}/${id}/end-sessions`}>End all sessions</ButtonLink>}
        <ButtonLink to={`${AT}/${id}/password`}>Set a new password</ButtonLink>
      </>
    ),
    body: (
      <Grid>
        <About {...account} />
        <Emails {...account} />
        <Memberships {...account} />
      </Grid>
    ),
  };
}

function About({ id, username, createdAt, hasPassword, sessions, managedBy, managedDomain }: ShownAccount) {
  return (
    <Card id="about" title="Account" span={5}>
      <Facts
        facts={[
          { name: 'Username', value: username },
          { name: 'Created', value: <Time at={createdAt} /> },
          { name: 'Password', value: hasPassword ? 'Set' : 'None' },
          { name: 'Sessions', value: String(sessions) },
          ...(managedBy === undefined
            ? []
            : [
                {
                  name: 'Managed by',
                  value:
                    managedDomain === undefined ? managedBy : `${managedBy}, because of ${managedDomain}`,
                },
              ]),
          { name: 'Id', value: id, copy: id },
        ]}
      />
    </Card>
  );
}

function Emails({ emails }: ShownAccount) {
  return (
    <Card id="emails" title="E-mails" span={7}>
      {emails.length === 0 ? (
        <Empty title="The account has no e-mail." />
      ) : (
        <ul class="rows">
          {emails.map(({ email, primary, confirmedAt }) => (
            <li key={email}>
              <span>{email}</span>
              {primary && <Tag>Primary</Tag>}
              <Tag tone={confirmedAt === undefined ? 'warn' : 'ok'}>
                {confirmedAt === undefined ? 'Unconfirmed' : 'Confirmed'}
              </Tag>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Memberships({ memberships }: ShownAccount) {
  return (
    <Card id="memberships" title="Memberships">
      {memberships.length === 0 ? (
        <Empty title="The account is in no group." />
      ) : (
        <Table
          caption="Memberships"
          columns={[{ title: 'Group' }, { title: 'Role' }, { title: 'Origin' }]}
          rows={memberships.map(({ group, role, origins }) => ({
            key: group,
            cells: [group, role, [...new Set(origins.map(({ kind }) => originText(kind)))].join(', ')],
          }))}
        />
      )}
    </Card>
  );
}
