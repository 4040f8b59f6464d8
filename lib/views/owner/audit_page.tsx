/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { ButtonLink } from '../components/controls.tsx';
import { Pager } from '../components/pager.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page, Side } from '../layout/document.tsx';

interface ShownEntry {
  readonly id: string;
  readonly at: string;
  /** The actor, the action and the target. */
  readonly who: string;
  readonly action: string;
  readonly target: string;
  readonly detail: readonly { readonly name: string; readonly value: string }[];
  /** Its number in the chain; absent until it is sealed. */
  readonly seq?: number | undefined;
}

interface Shown {
  readonly side: Side;
  readonly at: string;
  readonly entries: readonly ShownEntry[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
  /** What the check of the chain has found, where it was asked for. */
  readonly verdict?: Verdict | undefined;
}

interface Verdict {
  readonly sealed: number;
  readonly unsealed: number;
  readonly broken?: { readonly seq: number; readonly reason: string };
}

/** The audit log of a group. Its hash chain reveals later changes of entries. */
export function auditPage({ side, at, entries, isLater, next, verdict }: Shown): Page {
  return {
    title: 'Audit log',
    side,
    summary: verdict
      ? summaryOf(verdict)
      : { tone: 'plain', text: 'Every change in this group, the newest first.' },
    actions: <ButtonLink to={`${at}?verify=yes`}>Verify the log</ButtonLink>,
    body: (
      <Card id="entries" title="Changes">
        {entries.length === 0 ? (
          <p class="quiet">Nothing has changed yet.</p>
        ) : (
          <Table
            caption="Changes of this group"
            columns={[
              { title: 'When' },
              { title: 'Who' },
              { title: 'What' },
              { title: 'Details', kind: 'long' },
              { title: 'Number', kind: 'number' },
            ]}
            rows={entries.map((entry) => ({ key: entry.id, cells: cellsOf(entry) }))}
          />
        )}
        <Pager at={at} isLater={isLater} next={next} words={{ first: 'Newest', next: 'Older' }} />
      </Card>
    ),
  };
}

function summaryOf({ sealed, unsealed, broken }: Verdict) {
  if (broken)
    return {
      tone: 'bad',
      text: `The log was altered. The hash chain is broken at entry ${broken.seq}: ${broken.reason}. The ${sealed} entries before it are intact.`,
    } as const;
  const waiting = unsealed === 0 ? '' : ` ${unsealed} more will be sealed within seconds.`;
  return {
    tone: 'ok',
    text: `The hash chain is intact: nobody has altered the ${sealed} sealed entries.${waiting}`,
  } as const;
}

/**
 * The name of an event in words: `saml_provider.created` is “SAML provider created”. A token is a credential like the
 * others.
 */
function eventText(action: string): string {
  const words = action
    .replace(/^token\./, 'credential.')
    .replace(/[._]/g, ' ')
    .replace(/\bsetup\b/, 'set-up')
    .replace(/\bsaml\b/, 'SAML');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function cellsOf({ at, who, action, target, detail, seq }: ShownEntry) {
  return [
    <Time key="at" at={at} />,
    who,
    <span key="what" title={action}>
      {eventText(action)}
    </span>,
    <>
      {target}
      {detail.map(({ name, value }) => (
        <small key={name}>
          {name}: {value}
        </small>
      ))}
    </>,
    seq ?? <Tag tone="off">not sealed yet</Tag>,
  ];
}
