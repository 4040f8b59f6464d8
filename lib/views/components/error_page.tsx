/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page, Side } from '../layout/document.tsx';
import { ButtonLink } from './controls.tsx';
import { Reference } from './reference.tsx';

interface Shown {
  readonly title: string;
  readonly code: string;
  readonly lines: readonly string[];
  readonly requestId: string;
  /** The menu of the group in which it happened. */
  readonly side?: Side | undefined;
}

export function errorPage({ title, code, lines, requestId, side }: Shown): Page {
  const body = (
    <>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>
        <ButtonLink to="/">Go to the start page</ButtonLink>
      </p>
      <Reference code={code} requestId={requestId} />
    </>
  );
  return side ? { title, side, body: <div class="card">{body}</div> } : { title, body };
}
