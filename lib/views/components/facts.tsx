/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
  /** The text that a button copies; shown as code. */
  readonly copy?: string;
}

/** Names and values. What has to be copied elsewhere has a button for it. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ name, value, copy }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {copy === undefined ? (
              <div>{value}</div>
            ) : (
              <>
                <code>{value}</code>
                <Copy text={copy} what={name} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Appears where a script can copy. */
export function Copy({ text, what }: { text: string; what: string }) {
  return (
    <button type="button" class="button small" data-copy={text} hidden aria-label={`Copy ${what}`}>
      Copy
    </button>
  );
}
