/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

/** Good, to look at, refused or broken, out of use; without one it is neither. */
export type Tone = 'ok' | 'warn' | 'bad' | 'off' | 'plain';

export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={tone === 'plain' ? 'tag' : `tag ${tone}`}>{children}</span>;
}

/** The colour of a sentence beside it, which says the same. */
export function Dot({ tone }: { tone: Tone }) {
  return <span class={`dot ${tone}`} aria-hidden="true" />;
}
