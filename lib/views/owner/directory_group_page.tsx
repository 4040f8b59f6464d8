/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, GetForm, Link } from '../components/controls.tsx';
import { Choice } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface ShownMember {
  readonly kind: 'User' | 'Group';
  readonly id: string;
  readonly name: string;
  readonly active?: boolean;
  readonly account?: string;
}

interface ShownLink {
  readonly id: string;
  readonly target: string;
  readonly role: string;
  /** Other links to the same group. */
  readonly besides?: readonly {
    readonly directoryGroup: string;
    readonly role: string;
    readonly effect: 'outweighs' | 'outweighed' | 'same';
  }[];
  readonly moreBesides?: number;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  /** The address of the users. */
  readonly peopleAt: string;
  readonly name: string;
  readonly size: number;
  readonly nestedIn: readonly string[];
  readonly links: readonly ShownLink[];
  readonly members: readonly ShownMember[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
  /** Where a link may give a role, and which. */
  readonly targets: readonly string[];
  readonly roles: readonly string[];
  /** What was chosen, and why it was refused. */
  readonly target?: string;
  readonly role?: string;
  readonly problem?: string | undefined;
}

/** One directory group: its links and its members. */
export function directoryGroupPage(shown: Shown): Page {
  const { side, crumbs, name, size, nestedIn, links } = shown;
  return {
    title: name,
    side,
    crumbs,
    ...(links.length === 0 ? { state: { tone: 'warn', text: 'Gives no role' } } : {}),
    summary: {
      tone: links.length === 0 ? 'warn' : 'ok',
      text: `${size === 1 ? 'One member' : `${size} members`}${nestedIn.length === 0 ? '' : `, nested in ${nestedIn.join(', ')}`}.`,
    },
    body: (
      <Grid>
        <Links {...shown} />
        <NewLink {...shown} />
        <Members {...shown} />
      </Grid>
    ),
  };
}

function Links({ at, name, links }: Shown) {
  return (
    <Card id="links" title="Roles that it gives" span={7}>
      {links.length === 0 ? (
        <Empty title="This directory group gives no role.">Add a link, and its members get the role.</Empty>
      ) : (
        <ul class="rows">
          {links.map(({ id, target, role, ...link }) => (
            <li key={id}>
              <p>
                <strong>{role}</strong> in {target}
                {link.besides && <small>{besideText(link)}</small>}
              </p>
              <ButtonLink
                to={`${at}/unlink?target=${encodeURIComponent(target)}`}
                kind="danger"
                label={`Remove the link of ${name} to ${target}`}
              >
                Remove
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Which of several links gives the role of a person who is in both directory groups. */
function besideText({ besides = [], moreBesides = 0 }: Pick<ShownLink, 'besides' | 'moreBesides'>): string {
  const named = (effect: string) =>
    besides
      .filter((one) => one.effect === effect)
      .map((one) => `${one.directoryGroup} (${one.role})`)
      .join(', ');
  const [higher, same, lower] = [named('outweighs'), named('same'), named('outweighed')];
  return [
    ...(higher === '' ? [] : [`Outweighed by ${higher} for people who are in both.`]),
    ...(same === '' ? [] : [`As high as ${same}.`]),
    ...(lower === '' ? [] : [`Outweighs ${lower} for people who are in both.`]),
    ...(moreBesides === 0 ? [] : [`${moreBesides} more links lead there.`]),
  ].join(' ');
}

function NewLink({ at, targets, roles, target, role, problem }: Shown) {
  return (
    <Card id="new-link" title="Add a link" span={5}>
      <GetForm action={`${at}/link`}>
        <Refused why={problem} />
        <Choice
          name="role"
          label="Its members become"
          options={roles.map((one) => ({ value: one, text: one }))}
          {...(role === undefined ? {} : { value: role })}
        />
        <Choice
          name="target"
          label="In the group"
          options={targets.map((path) => ({ value: path, text: path }))}
          {...(target === undefined ? {} : { value: target })}
        />
        <Button>See who gains and who loses</Button>
      </GetForm>
    </Card>
  );
}

function Members({ at, peopleAt, name, members, isLater, next }: Shown) {
  return (
    <Card id="members" title="Members">
      {members.length === 0 ? (
        <p class="quiet">There are none.</p>
      ) : (
        <Table
          caption={`Members of ${name}`}
          columns={[{ title: 'Name' }, { title: 'Kind' }, { title: 'Account' }, { title: 'State' }]}
          rows={members.map(({ id, kind, name: member, account, active }) => ({
            key: id,
            cells: [
              kind === 'Group' ? (
                member
              ) : (
                <Link key="member" to={`${peopleAt}/${encodeURIComponent(id)}`}>
                  {member}
                </Link>
              ),
              kind === 'Group' ? 'Directory group' : 'Person',
              account ?? <span class="quiet">–</span>,
              active === undefined ? (
                <span class="quiet">–</span>
              ) : (
                <Tag tone={active ? 'ok' : 'off'}>{active ? 'Active' : 'Inactive'}</Tag>
              ),
            ],
          }))}
        />
      )}
      <Pager at={at} isLater={isLater} next={next} words={{ first: 'First page', next: 'Next page' }} />
    </Card>
  );
}
