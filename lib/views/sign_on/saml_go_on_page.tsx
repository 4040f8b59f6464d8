/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from '../layout/document.tsx';

interface Shown {
  readonly group: string;
  readonly go:
    | { readonly kind: 'redirect'; readonly url: string }
    | { readonly kind: 'form'; readonly action: string; readonly fields: Readonly<Record<string, string>> };
}

/** On the way to the identity provider; without script or redirect there is something to press. */
export function goOnPage({ group, go }: Shown): Page {
  return {
    title: `Sign in with ${group}`,
    body: (
      <>
        <p>You sign in at your organisation and then come back here.</p>
        {go.kind === 'redirect' ? (
          <a href={go.url} class="button main">
            Continue to the sign-in of {group}
          </a>
        ) : (
          <form method="post" action={go.action} data-send-at-once>
            {Object.entries(go.fields).map(([name, value]) => (
              <input type="hidden" name={name} value={value} key={name} />
            ))}
            <button type="submit" class="button main">
              Continue to the sign-in of {group}
            </button>
          </form>
        )}
      </>
    ),
  };
}
