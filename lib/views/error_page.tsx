/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';
import { Link } from './parts.tsx';

interface Shown {
  readonly title: string;
  readonly code: string;
  readonly lines: readonly string[];
  readonly requestId: string;
}

export function errorPage({ title, code, lines, requestId }: Shown): Page {
  return {
    title,
    body: (
      <>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <p>
          <Link to="/">Go to the start page</Link>
        </p>
        <dl>
          <dt>Code</dt>
          <dd>{code}</dd>
          <dt>Reference</dt>
          <dd>{requestId}</dd>
        </dl>
      </>
    ),
  };
}
