/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Choice } from '../components/field.tsx';
import { Notice } from '../components/notice.tsx';
import { Tag } from '../components/tag.tsx';
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

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address of this page. */
  readonly at: string;
  readonly group: string;
  readonly roles: readonly string[];
  readonly problem?: string | undefined;
  readonly account?: { readonly username: string; readonly name: string };
  readonly memberships: readonly {
    readonly group: string;
    readonly role: string;
    readonly because: string;
    readonly origins: readonly {
      readonly kind: string;
      readonly role: string;
      readonly effective: boolean;
      readonly since: string;
      readonly decision: string;
      readonly request: Cause;
    }[];
  }[];
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
          <Membership key={membership.group} {...membership} />
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

/** What an owner may change by hand. */
function Change({ at, group, roles, memberships, problem }: Shown) {
  const here = memberships.find((membership) => membership.group === group);
  return (
    <Card
      id="change"
      title={`Role in ${group}`}
      right={
        here && (
          <ButtonLink to={`${at}/remove`} kind="danger">
            Remove from {group}
          </ButtonLink>
        )
      }
    >
      <Form action={`${at}/role`}>
        {problem !== undefined && <Notice kind="problem">{problem}</Notice>}
        <Choice
          name="role"
          label="Role given by hand"
          hint="A role from the identity provider stays. The higher of the two counts"
          options={roles.map((role) => ({ value: role, text: role }))}
          {...(here ? { value: here.role } : {})}
        />
        <Button kind="plain">Save the role</Button>
      </Form>
    </Card>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Caused(cause: Cause & { isDated?: boolean }) {
  const { foundIn, at, method, path, actor, account, integration, token, ip, isDated = false } = cause;
  if (foundIn === 'nowhere' || at === undefined) return <>No log has the request any more.</>;
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

function Membership({ group, role, because, origins }: Shown['memberships'][number]) {
  return (
    <Card id={`in-${group.replaceAll('/', '-')}`} title={group} beside={<Tag>{role}</Tag>}>
      {origins.length > 1 && <p>{because}</p>}
      <ul class="rows">
        {origins.map(({ kind, role: given, effective, since, decision, request }) => (
          <li key={kind + decision + since}>
            <div>
              {sentence(decision)}{' '}
              <Tag tone={effective ? 'ok' : 'off'}>{effective ? `counts: ${given}` : given}</Tag>
              <small>
                Began <Time at={since} />. <Caused {...request} />
              </small>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
