import { failed, ok, skipped, warning } from '../findings.ts';
import { type Check, isFailure } from '../types.ts';

/** The store opens, this version reads its format, and its jobs run. */
export const data: Check = {
  name: 'data',
  find({ data: found }) {
    if (found === undefined)
      return skipped(
        'There is no installation yet. The first start of the service, or rollcall bootstrap, begins one.',
      );
    if (isFailure(found)) return failed(found.problem);
    const { data: format, service } = found.health;
    const late = service?.jobs.filter(({ late: isLate }) => isLate).map(({ name }) => name) ?? [];
    if (late.length > 0) return warning(`Late jobs: ${late.join(', ')}. rollcall health says why.`);
    return ok(
      format
        ? `The data has format ${format.format}, written by Rollcall ${format.version}.`
        : 'The store opens.',
    );
  },
};
