/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form, Link } from '../components/controls.tsx';
import { Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page } from '../layout/document.tsx';
import { originText } from '../owner/origin_words.ts';
import { browserName } from './browser_name.ts';
import { EmailsCard, type OwnEmails } from './emails_card.tsx';
import { groupAt } from './group_at.ts';
import { ownSide } from './own_side.ts';

/** The memberships that the page shows. */
const SHOWN = 20;

interface Profile extends OwnEmails {
  readonly name: string;
  readonly username: string;
  /** What the person has typed, and why it was refused. */
  readonly typed?: { readonly name: string; readonly username: string } | undefined;
  readonly problem?: string | undefined;
  readonly memberships: readonly {
    readonly path: string;
    readonly name: string;
    readonly role: string;
    readonly origins: readonly string[];
  }[];
  /** Groups whose organisation has taken every access. */
  readonly ended: readonly { readonly path: string; readonly name: string; readonly at: string }[];
  readonly identities: readonly ShownIdentity[];
  /** Groups whose sign-in the person could link. */
  readonly linkable: readonly { readonly path: string; readonly group: string }[];
  readonly sessions: readonly ShownSession[];
}

interface ShownIdentity {
  readonly id: string;
  readonly group: string;
  readonly nameId: string;
  readonly since: number;
}

interface ShownSession {
  readonly id: string;
  readonly isThis: boolean;
  readonly by: string;
  readonly userAgent: string;
  readonly ip: string;
  readonly begun: number;
  readonly used: number;
}

export function profilePage(profile: Profile): Page {
  return {
    title: 'Your profile',
    side: ownSide('/profile'),
    ...(profile.managedBy === undefined ? {} : { state: { tone: 'ok', text: 'Enterprise' } }),
    body: (
      <Grid>
        <About {...profile} />
        <Identities {...profile} />
        <EmailsCard {...profile} />
        <Sessions sessions={profile.sessions} />
        <Memberships {...profile} />
      </Grid>
    ),
  };
}

function About({ name, username, managedBy, hasPassword, typed, problem }: Profile) {
  const isManaged = managedBy !== undefined;
  const hint = isManaged ? `Managed by ${managedBy}` : undefined;
  return (
    <Card id="about" title="About you" span={5}>
      <Form action="/profile/names">
        <Refused why={problem} />
        <Field
          name="name"
          label="Name"
          autocomplete="name"
          value={typed?.name ?? name}
          hint={hint}
          disabled={isManaged}
        />
        <Field
          name="username"
          label="Username"
          autocomplete="username"
          value={typed?.username ?? username}
          hint={hint}
          disabled={isManaged}
        />
        {!isManaged && <Button kind="plain">Save name and username</Button>}
      </Form>
      <Password hasPassword={hasPassword} />
    </Card>
  );
}

function Password({ hasPassword }: Pick<Profile, 'hasPassword'>) {
  if (hasPassword)
    return (
      <p class="after">
        <ButtonLink to="/profile/password">Change the password</ButtonLink>
      </p>
    );
  return (
    <>
      <p class="after">You have no password: you sign in with your organisation.</p>
      <Form action="/profile/password/mail">
        <Button kind="plain">Send a link that sets a password</Button>
      </Form>
    </>
  );
}

function Memberships({ memberships, ended }: Pick<Profile, 'memberships' | 'ended'>) {
  return (
    <Card id="memberships" title="Your access" beside={<Tag tone="off">{memberships.length}</Tag>}>
      {memberships.length + ended.length === 0 ? (
        <Empty title="You are in no group yet." />
      ) : (
        <Table
          caption="Your memberships"
          columns={[
            { title: 'Group' },
            { title: 'Role' },
            { title: 'Origin' },
            { title: 'Actions', kind: 'acts' },
          ]}
          rows={[
            ...memberships.slice(0, SHOWN).map(({ path, name, role, origins }) => ({
              key: path,
              cells: [
                <>
                  <Link to={groupAt(path)}>{name}</Link>
                  <small>{path}</small>
                </>,
                role,
                origins.map((kind) => <Tag key={kind}>{originText(kind)}</Tag>),
                <Why key="why" path={path} name={name} />,
              ],
            })),
            ...ended.map(({ path, name, at }) => ({
              key: `${path} ended`,
              cells: [
                name,
                <Tag key="role" tone="warn">
                  access ended
                </Tag>,
                <>
                  Your organisation ended this access <Time at={at} />
                </>,
                <Why key="why" path={path} name={name} />,
              ],
            })),
          ]}
        />
      )}
      {memberships.length > SHOWN && (
        <p class="hint">
          These are the first {SHOWN}. <Link to="/groups">All your groups</Link>
        </p>
      )}
    </Card>
  );
}

function Why({ path, name }: { path: string; name: string }) {
  return (
    <Link to={`/profile/access?group=${encodeURIComponent(path)}`} label={`Why? Your access to ${name}`}>
      Why?
    </Link>
  );
}

function Identities({ identities, linkable }: Pick<Profile, 'identities' | 'linkable'>) {
  return (
    <Card id="identities" title="Linked sign-ins" span={7}>
      {identities.length + linkable.length === 0 ? (
        <Empty title="None of your groups has single sign-on.">
          When your organisation sets one up, you can link your account to it here.
        </Empty>
      ) : (
        <ul class="rows">
          {identities.map(({ id, group, nameId, since }) => (
            <li key={id}>
              <p>
                <strong>{group}</strong> <Tag tone="ok">Linked</Tag>
                <small>
                  Knows you as {nameId}. Linked <Time at={since} />.
                </small>
              </p>
              <Form action={`/profile/saml/${id}/unlink`}>
                <Button kind="danger" label={`Unlink ${group}`}>
                  Unlink
                </Button>
              </Form>
            </li>
          ))}
          {linkable.map(({ path, group }) => (
            <li key={path}>
              <p>
                <strong>{group}</strong> <Tag tone="off">Not linked</Tag>
                <small>
                  Link it to sign in with your organisation. Your roles stay as they are. The owners of{' '}
                  {group} decide how that sign-in works, so they could open this account: link it only if you
                  trust them.
                </small>
              </p>
              <Form action={`/profile/saml/${encodeURIComponent(path)}/link`}>
                <Button kind="small" label={`Link your account to ${group}`}>
                  Link your account
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Sessions({ sessions }: { sessions: readonly ShownSession[] }) {
  const endOthers = sessions.length > 1 && (
    <Form action="/profile/sessions/end-others">
      <Button kind="danger">Sign out everywhere else</Button>
    </Form>
  );
  return (
    <Card id="sessions" title="Where you are signed in" span={5} right={endOthers}>
      <ul class="rows">
        {sessions.map((session) => (
          <li key={session.id}>
            <p>
              <strong>{browserName(session.userAgent)}</strong> {session.isThis && <Tag>This browser</Tag>}
              <small>
                From {session.ip}. Signed in {session.by} <Time at={session.begun} />, last used{' '}
                <Time at={session.used} />.
              </small>
            </p>
            {!session.isThis && (
              <Form action="/profile/sessions/end" hidden={{ session: session.id }}>
                <Button kind="danger" label={`Sign out ${browserName(session.userAgent)} at ${session.ip}`}>
                  Sign out
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
