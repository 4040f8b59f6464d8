/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, Form } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  /** Who invites; absent for the operator. */
  readonly by?: string;
  readonly sentAt: string;
  readonly until: string;
  /** Whether its link has stopped working. */
  readonly over: boolean;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly group: string;
  readonly roles: readonly string[];
  readonly invitations: readonly Invitation[];
  /** How many others are open. */
  readonly more: number;
  readonly typed?: { readonly who: string; readonly role: string };
  readonly problem?: string | undefined;
}

/** Invites people to a group, and lists the open invitations. */
export function invitationsPage(shown: Shown): Page {
  const { side, crumbs, at, group, invitations, more } = shown;
  return {
    title: `Invite people to ${group}`,
    side,
    crumbs,
    summary: {
      tone: 'plain',
      text: 'Rollcall mails a link. The person accepts it with an account that has this address.',
    },
    body: (
      <Grid>
        <Invite {...shown} />
        <Card
          id="open"
          title="Open invitations"
          span={8}
          beside={invitations.length > 0 && <Tag tone="off">{invitations.length + more}</Tag>}
        >
          {invitations.length === 0 ? (
            <Empty title="There are no open invitations.">
              An invitation stays here until it is accepted or withdrawn.
            </Empty>
          ) : (
            <Table
              caption="Open invitations"
              columns={[
                { title: 'E-mail' },
                { title: 'Role' },
                { title: 'Sent' },
                { title: 'Expires' },
                { title: 'Actions', kind: 'acts' },
              ]}
              rows={invitations.map((invitation) => ({ key: invitation.id, cells: cellsOf(at, invitation) }))}
            />
          )}
          {more > 0 && <p class="hint">{more} more appear here once these are settled.</p>}
        </Card>
      </Grid>
    ),
  };
}

function Invite({ at, roles, typed, problem }: Shown) {
  return (
    <Card id="invite" title="Invite a person" span={4}>
      <Form action={at}>
        <Field
          name="who"
          label="E-mail, or username"
          hint="With a username you add a person who already has a role in the tree"
          autocomplete="off"
          error={problem}
          {...(typed ? { value: typed.who } : {})}
        />
        <Choice
          name="role"
          label="Role"
          value={typed?.role ?? 'guest'}
          options={roles.map((role) => ({ value: role, text: role }))}
        />
        <Button>Send the invitation</Button>
      </Form>
    </Card>
  );
}

function cellsOf(at: string, { id, email, role, by, sentAt, until, over }: Invitation) {
  return [
    email,
    role,
    <>
      <Time at={sentAt} />
      <small>by {by ?? 'the operator'}</small>
    </>,
    over ? <Tag tone="warn">no longer works</Tag> : <Time at={until} />,
    <div key="acts" class="buttons">
      <Form action={`${at}/${id}/resend`}>
        <Button kind="small" label={`Send again: ${email}`}>
          Send again
        </Button>
      </Form>
      <Form action={`${at}/${id}/withdraw`}>
        <Button kind="danger" label={`Withdraw: ${email}`}>
          Withdraw
        </Button>
      </Form>
    </div>,
  ];
}
