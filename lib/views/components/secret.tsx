/** @jsxRuntime automatic @jsxImportSource preact */
import { ButtonLink } from './controls.tsx';
import { Copy } from './facts.tsx';

/** What is shown once, to be copied. */
export function Secret({ text, what }: { text: string; what: string }) {
  return (
    <div class="secret">
      <code>{text}</code>
      <Copy text={text} what={what} />
    </div>
  );
}

/** The way on from a page that shows a secret. */
export function StoredIt({ to, text = 'I have stored it' }: { to: string; text?: string }) {
  return (
    <p class="after">
      <ButtonLink to={to} kind="main">
        {text}
      </ButtonLink>
    </p>
  );
}
