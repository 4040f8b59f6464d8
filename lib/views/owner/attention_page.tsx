/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty } from '../components/card.tsx';
import { Button, ButtonLink, Form } from '../components/controls.tsx';
import { Refused } from '../components/notice.tsx';
import { Pager } from '../components/pager.tsx';
import { Tag } from '../components/tag.tsx';
import { Day, Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

/** A way out in one click: a form if it has fields, or else the page where it begins. */
export interface Act {
  readonly text: string;
  readonly to: string;
  readonly fields?: Readonly<Record<string, string>>;
}

interface Waiting {
  readonly userName: string;
  readonly email: string;
  readonly times: number;
  readonly lastSeen: string;
  /** Why, and each way out. */
  readonly cause: string;
  readonly remedies: readonly string[];
  readonly acts: readonly Act[];
  /** When the person was asked, until when they can answer, and when they said yes. */
  readonly invited?: { readonly at: string; readonly until: string; readonly accepted?: string } | undefined;
}

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly at: string;
  readonly waiting: readonly Waiting[];
  /** How many others need attention. */
  readonly more: number;
  readonly pages: { readonly isLater: boolean; readonly next?: string | undefined };
  readonly problem?: string | undefined;
}

/** The people of an integration who need a decision. */
export function attentionPage({ side, crumbs, at, waiting, more, pages, problem }: Shown): Page {
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
        <Refused why={problem} />
        {waiting.length === 0 ? (
          <Empty title="Nobody needs attention.">
            Rollcall lists the people who have an e-mail conflict, or whom sign-in and provisioning name
            differently.
          </Empty>
        ) : (
          <ul class="rows">
            {waiting.map((one) => (
              <li key={one.userName + one.cause}>
                <div>
                  <Case {...one} />
                  <div class="buttons">
                    {one.acts.map((act) => (
                      <ActButton key={act.text} {...act} of={one.userName} />
                    ))}
                    <Form action={`${at}/attention/dismiss`} hidden={{ user: one.userName }}>
                      <Button kind="small" label={`Dismiss ${one.userName}`}>
                        Dismiss
                      </Button>
                    </Form>
                  </div>
                </div>
              </li>
            ))}
          </ul>
        )}
        <Pager at={`${at}/attention`} {...pages} words={{ first: 'First page', next: 'Next page' }} />
        {more > 0 && <p class="hint">{more} more appear here once these are settled.</p>}
      </Card>
    ),
  };
}

function Case({ userName, email, times, lastSeen, cause, remedies, invited }: Waiting) {
  return (
    <>
      <strong>{userName}</strong>
      <small>
        {email === userName ? '' : `${email} · `}tried {times === 1 ? 'once' : `${times} times`}, last{' '}
        <Time at={lastSeen} />
      </small>
      <p>{cause}</p>
      {invited && <Invited {...invited} />}
      {remedies.length > 0 && (
        <ul class="ways">
          {remedies.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Invited({ at, until, accepted }: NonNullable<Waiting['invited']>) {
  return accepted === undefined ? (
    <p>
      <Tag tone="plain">Invited</Tag> <Time at={at} />. The person can answer until <Day at={until} />.
    </p>
  ) : (
    <p>
      <Tag tone="ok">Confirmed</Tag> <Time at={accepted} />. The account is linked when your identity provider
      sends the person again.
    </p>
  );
}

function ActButton({ text, to, fields, of }: Act & { of: string }) {
  const label = `${text}: ${of}`;
  if (fields === undefined)
    return (
      <ButtonLink to={to} kind="small" label={label}>
        {text}
      </ButtonLink>
    );
  return (
    <Form action={to} hidden={fields}>
      <Button kind="small" label={label}>
        {text}
      </Button>
    </Form>
  );
}
