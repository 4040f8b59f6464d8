/** @jsxRuntime automatic @jsxImportSource preact */
import type { Page } from './layout.tsx';

/** The only script: it presses the button. */
export const AUTO_POST = 'document.forms[document.forms.length - 1].submit()';

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
    body:
      go.kind === 'redirect' ? (
        <p>
          <a href={go.url}>Go on to the sign-in of {group}</a>
        </p>
      ) : (
        <>
          <p>You sign in at your organisation, and come back here.</p>
          <form method="post" action={go.action}>
            {Object.entries(go.fields).map(([name, value]) => (
              <input type="hidden" name={name} value={value} key={name} />
            ))}
            <button type="submit" class="main">
              Go on to the sign-in of {group}
            </button>
          </form>
          <script dangerouslySetInnerHTML={{ __html: AUTO_POST }} />
        </>
      ),
  };
}
