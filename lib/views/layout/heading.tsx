/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { Link } from '../components/controls.tsx';
import { Dot, Tag, type Tone } from '../components/tag.tsx';

export interface HeadingParts {
  readonly title: string;
  /** The state of the subject of the page, in one word. */
  readonly state?: { readonly tone: Tone; readonly text: string };
  /** The same in a sentence. */
  readonly summary?: { readonly tone: Tone; readonly text: ComponentChildren };
  readonly actions?: ComponentChildren;
}

/** The one heading of a page, with the state of its thing and what can be done with it. */
export function Heading({ title, state, summary, actions }: HeadingParts) {
  return (
    <div class="head">
      <h1>{title}</h1>
      {state && <Tag tone={state.tone}>{state.text}</Tag>}
      {actions && <div class="acts">{actions}</div>}
      {summary && (
        <p class="status">
          {summary.tone !== 'plain' && <Dot tone={summary.tone} />}
          <span>{summary.text}</span>
        </p>
      )}
    </div>
  );
}

export interface Crumb {
  readonly to: string;
  readonly text: string;
}

export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav class="crumbs" aria-label="Where this page is">
      {crumbs.map(({ to, text }, at) => (
        <span key={to}>
          {at > 0 && ' / '}
          <Link to={to}>{text}</Link>
        </span>
      ))}
    </nav>
  );
}
