import type { Runtime } from '../runtime.ts';
import { type Collection, type Doc, PLATFORM, type Store } from '../store/port.ts';

/** Who may run a job, until when. The `id` is the job's name. */
export interface Lease extends Doc {
  readonly holder: string;
  readonly until: number;
}

export const leases: Collection<Lease> = { name: 'leases', scope: 'platform', unique: {}, indexes: {} };

/** Takes or keeps the lease of a job for `holder`; false while another process has it. */
export async function holdLease(
  store: Store,
  runtime: Runtime,
  job: string,
  holder: string,
  ms: number,
): Promise<boolean> {
  const now = runtime.now();
  const seen = await store.get(leases, PLATFORM, job);
  if (seen && seen.holder !== holder && seen.until > now) return false;
  if (seen && seen.holder === holder && seen.until - now > ms / 2) return true;
  return store.transaction(async (tx) => {
    const lease = await tx.get(leases, PLATFORM, job);
    if (lease && lease.holder !== holder && lease.until > now) return false;
    if (lease) tx.update(leases, { ...lease, holder, until: now + ms });
    else tx.insert(leases, { id: job, holder, until: now + ms });
    return true;
  });
}
