/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { Chart } from '../components/chart.tsx';
import { Link } from '../components/controls.tsx';
import { Time } from '../components/time.tsx';
import { originText } from './origin_words.ts';

export interface ShownDay {
  readonly day: string;
  readonly requests: number;
  readonly refused: number;
  /** The requests of the day in the log. */
  readonly to: string;
}

export interface ShownOrigins {
  readonly origins: readonly { readonly origin: string; readonly count: number }[];
  readonly isPartial: boolean;
  /** When they were counted. */
  readonly at: string;
}

const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Requests and refusals of the last days. */
export function DaysCard({ days, span }: { days: readonly ShownDay[]; span?: 7 }) {
  const requests = days.reduce((sum, day) => sum + day.requests, 0);
  const refused = days.reduce((sum, day) => sum + day.refused, 0);
  return (
    <Card id="days" title={`Requests of the last ${days.length} days`} {...(span ? { span } : {})}>
      {requests === 0 ? (
        <p class="quiet">No request arrived on these days.</p>
      ) : (
        <Chart
          summary={`${requests} requests, ${refused} of them refused. Days are UTC.`}
          axis="Day"
          bars={days.map(({ day, to, requests: all, refused: bad }) => ({
            name: day,
            short: shortDay.format(Date.parse(day)),
            label: <Link to={to}>{day}</Link>,
            parts: [
              { name: 'Accepted', value: all - bad },
              { name: 'Refused', value: bad, tone: 'bad', to: `${to}&status=refused` },
            ],
          }))}
        />
      )}
    </Card>
  );
}

/** Where the roles of the members come from. */
export function OriginsCard({ origins, isPartial, at }: ShownOrigins) {
  const known = origins.filter(({ count }) => count > 0);
  return (
    <Card id="origins" title="Members by origin" span={5}>
      {known.length === 0 ? (
        <p class="quiet">This group has no members.</p>
      ) : (
        <Chart
          summary={`${known.map(({ origin, count }) => `${originText(origin)}: ${count}`).join(', ')}.${isPartial ? ' The group has more members than these.' : ''}`}
          axis="Origin"
          bars={known.map(({ origin, count }) => ({
            name: originText(origin),
            parts: [{ name: 'Members', value: count }],
          }))}
        />
      )}
      {known.length > 0 && (
        <p class="hint">
          Counted <Time at={at} />.
        </p>
      )}
    </Card>
  );
}
