/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { Button, ButtonLink, GetForm } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Pager } from '../components/pager.tsx';
import type { Page, Side } from '../layout/document.tsx';
import { LogTable, type ShownRequest } from './log_table.tsx';

export interface LogFilter {
  readonly user: string;
  readonly integration: string;
  readonly status: string;
  readonly since: string;
}

interface Shown {
  readonly side: Side;
  readonly at: string;
  readonly filter: LogFilter;
  readonly integrations: readonly { readonly id: string; readonly name: string }[];
  readonly requests: readonly ShownRequest[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
  /** What was wrong with the filter. */
  readonly problem?: string | undefined;
}

const periods = [
  { value: '', text: 'any time' },
  { value: '1h', text: 'the last hour' },
  { value: '24h', text: 'the last 24 hours' },
  { value: '7d', text: 'the last 7 days' },
];

/** The requests of identity providers, refused ones too. */
export function logPage(shown: Shown): Page {
  const { side, at, filter, requests, isLater, next } = shown;
  const asked = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''));
  const isFiltered = asked.size > 0;
  return {
    title: 'Log',
    side,
    summary: {
      tone: 'plain',
      text: 'Every request of your identity providers, the newest first. Times are UTC.',
    },
    body: (
      <Card id="requests" title="Requests">
        <Filters {...shown} isFiltered={isFiltered} />
        <LogTable
          requests={requests}
          empty={isFiltered ? 'No request matches the filter.' : 'No request has arrived yet.'}
        />
        <Pager
          at={isFiltered ? `${at}?${asked}` : at}
          isLater={isLater}
          next={next}
          words={{ first: 'Newest', next: 'Older' }}
        />
      </Card>
    ),
  };
}

function Filters({ at, filter, integrations, problem, isFiltered }: Shown & { isFiltered: boolean }) {
  return (
    <GetForm action={at} class="filters">
      <Field
        name="user"
        label="Person (userName or id)"
        autocomplete="off"
        value={filter.user}
        error={problem}
        optional
      />
      <Choice
        name="status"
        label="Answer"
        value={filter.status}
        options={[
          { value: '', text: 'all' },
          { value: 'refused', text: 'refused only' },
        ]}
      />
      <Choice name="since" label="From" value={filter.since} options={periods} />
      {integrations.length > 1 && (
        <Choice
          name="integration"
          label="Integration"
          value={filter.integration}
          options={[
            { value: '', text: 'all' },
            ...integrations.map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
      )}
      <Button kind="plain">Filter</Button>
      {isFiltered && <ButtonLink to={at}>Show all</ButtonLink>}
    </GetForm>
  );
}
