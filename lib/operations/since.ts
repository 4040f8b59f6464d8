import { DAY, HOUR, RuleError } from '../kernel/index.ts';
import { checkedText } from './arguments.ts';

const AGO = /^(\d{1,6})([mhd])$/;
const DATE = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const units = { m: 60_000, h: HOUR, d: DAY } as const;

/** The start of a period, as typed. */
export const sinceTime = checkedText((text) => timeSince(text, 0));

/**
 * The time of a text: `2h`, `3d` or `30m` ago, or a date, in UTC unless it has a zone. Throws `RuleError` for any other
 * text.
 */
export function timeSince(text: string, now: number): number {
  const [, count, unit] = AGO.exec(text) ?? [];
  if (unit === 'm' || unit === 'h' || unit === 'd') return now - Number(count) * units[unit];
  const [, day, zone] = DATE.exec(text) ?? [];
  const at = Date.parse(text.includes('T') && zone === undefined ? `${text}Z` : text);
  if (day === undefined || Number.isNaN(at) || !isDay(day))
    throw new RuleError('invalid_time', `${text} is not a time. Write 30m, 2h, 3d, or a date as 2026-01-31.`);
  return at;
}

/** Refuses days that do not exist, such as 31 February. */
function isDay(day: string): boolean {
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
