/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Asset } from '../assets.ts';
import { Notice } from '../components/notice.tsx';
import { Header, type OwnGroup, type Who } from './header.tsx';
import { type Crumb, Crumbs, Heading, type HeadingParts } from './heading.tsx';
import { type Here, HereProvider } from './here.ts';
import { type Section, Sidebar } from './sidebar.tsx';

export interface Page extends HeadingParts {
  readonly body: VNode;
  /** The way here from the section's first page; the page itself is not in it. */
  readonly crumbs?: readonly Crumb[];
  /** The menu at the left, and the person. Without it the page is one narrow column. */
  readonly side?: Side;
}

export interface Side {
  readonly label: string;
  readonly sections: readonly Section[];
  /** The path of the section that the page belongs to. */
  readonly current: string;
  /** The name of the group that the page is about. */
  readonly group?: string;
}

interface Frame extends Here {
  readonly assets: { readonly stylesheet: Asset; readonly script: Asset };
  /** Who is signed in, and the groups to switch between. */
  readonly who?: Who | undefined;
  readonly groups: readonly OwnGroup[];
  readonly flash?: { readonly kind: 'done' | 'problem'; readonly text: string } | undefined;
}

/** The whole HTML document of a page. Everything in it is escaped. */
export function renderDocument(page: Page, frame: Frame): string {
  const { base, formToken, now } = frame;
  return `<!doctype html>${renderToString(
    <HereProvider value={{ base, formToken, now }}>
      <Document page={page} frame={frame} />
    </HereProvider>,
  )}`;
}

function Document({ page, frame }: { page: Page; frame: Frame }) {
  const { stylesheet, script } = frame.assets;
  const { side, title } = page;
  const about = side?.group === undefined ? '' : ` · ${side.group}`;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title}${title === side?.group ? '' : about} · Rollcall`}</title>
        <link rel="stylesheet" href={frame.base + stylesheet.path} integrity={stylesheet.integrity} />
        <link rel="icon" href="data:," />
        <script defer src={frame.base + script.path} integrity={script.integrity} />
      </head>
      <body class={side ? undefined : 'alone'}>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <Header who={frame.who} groups={frame.groups} group={side?.group} />
        {side ? (
          <div class="frame">
            <Sidebar {...side} />
            <Main page={page} frame={frame} />
          </div>
        ) : (
          <Main page={page} frame={frame} />
        )}
      </body>
    </html>
  );
}

function Main({ page, frame: { flash } }: { page: Page; frame: Frame }) {
  return (
    <main id="main" tabIndex={-1}>
      {flash && <Notice kind={flash.kind}>{flash.text}</Notice>}
      {page.crumbs && <Crumbs crumbs={page.crumbs} />}
      <Heading {...page} />
      {page.side ? page.body : <div class="card">{page.body}</div>}
    </main>
  );
}
