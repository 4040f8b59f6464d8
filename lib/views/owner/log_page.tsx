/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Button, ButtonLink, GetForm } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Pager } from '../components/pager.tsx';
import type { Page, Side } from '../layout/document.tsx';
import { DaysCard, type ShownDay } from './charts.tsx';
import { LogTable, type ShownRequest } from './log_table.tsx';

export interface LogFilter {
  readonly user: string;
  readonly status: string;
  readonly kind: string;
  readonly since: string;
  readonly until: string;
  readonly integration: string;
  readonly token: string;
}

interface Shown {
  readonly side: Side;
  readonly at: string;
  /** The filter as a query. */
  readonly query: string;
  readonly filter: LogFilter;
  readonly integrations: readonly { readonly id: string; readonly name: string }[];
  readonly tokens: readonly { readonly id: string; readonly name: string; readonly integration: string }[];
  /** How many requests an exported file has at most. */
  readonly exported: number;
  /** The chart; absent on later pages, and where a time is chosen. */
  readonly days?: readonly ShownDay[] | undefined;
  readonly requests: readonly ShownRequest[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
  /** What was wrong with the filter. */
  readonly problem?: string | undefined;
}

const answers = [
  { value: '', text: 'all' },
  { value: 'refused', text: 'refused' },
  { value: '2xx', text: 'accepted (2xx)' },
  { value: '401', text: 'credential refused (401)' },
  { value: '404', text: 'not found (404)' },
  { value: '409', text: 'conflict (409)' },
  { value: '429', text: 'too many (429)' },
  { value: '5xx', text: 'errors (5xx)' },
];

const kinds = [
  { value: '', text: 'all' },
  { value: 'change', text: 'changes' },
  { value: 'read', text: 'reads' },
  { value: 'discovery', text: 'discovery' },
];

const periods = [
  { value: '', text: 'any time' },
  { value: '1h', text: 'the last hour' },
  { value: '24h', text: 'the last 24 hours' },
  { value: '7d', text: 'the last 7 days' },
  { value: '30d', text: 'the last 30 days' },
];

/** The requests of identity providers, refused ones too. */
export function logPage(shown: Shown): Page {
  const { side, at, query, days, requests, isLater, next } = shown;
  const isFiltered = query !== '';
  return {
    title: 'Log',
    side,
    summary: {
      tone: 'plain',
      text: 'Every request of your identity providers, the newest first. Times are UTC.',
    },
    body: (
      <Grid>
        {days && <DaysCard days={days} />}
        <Card id="requests" title="Requests" right={requests.length > 0 && <Export {...shown} />}>
          <Filters {...shown} isFiltered={isFiltered} />
          <LogTable requests={requests} empty={emptyText(isFiltered, next)} />
          <Pager
            at={isFiltered ? `${at}?${query}` : at}
            isLater={isLater}
            next={next}
            words={{ first: 'Newest', next: 'Older' }}
          />
        </Card>
      </Grid>
    ),
  };
}

function emptyText(isFiltered: boolean, next: string | undefined): string {
  if (next !== undefined) return 'No request so far matches the filter. Older ones may.';
  return isFiltered ? 'No request matches the filter.' : 'No request has arrived yet.';
}

/** What is filtered, as files. */
function Export({ at, query, exported }: Shown) {
  const ask = query === '' ? '' : `?${query}`;
  const most = `the newest ${exported.toLocaleString('en')} at most`;
  return (
    <span class="buttons">
      <ButtonLink kind="small" to={`${at}/export.csv${ask}`} label={`Export CSV, ${most}`}>
        Export CSV
      </ButtonLink>
      <ButtonLink kind="small" to={`${at}/export.json${ask}`} label={`Export JSON, ${most}`}>
        Export JSON
      </ButtonLink>
    </span>
  );
}

function Filters({ at, filter, integrations, tokens, problem, isFiltered }: Shown & { isFiltered: boolean }) {
  return (
    <GetForm action={at} class="filters">
      <Field
        name="user"
        label="userName or id"
        autocomplete="off"
        value={filter.user}
        error={problem}
        optional
      />
      <Choice name="status" label="Answer" value={filter.status} options={withOwn(answers, filter.status)} />
      <Choice name="kind" label="Kind" value={filter.kind} options={kinds} />
      <Choice name="since" label="From" value={filter.since} options={withOwn(periods, filter.since)} />
      <Choice
        name="until"
        label="Until"
        value={filter.until}
        options={withOwn(
          periods.map(({ value, text }) => ({ value, text: ends[value] ?? text })),
          filter.until,
        )}
      />
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
      {tokens.length > 0 && (
        <Choice
          name="token"
          label="Credential"
          value={filter.token}
          options={[
            { value: '', text: 'all' },
            ...tokens.map(({ id, name, integration }) => ({
              value: id,
              text: integrations.length > 1 ? `${name}, ${integration}` : name,
            })),
          ]}
        />
      )}
      <Button kind="plain">Filter</Button>
      {isFiltered && <ButtonLink to={at}>Show all</ButtonLink>}
    </GetForm>
  );
}

const ends: Readonly<Record<string, string>> = {
  '': 'now',
  '1h': '1 hour ago',
  '24h': '24 hours ago',
  '7d': '7 days ago',
  '30d': '30 days ago',
};

/** A value of a deep link stays chosen, although the list does not offer it. */
function withOwn(options: readonly { readonly value: string; readonly text: string }[], value: string) {
  return options.some((option) => option.value === value) ? options : [...options, { value, text: value }];
}
