/** @jsxRuntime automatic @jsxImportSource preact */
import { useHere } from '../layout/here.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Clocks of browsers and of processes differ by as much. */
const SLACK = 5_000;
/** From this distance on a date says more than a number of days. */
const FAR = 30 * DAY;

const absolute = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
});
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const units = [
  ['day', DAY],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A moment by its distance from now, or by its date where it is far; hovering shows all of it. */
export function Time({ at }: { at: number | string }) {
  const { now } = useHere();
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()} title={`${absolute.format(moment)} UTC`}>
      {distance(moment.getTime(), now)}
    </time>
  );
}

/** A moment to the second, for what happens in one minute. */
export function Exact({ at }: { at: number | string }) {
  const moment = new Date(at);
  return <time dateTime={moment.toISOString()}>{absolute.format(moment)} UTC</time>;
}

/** A day, for what ends some time then. */
export function Day({ at }: { at: number | string }) {
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()} title={`${absolute.format(moment)} UTC`}>
      {date.format(moment)}
    </time>
  );
}

function distance(at: number, now: number): string {
  const apart = Math.abs(at - now);
  if (apart < MINUTE) return at - now > SLACK ? 'in less than a minute' : 'just now';
  if (apart >= FAR) return date.format(at);
  const [unit, ms] = units.find(([, size]) => apart >= size) ?? ['minute', 60_000];
  return relative.format(Math.round((at - now) / ms), unit);
}
