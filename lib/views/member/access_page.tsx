/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form, Greyed } from '../components/controls.tsx';
import { MembershipCard, type ShownMembership, sentence } from '../components/membership.tsx';
import { Refused } from '../components/notice.tsx';
import type { Page } from '../layout/document.tsx';
import { ownSide } from './own_side.ts';

interface Shown {
  readonly group: string;
  readonly name: string;
  /** The address of the group's page. Absent if the reader may not open it. */
  readonly to: string;
  readonly memberships: readonly ShownMembership[];
  readonly noAccess: readonly { readonly decision: string }[];
  readonly isMember: boolean;
  /** Whether nothing of it comes from an organisation. */
  readonly byHand: boolean;
  readonly problem?: string | undefined;
}

/** Shows a person why they have access to a group, or none, and lets them leave it. */
export function accessPage(shown: Shown): Page {
  const { name, to, memberships, noAccess } = shown;
  const hasAccess = memberships.length > 0;
  return {
    title: `Your access to ${name}`,
    side: ownSide('/profile'),
    crumbs: [{ to: '/profile', text: 'Profile' }],
    actions: hasAccess && <ButtonLink to={to}>Open {name}</ButtonLink>,
    body: (
      <Grid>
        {memberships.map((membership) => (
          <MembershipCard key={membership.group} membership={membership} />
        ))}
        {noAccess.length > 0 && (
          <Card id="none" title={hasAccess ? 'Access without a role here' : 'Why there is no role here'}>
            <ul class="rows">
              {noAccess.map(({ decision }) => (
                <li key={decision}>
                  <p>{sentence(decision)}.</p>
                </li>
              ))}
            </ul>
          </Card>
        )}
        {shown.isMember && <Leave {...shown} />}
      </Grid>
    ),
  };
}

function Leave({ group, name, byHand, problem }: Shown) {
  return (
    <Card id="leave" title={`Leave ${name}`}>
      <Refused why={problem} />
      {byHand && <p>You lose the role in {group} at once. Only an owner can give it back.</p>}
      {byHand ? (
        <Form action="/profile/leave" hidden={{ group }}>
          <Button kind="danger">Leave {name}</Button>
        </Form>
      ) : (
        <Greyed
          kind="danger"
          text={`Leave ${name}`}
          reason={`Your organisation gives you the role in ${group}, so only the organisation can end it. Ask an owner.`}
        />
      )}
    </Card>
  );
}
