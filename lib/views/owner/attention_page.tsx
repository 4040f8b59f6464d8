/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { Button, Form } from '../components/controls.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

export interface Waiting {
  readonly userName: string;
  readonly email: string;
  readonly times: number;
  readonly lastSeen: string;
  /** Why, and each way out. */
  readonly cause: string;
  readonly remedies: readonly string[];
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly waiting: readonly Waiting[];
}

/** The people of an integration for whom somebody has to decide. */
export function attentionPage({ side, crumbs, at, waiting }: Shown): Page {
  return {
    title: 'People who need attention',
    side,
    crumbs,
    body: (
      <Card id="waiting" title="To decide">
        {waiting.length === 0 ? (
          <Empty title="Nobody needs attention.">Conflicts that come up are listed here.</Empty>
        ) : (
          <ul class="rows">
            {waiting.map(({ userName, email, times, lastSeen, cause, remedies }) => (
              <li key={userName + cause}>
                <div>
                  <strong>{userName}</strong>
                  <small>
                    {email} · tried {times === 1 ? 'once' : `${times} times`}, last <Time at={lastSeen} />
                  </small>
                  <p>{cause}</p>
                  {remedies.map((remedy) => (
                    <p key={remedy}>{remedy}</p>
                  ))}
                </div>
                <Form action={`${at}/attention/dismiss`} hidden={{ user: userName }}>
                  <Button kind="small" label={`Dismiss ${userName}`}>
                    Dismiss
                  </Button>
                </Form>
              </li>
            ))}
          </ul>
        )}
      </Card>
    ),
  };
}
