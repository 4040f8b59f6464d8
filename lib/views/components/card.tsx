/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

interface CardProps {
  readonly id: string;
  readonly title: string;
  /** How many of the twelve columns it takes. */
  readonly span?: 4 | 5 | 6 | 7 | 8;
  /** Shown beside the title, and at the right. */
  readonly beside?: ComponentChildren;
  readonly right?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Card({ id, title, span, beside, right, children }: CardProps) {
  return (
    <section class={span === undefined ? 'card' : `card c${span}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {beside}
        {right && <div class="right">{right}</div>}
      </header>
      {children}
    </section>
  );
}

/** Cards on twelve columns. */
export function Grid({ children }: { children: ComponentChildren }) {
  return <div class="grid">{children}</div>;
}

interface EmptyProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly action?: ComponentChildren;
}

/** A list that holds nothing yet: why, and what fills it. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div class="empty">
      <p>
        <strong>{title}</strong> {children}
      </p>
      {action}
    </div>
  );
}
