/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { ButtonLink, Link } from '../components/controls.tsx';
import { Facts } from '../components/facts.tsx';
import { Banner } from '../components/notice.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { LogTable, type ShownRequest } from './log_table.tsx';
import { AccountOf, type ShownUser, UserState } from './people_page.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly membersAt: string;
  readonly attentionAt: string;
  readonly logAt: string;
  readonly integration: string;
  readonly user: ShownUser & { readonly externalId?: string };
  /** The main attributes of the stored resource, by name. */
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  /** The resource as JSON, up to a length. */
  readonly json: string;
  readonly isCut: boolean;
  readonly latest: readonly ShownRequest[];
  /** Whether older requests were not looked at. */
  readonly hasOlder: boolean;
}

/** A user as the identity provider has sent it, its account, and what happened last. */
export function userPage(shown: Shown): Page {
  const { side, crumbs, membersAt, logAt, integration, user, attributes, json, isCut, latest, hasOlder } =
    shown;
  return {
    title: user.name,
    side,
    crumbs,
    actions: user.accountId !== undefined && (
      <ButtonLink to={`${membersAt}/${user.accountId}`}>Why does this person have access?</ButtonLink>
    ),
    body: (
      <Grid>
        <Waits {...shown} />
        <Card id="user" title="User" span={6} beside={<UserState state={user.state} />}>
          <Facts
            facts={[
              { name: 'Integration', value: integration },
              { name: 'Account', value: <AccountOf membersAt={membersAt} user={user} /> },
              { name: 'userName', value: user.userName, copy: user.userName },
              ...(user.externalId === undefined
                ? []
                : [{ name: 'externalId', value: user.externalId, copy: user.externalId }]),
              { name: 'id', value: user.id, copy: user.id },
              { name: 'Changed', value: <Time at={user.modifiedAt} /> },
            ]}
          />
        </Card>
        <Card id="attributes" title="Attributes" span={6}>
          {attributes.length === 0 ? (
            <p class="quiet">Nothing else was sent.</p>
          ) : (
            <Facts facts={attributes} />
          )}
          <details class="more">
            <summary>The whole resource</summary>
            <pre>{json}</pre>
            {isCut && <p class="hint">The rest is cut off. A GET request shows the whole resource.</p>}
          </details>
        </Card>
        <Card id="latest" title="Latest requests" right={<Link to={logAt}>Open the log</Link>}>
          <LogTable
            requests={latest}
            empty={
              hasOlder
                ? 'None of the newest requests is about this user. The log looks further.'
                : 'The log no longer has a request about this user.'
            }
          />
        </Card>
      </Grid>
    ),
  };
}

function Waits({ attentionAt, user }: Shown) {
  if (user.state === 'conflict')
    return (
      <Banner
        tone="warn"
        title="This user waits for a decision."
        action={<ButtonLink to={attentionAt}>Resolve</ButtonLink>}
      >
        The e-mail belongs to an account, and nothing proves that it is the same person.
      </Banner>
    );
  if (user.state === 'held')
    return (
      <Banner tone="warn" title="This user has no account yet.">
        It is held until the person links their sign-in in the profile.
      </Banner>
    );
  return null;
}
