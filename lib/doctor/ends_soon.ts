import { limits } from '../../config/limits.ts';
import { DAY } from '../kernel/index.ts';
import { failed, ok, skipped, warning } from './findings.ts';
import { type Data, type Evidence, type Finding, isFailure } from './types.ts';

type Ending = Data['endings']['endings'][number];

interface Wanted {
  isMeant(ending: Ending): boolean;
  readonly none: string;
  readonly remedy: string;
}

/** Warns of credentials and certificates that end soon without a successor. A failure if it is urgent. */
export function endsSoon(data: Evidence['data'], now: number, { isMeant, none, remedy }: Wanted): Finding {
  if (data === undefined || isFailure(data)) return skipped('The data cannot be read now. See data.');
  const [first, ...more] = data.endings.endings.filter(isMeant);
  if (!first) return ok(none);
  const others = more.length === 0 ? '' : `, and ${more.length} more after it`;
  const text = `${first.name} of ${first.group} ends on ${first.endsAt.slice(0, 10)}${others}. ${remedy}`;
  return Date.parse(first.endsAt) - now < limits.doctorUrgentDays * DAY ? failed(text) : warning(text);
}
