import { RuleError } from '../kernel/errors.ts';
import { DAY, HOUR } from '../kernel/runtime.ts';
import { checkedText } from '../operations/arguments.ts';

const AGO = /^(\d{1,6})([mhd])$/;
const DATE = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const units = { m: 60_000, h: HOUR, d: DAY } as const;

/** From when on, as people write it. */
export const sinceTime = checkedText((text) => timeSince(text, 0));

/**
 * The time that `2h` ago was, or `3d` or `30m`; or that a date says, in UTC where it names no other. Throws `RuleError`
 * where it is neither.
 */
export function timeSince(text: string, now: number): number {
  const [, count, unit] = AGO.exec(text) ?? [];
  if (unit === 'm' || unit === 'h' || unit === 'd') return now - Number(count) * units[unit];
  const [, day, zone] = DATE.exec(text) ?? [];
  const at = Date.parse(text.includes('T') && zone === undefined ? `${text}Z` : text);
  if (day === undefined || Number.isNaN(at) || !isDay(day))
    throw new RuleError('invalid_value', `${text} is no time: write 30m, 2h, 3d, or a date as 2026-01-31`);
  return at;
}

/** There is no 31st of February. */
function isDay(day: string): boolean {
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
