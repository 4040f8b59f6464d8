/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { originText } from './members_page.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly group: string;
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
      readonly request: { readonly sentence: string };
    }[];
  }[];
  readonly noAccess: readonly {
    readonly decision: string;
    readonly request?: { readonly sentence: string };
  }[];
}

/** Why a person has access, or none: membership, decision, request. */
export function whyPage({ side, crumbs, group, account, memberships, noAccess }: Shown): Page {
  return {
    title: account?.name ?? 'A person without an account',
    side,
    crumbs,
    summary: {
      tone: memberships.length > 0 ? 'ok' : 'off',
      text:
        memberships.length > 0
          ? `${account?.username ?? 'This person'} has access to ${group}. Each membership below says why.`
          : `${account?.username ?? 'This person'} has no access to ${group}.`,
    },
    body: (
      <Grid>
        {memberships.map((membership) => (
          <Membership key={membership.group} {...membership} />
        ))}
        {noAccess.length > 0 && (
          <Card id="none" title="Why there is no access">
            <ul class="rows">
              {noAccess.map(({ decision, request }) => (
                <li key={decision}>
                  <p>
                    {sentence(decision)}.{request && <small>{request.sentence}</small>}
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

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
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
              <Tag tone={effective ? 'ok' : 'off'}>{effective ? `decides: ${given}` : given}</Tag>
              <small>
                {sentence(originText(kind))} since <Time at={since} />. {request.sentence}
              </small>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
