/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Link } from '../components/controls.tsx';
import type { Page } from '../layout/document.tsx';
import { ownSide } from './own_side.ts';

interface Shown {
  readonly text: string;
  readonly groups: readonly { readonly to: string; readonly path: string; readonly name: string }[];
  readonly people: readonly {
    readonly to: string;
    readonly id: string;
    readonly name: string;
    readonly username: string;
    readonly email?: string;
    readonly groupName: string;
  }[];
  /** Whether there may be more. */
  readonly isPartial: boolean;
  readonly problem?: string | undefined;
}

/** What the search at the top of each page has found. */
export function searchPage({ text, groups, people, isPartial, problem }: Shown): Page {
  const isNothing = groups.length + people.length === 0;
  return {
    title: text === '' ? 'Search' : `Search: ${text}`,
    side: ownSide('/search'),
    ...(problem === undefined ? {} : { summary: { tone: 'bad', text: problem } }),
    body: (
      <Grid>
        {isNothing && (
          <Card id="nothing" title="Results">
            <Empty title={text === '' ? 'Enter a name above.' : 'Nothing was found.'}>
              The search looks at the names and paths of your groups. In groups that you own it also finds
              members, by name, username or e-mail.
            </Empty>
          </Card>
        )}
        {people.length > 0 && (
          <Card id="people" title="People">
            <ul class="rows">
              {people.map(({ to, id, name, username, email, groupName }) => (
                <li key={to + id}>
                  <p>
                    <Link to={to}>{name}</Link>
                    <small>{[username, email, groupName].filter(Boolean).join(' · ')}</small>
                  </p>
                </li>
              ))}
            </ul>
          </Card>
        )}
        {groups.length > 0 && (
          <Card id="groups" title="Groups">
            <ul class="rows">
              {groups.map(({ to, path, name }) => (
                <li key={path}>
                  <p>
                    <Link to={to}>{name}</Link>
                    <small>{path}</small>
                  </p>
                </li>
              ))}
            </ul>
          </Card>
        )}
        {isPartial && (
          <p class="hint">
            There may be more. A whole username or e-mail is always found; the list of members of a group
            searches on.
          </p>
        )}
      </Grid>
    ),
  };
}
