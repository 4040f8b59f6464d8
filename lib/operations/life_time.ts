import { RuleError } from '../kernel/index.ts';

const days = { d: 1, w: 7, y: 365 } as const;

/** The days of a life time such as `90d`, `12w` or `1y`. Throws `RuleError`. */
export function daysOf(text: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,4})([dwy])$/.exec(text) ?? [];
  if (unit !== 'd' && unit !== 'w' && unit !== 'y')
    throw new RuleError(
      'invalid_lifetime',
      `${text} is not a life time. Write days, weeks or years: 90d, 12w or 1y.`,
    );
  return Number(count) * days[unit];
}
