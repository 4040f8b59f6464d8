/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { Button, GetForm, Link } from '../components/controls.tsx';
import { Field } from '../components/field.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page } from '../layout/document.tsx';
import { type Remark, remarkWords } from './account_words.ts';
import { operatorSide } from './operator_side.ts';

const AT = '/operator/accounts';

interface Shown {
  readonly accounts: readonly {
    readonly id: string;
    readonly username: string;
    readonly name: string;
    readonly email?: string;
    readonly createdAt: string;
    readonly remarks: readonly Remark[];
  }[];
  /** What was searched for and not found. */
  readonly missed?: string | undefined;
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

/** Every account of the platform, and the way to one. */
export function operatorAccountsPage({ accounts, missed, isLater, next }: Shown): Page {
  return {
    title: 'Accounts',
    side: operatorSide(AT),
    body: (
      <Card id="accounts" title="Accounts, the oldest first">
        <GetForm action={AT} class="filters">
          <Field
            name="find"
            label="Username, e-mail or id"
            autocomplete="off"
            value={missed ?? ''}
            error={
              missed === undefined
                ? undefined
                : `No account has the name ${missed}. Enter the whole username, e-mail or id.`
            }
          />
          <Button kind="plain">Find</Button>
        </GetForm>
        {accounts.length === 0 ? (
          <Empty title="There are no accounts on this page." />
        ) : (
          <Table
            caption="Accounts"
            columns={[{ title: 'Name' }, { title: 'Username' }, { title: 'E-mail' }, { title: 'Created' }]}
            rows={accounts.map(({ id, username, name, email, createdAt, remarks }) => ({
              key: id,
              cells: [
                <>
                  <Link to={`${AT}/${id}`}>{name}</Link>{' '}
                  {remarks.map((remark) => (
                    <Tag key={remark} tone="warn">
                      {remarkWords[remark]}
                    </Tag>
                  ))}
                </>,
                username,
                email ?? '',
                <Time key="created" at={createdAt} />,
              ],
            }))}
          />
        )}
        <Pager at={AT} isLater={isLater} next={next} words={{ first: 'First page', next: 'Next page' }} />
      </Card>
    ),
  };
}
