/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from '../layout/document.tsx';
import { ButtonLink } from './controls.tsx';

interface Shown {
  readonly title: string;
  readonly lines: readonly string[];
  readonly next: { readonly to: string; readonly text: string };
}

/** A page with a message and one way on. */
export function notePage({ title, lines, next }: Shown): Page {
  return {
    title,
    body: (
      <>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <ButtonLink to={next.to}>{next.text}</ButtonLink>
      </>
    ),
  };
}
