/** @jsxRuntime automatic @jsxImportSource preact */
import { ButtonLink } from './controls.tsx';

interface PagerProps {
  /** The address of the first page, with what is filtered. */
  readonly at: string;
  /** Whether this is a later page. */
  readonly isLater: boolean;
  /** Where the next page begins; absent on the last one. */
  readonly next?: string | undefined;
  readonly words: { readonly first: string; readonly next: string };
}

/** The way through a long list, page by page. */
export function Pager({ at, isLater, next, words }: PagerProps) {
  if (!isLater && next === undefined) return null;
  const more = `${at}${at.includes('?') ? '&' : '?'}after=${encodeURIComponent(next ?? '')}`;
  return (
    <nav class="buttons after" aria-label="Pages of this list">
      {isLater && <ButtonLink to={at}>{words.first}</ButtonLink>}
      {next !== undefined && <ButtonLink to={more}>{words.next}</ButtonLink>}
    </nav>
  );
}
