/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page } from '../layout/document.tsx';
import { browserName } from './browser_name.ts';
import { EmailsCard, type OwnEmails } from './emails_card.tsx';
import { ownSide } from './own_side.ts';

export interface Profile extends OwnEmails {
  readonly name: string;
  readonly username: string;
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
      </Grid>
    ),
  };
}

function About({ name, username, managedBy, hasPassword }: Profile) {
  return (
    <Card id="about" title="About you" span={5}>
      <Facts
        facts={[
          { name: 'Name', value: name },
          { name: 'Username', value: username },
          {
            name: 'Password',
            value: hasPassword ? (
              <ButtonLink to="/profile/password" kind="small">
                Change the password
              </ButtonLink>
            ) : (
              <>
                <p>You have none: you sign in with your organisation.</p>
                <Form action="/profile/password/mail">
                  <Button kind="small">Send a link that sets one</Button>
                </Form>
              </>
            ),
          },
          ...(managedBy === undefined
            ? []
            : [
                {
                  name: 'Managed by',
                  value: `${managedBy}. Your name and your primary e-mail come from there, so you cannot change them here.`,
                },
              ]),
        ]}
      />
    </Card>
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
