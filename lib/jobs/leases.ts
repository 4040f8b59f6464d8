import type { Logger } from 'pino';
import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';

/** Which process may run a job, and until when. The `id` is the name of the job. */
export interface Lease extends Doc {
  readonly holder: string;
  readonly until: number;
}

export const leases: Collection<Lease> = { name: 'leases', scope: 'platform', unique: {}, indexes: {} };

interface Parts {
  readonly store: UnitStore;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Takes or keeps the lease of a job for `holder`; false while another process has it. A clock that is ahead cannot make
 * a lease longer.
 */
export async function holdLease(
  { store, logger }: Parts,
  job: string,
  holder: string,
  ms: number,
): Promise<boolean> {
  const now = store.now();
  const isAhead = ({ until }: Lease) => until > now + ms + limits.leaseMargin;
  const isOthers = (lease: Lease) => lease.holder !== holder && lease.until > now;
  const seen = await store.get(leases, PLATFORM, job);
  if (seen && !isAhead(seen)) {
    if (isOthers(seen)) return false;
    if (seen.holder === holder && seen.until - now > ms / 2) return true;
  }
  if (seen && isAhead(seen))
    logger.warn(
      { job, until: new Date(seen.until).toISOString() },
      'a lease lasts too long: the clock of a process is or was ahead',
    );
  return store.transaction(async (unit) => {
    const lease = await unit.get(leases, PLATFORM, job);
    const isFree = !lease || !isOthers(lease);
    const until = now + ms;
    if (!lease) unit.insert(leases, { id: job, holder, until });
    else if (isFree || isAhead(lease))
      unit.update(leases, { ...lease, holder: isFree ? holder : lease.holder, until });
    return isFree;
  });
}
