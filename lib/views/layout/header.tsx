/** @jsxRuntime automatic @jsxImportSource preact */
import { Form, GetForm, Link } from '../components/controls.tsx';

export interface Who {
  readonly name: string;
  readonly username: string;
  /** Whether the operator's pages are open in this session. */
  readonly operates: boolean;
}

/** A top-level group of the person who is signed in. */
export interface OwnGroup {
  readonly path: string;
  readonly name: string;
}

interface HeaderProps {
  readonly who: Who | undefined;
  readonly groups: readonly OwnGroup[];
  /** The name of the group that the page is about. */
  readonly group: string | undefined;
}

export function Header({ who, groups, group }: HeaderProps) {
  return (
    <header class="top">
      <Link to="/" class="brand">
        Rollcall
      </Link>
      {who && (
        <>
          <span class="slash" aria-hidden="true">
            /
          </span>
          <Switcher groups={groups} group={group} />
          <Find />
          <Account {...who} />
        </>
      )}
    </header>
  );
}

function Switcher({ groups, group }: Pick<HeaderProps, 'groups' | 'group'>) {
  return (
    <details class="menu">
      <summary class="switch">
        <span>{group ?? 'Your groups'}</span>
        <span aria-hidden="true">▾</span>
      </summary>
      <nav class="sheet" aria-label="Your groups">
        {groups.map(({ path, name }) => (
          <Link key={path} to={`/groups/${encodeURIComponent(path)}`}>
            {name}
          </Link>
        ))}
        <Link to="/groups">All your groups</Link>
      </nav>
    </details>
  );
}

function Find() {
  return (
    <search>
      <GetForm action="/search">
        <input
          type="search"
          name="q"
          autocomplete="off"
          placeholder="Find people and groups"
          aria-label="Find people and groups"
        />
      </GetForm>
    </search>
  );
}

function Account({ name, username, operates }: Who) {
  return (
    <details class="menu">
      <summary class="me">
        <span aria-hidden="true">{initialsOf(name)}</span>
        <span class="sr">{name}, your account</span>
      </summary>
      <div class="sheet end">
        <p class="who">
          <strong>{name}</strong>
          <small>{username}</small>
        </p>
        <nav aria-label="Account menu">
          <Link to="/profile">Profile</Link>
          <Link to="/profile/tokens">Personal access tokens</Link>
          {operates && <Link to="/operator">Operator</Link>}
          <Link to="/api/v1">API reference</Link>
        </nav>
        <Form action="/sign-out">
          <button type="submit">Sign out</button>
        </Form>
      </div>
    </details>
  );
}

/** The first letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word = '') => String.fromCodePoint(word.codePointAt(0) ?? 0))
    .join('')
    .toUpperCase();
}
