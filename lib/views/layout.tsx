/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Here, HereProvider } from './here.ts';
import { Button, Form, Link, Notice } from './parts.tsx';

export interface Page {
  readonly title: string;
  readonly body: VNode;
}

export interface Frame extends Here {
  readonly stylesheet: string;
  /** Who is signed in. */
  readonly name?: string | undefined;
  readonly flash?: { readonly kind: 'done' | 'problem'; readonly text: string } | undefined;
}

/** The whole HTML document of a page. Everything in it is escaped. */
export function renderDocument(page: Page, frame: Frame): string {
  const { base, formToken, now } = frame;
  return `<!doctype html>${renderToString(
    <HereProvider value={{ base, formToken, now }}>
      <Layout title={page.title} frame={frame}>
        {page.body}
      </Layout>
    </HereProvider>,
  )}`;
}

function Layout({ title, frame, children }: { title: string; frame: Frame; children: ComponentChildren }) {
  const { base, stylesheet, name, flash } = frame;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Rollcall`}</title>
        <link rel="stylesheet" href={base + stylesheet} />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header>
          <p class="brand">
            <Link to="/">Rollcall</Link>
          </p>
          {name !== undefined && (
            <nav aria-label="Account">
              <Link to="/profile">{name}</Link>
              <Form action="/sign-out" inline>
                <Button kind="plain">Sign out</Button>
              </Form>
            </nav>
          )}
        </header>
        <main id="main">
          {flash && <Notice kind={flash.kind}>{flash.text}</Notice>}
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}
