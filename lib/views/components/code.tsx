/** @jsxRuntime automatic @jsxImportSource preact */

/** Longer texts scroll. */
const MOST_ROWS = 24;

/** A text field, so that the keyboard scrolls and selects it too. */
export function Code({ label, text }: { label: string; text: string }) {
  const lines = text.split('\n').length;
  return (
    <textarea
      class="code"
      readOnly
      spellcheck={false}
      rows={Math.min(lines + 2, MOST_ROWS)}
      aria-label={label}
    >
      {text}
    </textarea>
  );
}
