/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Notice, Refused } from '../components/notice.tsx';
import { OwnPassword } from '../components/own_password.tsx';
import { Secret } from '../components/secret.tsx';
import { Table } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import type { Page } from '../layout/document.tsx';
import { ownSide } from './own_side.ts';

interface Tokens {
  readonly tokens: readonly ShownToken[];
  readonly hasPassword: boolean;
  /** Whether the operator's pages are open in this session. */
  readonly operates: boolean;
  readonly maxDays: number;
  readonly maxName: number;
  /** The one that was just generated. */
  readonly made?: { readonly name: string; readonly secret: string };
  /** What was typed, and what was wrong with it. */
  readonly name?: string;
  readonly days?: string;
  readonly scope?: string;
  readonly problem?: string;
  readonly wrongPassword?: string;
}

interface ShownToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly scopes: readonly string[];
  readonly used?: { readonly at: number; readonly ip: string };
}

export function tokensPage(shown: Tokens): Page {
  return {
    title: 'Access tokens',
    side: ownSide('/profile/tokens'),
    summary: {
      tone: 'plain',
      text: 'A program with one of these tokens acts as you in the API and sees what you see. Where a group requires a sign-in with your organisation, the token works while you are signed in that way in a browser.',
    },
    actions: <ButtonLink to="/api/v1">API reference</ButtonLink>,
    body: (
      <>
        {shown.made && <Made {...shown.made} />}
        <Grid>
          <Card id="tokens" title="Your tokens">
            {shown.tokens.length === 0 ? (
              <Empty title="You have no tokens." />
            ) : (
              <List tokens={shown.tokens} />
            )}
          </Card>
          <Card id="new-token" title="Generate a token">
            <New {...shown} />
          </Card>
        </Grid>
      </>
    ),
  };
}

function Made({ name, secret }: NonNullable<Tokens['made']>) {
  return (
    <Notice kind="done">
      <p>Copy the token “{name}” now. It is not shown again.</p>
      <Secret text={secret} what="the token" />
    </Notice>
  );
}

function List({ tokens }: Pick<Tokens, 'tokens'>) {
  return (
    <Table
      caption="Your tokens"
      columns={[
        { title: 'Name' },
        { title: 'May do' },
        { title: 'Last used' },
        { title: 'Created' },
        { title: 'Ends' },
        { title: 'Actions', kind: 'acts' },
      ]}
      rows={tokens.map(({ id, name, createdAt, expiresAt, scopes, used }) => ({
        key: id,
        cells: [
          <strong key="name">{name}</strong>,
          scopes.map((scope) => rights[scope] ?? operatorRights[scope] ?? scope).join(', ') || rights[''],
          used ? (
            <>
              <Time at={used.at} />
              <small>from {used.ip}</small>
            </>
          ) : (
            'Not used yet'
          ),
          <Time key="created" at={createdAt} />,
          <Time key="ends" at={expiresAt} />,
          <Form key="revoke" action="/profile/tokens/revoke" hidden={{ token: id }}>
            <Button kind="danger" label={`Revoke ${name}`}>
              Revoke
            </Button>
          </Form>,
        ],
      }))}
    />
  );
}

/** What a token may do, by its scope. */
const rights: Readonly<Record<string, string>> = {
  '': 'Read your account and groups',
  'members:read': 'Read groups and members',
  read: 'Read all that you see',
  write: 'Change all but who gets in',
  admin: 'Change all that you may',
};

/** The same in the whole installation. */
const operatorRights: Readonly<Record<string, string>> = {
  'operate:read': 'Operator: read groups, accounts, health and webhooks',
  operate: 'Operator: also create groups and webhooks, set seats, end credentials and sessions',
};

const lives = ['7', '30', '90', '180', '365'];

function New({
  name = '',
  days = '90',
  scope = '',
  problem,
  wrongPassword,
  hasPassword,
  operates,
  maxDays,
  maxName,
}: Tokens) {
  return (
    <Form action="/profile/tokens">
      <Refused why={problem} />
      <Field
        name="name"
        label="Name"
        autocomplete="off"
        value={name}
        maxLength={maxName}
        hint="What the token is for"
      />
      <Choice
        name="days"
        label="Ends in"
        value={days}
        options={lives
          .filter((life) => Number(life) <= maxDays)
          .map((life) => ({ value: life, text: `${life} days` }))}
      />
      <Choice
        name="scope"
        label="May do in the API"
        value={scope}
        hint="“Who gets in” means owners, credentials, sign-on and domains"
        options={Object.entries(operates ? { ...rights, ...operatorRights } : rights).map(
          ([value, text]) => ({ value, text }),
        )}
      />
      <OwnPassword hasPassword={hasPassword} wrongPassword={wrongPassword} />
      <Button>Generate the token</Button>
    </Form>
  );
}
