/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Link } from './parts.tsx';

interface Shown {
  readonly title: string;
  readonly lines: readonly string[];
  readonly next: { readonly to: string; readonly text: string };
}

/** A page that only says something. */
export function notePage({ title, lines, next }: Shown): Page {
  return {
    title,
    body: (
      <>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <p>
          <Link to={next.to}>{next.text}</Link>
        </p>
      </>
    ),
  };
}
