/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { Button, Form, Link } from '../components/controls.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

/** A way out, perhaps with the page where it begins. */
export interface Remedy {
  readonly text: string;
  readonly to?: string | undefined;
  readonly link?: string | undefined;
}

export interface Waiting {
  readonly userName: string;
  readonly email: string;
  readonly times: number;
  readonly lastSeen: string;
  /** Why, and each way out. */
  readonly cause: string;
  readonly remedies: readonly Remedy[];
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly waiting: readonly Waiting[];
  /** How many others need attention. */
  readonly more: number;
}

/** The people of an integration who need a decision. */
export function attentionPage({ side, crumbs, at, waiting, more }: Shown): Page {
  return {
    title: 'People who need attention',
    side,
    crumbs,
    ...(waiting.length > 0 && {
      summary: {
        tone: 'warn',
        text: 'A solved conflict disappears when your identity provider sends the person again.',
      },
    }),
    body: (
      <Card id="waiting" title="Conflicts">
        {waiting.length === 0 ? (
          <Empty title="Nobody needs attention.">
            Rollcall lists the people who have an e-mail conflict, or whom sign-in and provisioning name
            differently.
          </Empty>
        ) : (
          <ul class="rows">
            {waiting.map(({ userName, email, times, lastSeen, cause, remedies }) => (
              <li key={userName + cause}>
                <div>
                  <strong>{userName}</strong>
                  <small>
                    {email === userName ? '' : `${email} · `}tried {times === 1 ? 'once' : `${times} times`},
                    last <Time at={lastSeen} />
                  </small>
                  <p>{cause}</p>
                  {remedies.map(({ text, to, link }) => (
                    <p key={text}>
                      {text} {to !== undefined && <Link to={to}>{link}</Link>}
                    </p>
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
        {more > 0 && <p class="hint">{more} more appear here once these are settled.</p>}
      </Card>
    ),
  };
}
