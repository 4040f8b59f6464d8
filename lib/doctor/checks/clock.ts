import { limits } from '../../../config/limits.ts';
import { failed, ok, skipped, warning } from '../findings.ts';
import { type Check, type Evidence, isFailure } from '../types.ts';

/** The clocks of this machine, of the service and of MongoDB agree. */
export const clock: Check = {
  name: 'clock',
  find(evidence) {
    const clocks = clocksOf(evidence);
    if (clocks.length === 0) return skipped('No other clock answers. Keep this one right by NTP.');
    const text = clocks.map(({ of, ahead }) => `${of} by ${seconds(ahead)} s`).join(', ');
    const most = Math.max(...clocks.map(({ ahead }) => Math.abs(ahead)));
    if (most > limits.samlSkewMs)
      return failed(
        `Other clocks differ: ${text}. Sign-ins and signatures are refused. Set all clocks by NTP.`,
      );
    if (most > limits.doctorSkewMs) return warning(`Other clocks differ: ${text}. Set all clocks by NTP.`);
    return ok(`Other clocks agree: ${text}.`);
  },
};

/** Tenths of a second, never a negative zero. */
function seconds(ms: number): string {
  return (Math.round(ms / 100) / 10).toFixed(1);
}

function clocksOf({ visit, mongo }: Evidence): { readonly of: string; readonly ahead: number }[] {
  const there = visit === undefined || isFailure(visit) ? undefined : visit.ahead;
  const stored = mongo === undefined || isFailure(mongo) ? undefined : mongo.ahead;
  return [
    ...(there === undefined ? [] : [{ of: 'PUBLIC_URL', ahead: there }]),
    ...(stored === undefined ? [] : [{ of: 'MongoDB', ahead: stored }]),
  ];
}
