/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Notice, Refused } from '../components/notice.tsx';
import { type Asked, OwnPassword } from '../components/own_password.tsx';
import { Secret, StoredIt } from '../components/secret.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Around {
  readonly side: Side;
  readonly crumbs?: readonly Crumb[];
  /** The address of the list. */
  readonly at: string;
  readonly problem?: string | undefined;
}

interface ShownToken {
  readonly id: string;
  readonly name: string;
  readonly expiresAt: string;
  readonly scopes: readonly string[];
  readonly lastUsed?: { readonly at: string; readonly ip: string };
}

interface ShownServiceAccount {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly createdAt: string;
  readonly tokens: readonly ShownToken[];
}

interface List extends Around {
  readonly accounts: readonly ShownServiceAccount[];
  readonly maxName: number;
  /** What was typed as the name of a new one. */
  readonly name?: string;
}

/** What a token may do, by its scope. */
const rights: Readonly<Record<string, string>> = {
  'members:read': 'Read groups and members',
  read: 'Read all that owners see',
  write: 'Change all but who gets in',
  admin: 'Change all that owners may',
};

/** The service accounts of a group, each with its tokens. */
export function serviceAccountsPage(shown: List): Page {
  const { side, at, accounts, maxName, name = '', problem } = shown;
  return {
    title: 'Service accounts',
    side,
    summary: {
      tone: 'plain',
      text: 'A program uses the token of a service account, not that of a person: it stays when the person leaves.',
    },
    actions: <ButtonLink to="/api/v1">API reference</ButtonLink>,
    body: (
      <Grid>
        {accounts.length === 0 && (
          <div class="card">
            <Empty title="No service account yet.">Create one for each program that calls the API.</Empty>
          </div>
        )}
        {accounts.map((account) => (
          <Account key={account.id} at={at} account={account} />
        ))}
        <Card id="new-account" title="Create a service account">
          <Form action={at}>
            <Refused why={problem} />
            <Field
              name="name"
              label="Name"
              autocomplete="off"
              value={name}
              maxLength={maxName}
              hint="Which program it is for"
            />
            <Button>Create</Button>
          </Form>
        </Card>
      </Grid>
    ),
  };
}

function Account({ at, account }: { at: string; account: ShownServiceAccount }) {
  const { id, name, username, createdAt, tokens } = account;
  const own = `${at}/${encodeURIComponent(id)}`;
  return (
    <Card
      id={`account-${id}`}
      title={name}
      beside={<span class="quiet">{username}</span>}
      right={
        <div class="buttons">
          <ButtonLink to={`${own}/tokens`} kind="small" label={`Generate a token of ${name}`}>
            Generate a token
          </ButtonLink>
          <ButtonLink to={`${own}/remove`} kind="danger" label={`Remove ${name}`}>
            Remove
          </ButtonLink>
        </div>
      }
    >
      {tokens.length === 0 ? (
        <Empty title="It has no token.">
          Created <Time at={createdAt} />.
        </Empty>
      ) : (
        <Tokens own={own} name={name} tokens={tokens} />
      )}
    </Card>
  );
}

function Tokens({ own, name, tokens }: { own: string; name: string; tokens: readonly ShownToken[] }) {
  return (
    <Table
      caption={`Tokens of ${name}`}
      columns={[
        { title: 'Name' },
        { title: 'May do' },
        { title: 'Last used' },
        { title: 'Ends' },
        { title: 'Actions', kind: 'acts' },
      ]}
      rows={tokens.map((token) => ({
        key: token.id,
        cells: [
          <strong key="name">{token.name}</strong>,
          token.scopes.map((scope) => rights[scope] ?? scope).join(', '),
          token.lastUsed ? (
            <>
              <Time at={token.lastUsed.at} />
              <small>from {token.lastUsed.ip}</small>
            </>
          ) : (
            'Not used yet'
          ),
          <Time key="ends" at={token.expiresAt} />,
          <Form key="revoke" action={`${own}/tokens/revoke`} hidden={{ token: token.id }}>
            <Button kind="danger" label={`Revoke ${token.name} of ${name}`}>
              Revoke
            </Button>
          </Form>,
        ],
      }))}
    />
  );
}

interface NewToken extends Around {
  readonly account: { readonly id: string; readonly name: string };
  readonly asked: Asked;
  readonly typed: { readonly name: string; readonly days: string; readonly scope: string };
  readonly maxName: number;
}

const lives = ['30', '90', '180', '365'];

/** Asks what a new token of a service account may do, and how long. */
export function newServiceTokenPage(shown: NewToken): Page {
  const { side, crumbs = [], at, account, asked, typed, maxName, problem } = shown;
  return {
    title: `Generate a token of ${account.name}`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Tokens work side by side: give the program the new one, then revoke the one that is not used any
          more.
        </p>
        <Form action={`${at}/${encodeURIComponent(account.id)}/tokens`}>
          <Refused why={problem} />
          <Field name="name" label="Name" autocomplete="off" value={typed.name} maxLength={maxName} />
          <Choice
            name="days"
            label="Ends in"
            value={typed.days}
            options={lives.map((life) => ({ value: life, text: `${life} days` }))}
          />
          <Choice
            name="scope"
            label="May do in the API"
            value={typed.scope}
            hint="“Who gets in” means owners, credentials, sign-on and domains"
            options={Object.entries(rights).map(([value, text]) => ({ value, text }))}
          />
          <OwnPassword {...asked} />
          <div class="buttons">
            <Button>Generate the token</Button>
            <ButtonLink to={at}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

/** The new token, which no later page can show. */
export function serviceTokenPage({
  side,
  crumbs = [],
  at,
  secret,
  name,
}: Around & { readonly secret: string; readonly name: string }): Page {
  return {
    title: `The token “${name}”`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Notice kind="done">
          <p>Copy the token now. It is not shown again.</p>
          <Secret text={secret} what="the token" />
        </Notice>
        <StoredIt to={at} />
      </div>
    ),
  };
}
