/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form, Greyed } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import {
  MembershipCard,
  type ShownMembership,
  type ShownOrigin,
  sentence,
} from '../components/membership.tsx';
import { Refused } from '../components/notice.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

/** The request or the command behind a decision, as far as a log still has it. */
interface Cause {
  readonly foundIn: 'provisioning_log' | 'audit_log' | 'nowhere';
  readonly at?: string;
  readonly method?: string;
  readonly path?: string;
  readonly actor?: string;
  readonly account?: string;
  readonly integration?: string;
  readonly token?: string;
  readonly ip?: string;
}

type Membership = ShownMembership<ShownOrigin & { readonly integration?: string; readonly request: Cause }>;

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address of this page. */
  readonly at: string;
  readonly group: string;
  readonly roles: readonly string[];
  readonly problem?: string | undefined;
  readonly account?: { readonly username: string; readonly name: string; readonly managed?: boolean };
  readonly memberships: readonly Membership[];
  readonly noAccess: readonly {
    readonly decision: string;
    readonly request?: Cause;
  }[];
}

/** Why a person has access, or none: membership, decision, request. */
export function whyPage(shown: Shown): Page {
  const { side, crumbs, group, account, memberships, noAccess } = shown;
  return {
    title: account?.name ?? 'A person without an account',
    side,
    crumbs,
    ...(account?.managed ? { state: { tone: 'ok', text: 'Enterprise' } } : {}),
    summary: {
      tone: memberships.length > 0 ? 'ok' : 'off',
      text:
        memberships.length > 0
          ? `${account?.username ?? 'This person'} has access to ${group}. The cards below show each membership and its cause.`
          : `${account?.username ?? 'This person'} has no access to ${group}.`,
    },
    body: (
      <Grid>
        {memberships.map((membership) => (
          <MembershipCard
            key={membership.group}
            membership={membership}
            more={({ request }) => <Caused {...request} />}
          />
        ))}
        {account && memberships.length > 0 && <Change {...shown} />}
        {noAccess.length > 0 && (
          <Card id="none" title="Why there is no access">
            <ul class="rows">
              {noAccess.map(({ decision, request }) => (
                <li key={decision}>
                  <p>
                    {sentence(decision)}.
                    {request && (
                      <small>
                        <Caused {...request} isDated />
                      </small>
                    )}
                  </p>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </Grid>
    ),
  };
}

/** The memberships that an owner may change by hand. Those from the directory are greyed out, with the reason. */
function Change({ at, group, roles, memberships, problem }: Shown) {
  const here = memberships.find((membership) => membership.group === group);
  const lock = here && lockOf(here);
  return (
    <Card
      id="change"
      title={`Role in ${group}`}
      right={
        here &&
        (lock === undefined || hasByHand(here) ? (
          <ButtonLink to={`${at}/remove`} kind="danger">
            Remove from {group}
          </ButtonLink>
        ) : (
          <Greyed kind="danger" text={`Remove from ${group}`} reason="The directory gives the role" />
        ))
      }
    >
      <Refused why={problem} />
      <Form action={`${at}/role`}>
        <Choice
          name="role"
          label="Role given by hand"
          hint={lock ?? 'This person keeps the role until an owner changes it'}
          options={roles.map((role) => ({ value: role, text: role }))}
          {...(here ? { value: here.role } : {})}
        />
        <Field
          name="password"
          label="Your password"
          hint="Only to make somebody an owner"
          type="password"
          autocomplete="current-password"
          optional
        />
        <Button kind="plain">Save the role</Button>
      </Form>
      {here && lock !== undefined && <Deciders at={at} here={here} />}
    </Card>
  );
}

/** Whether the directory alone decides a membership that it gives, or an owner too. */
function Deciders({ at, here }: { at: string; here: Membership }) {
  const isKept = here.origins.some(({ kind, role }) => kind === 'manual' && role === here.role);
  const isLinked = here.origins.some(({ kind }) => kind === 'directory_group');
  return (
    <ul class="rows">
      <li>
        <p>
          <strong>Keep the role by hand</strong>
          <small>
            {isKept
              ? `${here.role} stays when the directory stops giving it.`
              : `${here.role} then stays when the directory stops giving it.`}
          </small>
        </p>
        {isKept ? (
          <Greyed kind="small" text="Kept by hand" reason="Nothing to do" />
        ) : (
          <Form action={`${at}/convert`} hidden={{ to: 'manual' }}>
            <Button kind="small">Keep {here.role} by hand</Button>
          </Form>
        )}
      </li>
      {isLinked && hasByHand(here) && (
        <li>
          <p>
            <strong>Leave it to the directory groups</strong>
            <small>Ends the role given by hand. The group links then decide the role.</small>
          </p>
          <Form action={`${at}/convert`} hidden={{ to: 'directory-groups' }}>
            <Button kind="small">Leave it to the directory groups</Button>
          </Form>
        </li>
      )}
    </ul>
  );
}

function hasByHand({ origins }: Membership): boolean {
  return origins.some(({ kind }) => kind === 'manual' || kind === 'invite');
}

/** Why the directory owns a membership; undefined where an owner may end all of it. */
function lockOf({ origins }: Membership): string | undefined {
  const given = origins.find(
    ({ kind, integration }) => kind === 'saml' || (kind !== 'manual' && integration !== undefined),
  );
  if (!given) return undefined;
  const giver = given.integration ?? 'Single sign-on';
  return `${giver} gives ${given.role}, so an owner cannot end this role. The higher role applies`;
}

function Caused(cause: Cause & { isDated?: boolean }) {
  const { foundIn, at, method, path, actor, account, integration, token, ip, isDated = false } = cause;
  if (foundIn === 'nowhere' || at === undefined) return <>The logs no longer have the request.</>;
  const who =
    actor === 'operator'
      ? 'The operator'
      : (account ?? integration ?? 'An integration that was removed since');
  const what = method === undefined ? 'made the change' : `sent ${method} ${path}`;
  return (
    <>
      {who} {what}
      {isDated && (
        <>
          {' '}
          <Time at={at} />
        </>
      )}
      {token !== undefined && `, with the credential ${token}`}
      {ip !== undefined && `, from ${ip}`}.
    </>
  );
}
