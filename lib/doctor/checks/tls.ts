import { limits } from '../../../config/limits.ts';
import { DAY } from '../../kernel/index.ts';
import { ok, skipped, warning } from '../findings.ts';
import { type Check, isFailure } from '../types.ts';

/** The certificate of PUBLIC_URL does not end soon; an expired one cannot be reached at all. */
export const tls: Check = {
  name: 'tls',
  find({ visit, now }) {
    if (visit === undefined || isFailure(visit) || visit.certificateEnds === undefined)
      return skipped('PUBLIC_URL shows no certificate now. See public_url.');
    const day = new Date(visit.certificateEnds).toISOString().slice(0, 10);
    if (visit.certificateEnds - now < limits.doctorUrgentDays * DAY)
      return warning(
        `The certificate of PUBLIC_URL ends on ${day}. Renew it, and find out why nothing has renewed it.`,
      );
    return ok(`The certificate of PUBLIC_URL ends on ${day}.`);
  },
};
