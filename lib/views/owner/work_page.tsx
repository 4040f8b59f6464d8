/** @jsxRuntime automatic @jsxImportSource preact */
import { ButtonLink } from '../components/controls.tsx';
import { Banner } from '../components/notice.tsx';
import type { Tone } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';

interface Shown {
  readonly side: Side;
  readonly title: string;
  readonly state: 'running' | 'waiting' | 'failed' | 'done';
  readonly done: number;
  readonly total?: number;
  readonly startedAt: string;
  readonly nextAt?: string;
  /** The result, once it is done. */
  readonly result: string;
  readonly next: { readonly to: string; readonly text: string };
}

const states: Readonly<Record<Shown['state'], readonly [tone: Tone, text: string]>> = {
  running: ['plain', 'Running'],
  waiting: ['plain', 'Waiting'],
  failed: ['bad', 'Failed'],
  done: ['ok', 'Done'],
};

/** How far long work is; the browser loads the page again until it is done. */
export function workPage({ side, title, state, done, total, startedAt, nextAt, result, next }: Shown): Page {
  const [tone, text] = states[state];
  const isDone = state === 'done';
  return {
    title,
    side,
    state: { tone, text },
    body: (
      <div class="card slim">
        {state === 'failed' && (
          <Banner tone="problem" title="A step has failed.">
            Nothing is lost. Rollcall tries again {nextAt === undefined ? 'soon' : <Time at={nextAt} />}.
          </Banner>
        )}
        {isDone ? (
          <p role="status">{result}</p>
        ) : (
          <>
            <progress aria-label={title} max={total} value={total === undefined ? undefined : done} />
            <p role="status">
              {total === undefined ? `${counted(done)} done` : `${counted(done)} of ${counted(total)} done`},
              begun <Time at={startedAt} />.
            </p>
            <p>You can leave this page. The work continues.</p>
          </>
        )}
        <p class="after">
          <ButtonLink to={next.to}>{next.text}</ButtonLink>
        </p>
      </div>
    ),
  };
}

function counted(count: number): string {
  return count.toLocaleString('en');
}
