/** @jsxRuntime automatic @jsxImportSource preact */

/** A text in which `**…**` marks a name on a screen, and backticks what is written literally. */
export function Marked({ text }: { text: string }) {
  return (
    <>
      {text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, at) => (
        <Part key={`${at} ${part}`} part={part} />
      ))}
    </>
  );
}

function Part({ part }: { part: string }) {
  if (part.startsWith('**')) return <strong>{part.slice(2, -2)}</strong>;
  return part.startsWith('`') ? <code>{part.slice(1, -1)}</code> : part;
}
