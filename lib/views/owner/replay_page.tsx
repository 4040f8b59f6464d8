/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Code } from '../components/code.tsx';
import { ButtonLink } from '../components/controls.tsx';
import { Banner } from '../components/notice.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';
import { toneOf } from './log_table.tsx';

interface Result {
  readonly request: string;
  readonly status: number;
  readonly outcome: string;
  readonly changes: readonly string[];
  readonly resource?: object | undefined;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The page of the request. */
  readonly back: string;
  readonly result?: Result;
  /** Why it cannot be replayed. */
  readonly problem?: string;
}

/** What a recorded request would do now. */
export function replayPage({ side, crumbs, back, result, problem }: Shown): Page {
  return {
    title: 'Replay as preview',
    side,
    crumbs,
    summary: { tone: 'plain', text: 'The result with today’s rules and data. Nothing has changed.' },
    actions: <ButtonLink to={back}>Back to the request</ButtonLink>,
    body: (
      <Grid>
        {problem !== undefined && <Banner tone="warn" title={problem} />}
        {result && <Effect {...result} />}
      </Grid>
    ),
  };
}

function Effect({ request, status, outcome, changes, resource }: Result) {
  return (
    <>
      <Card
        id="would"
        title={request}
        beside={<Tag tone={toneOf(status)}>{status}</Tag>}
        {...(resource ? { span: 6 } : {})}
      >
        <p>
          <strong>{status >= 400 ? 'It would be refused.' : 'It would be accepted.'}</strong> {outcome}
        </p>
        {changes.length > 0 && (
          <ul class="plain">
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        )}
        <p class="hint">
          Group links are recalculated after a change, so their roles are not in this preview. The replay
          sends masked values as <code>***</code>.
        </p>
      </Card>
      {resource && (
        <Card id="resource" title="The resource would be" span={6}>
          <Code label="The resource" text={JSON.stringify(resource, null, 2)} />
        </Card>
      )}
    </>
  );
}
