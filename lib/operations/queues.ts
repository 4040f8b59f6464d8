import { limits } from '../../config/limits.ts';
import { auditEntries, type UnitStore } from '../audit/index.ts';
import { works } from '../jobs/index.ts';
import { mails } from '../outbox/index.ts';
import { PLATFORM } from '../store/index.ts';
import { deliveries } from '../webhooks/index.ts';

/** What waits for a job, and since when. */
export async function queuesOf(store: UnitStore) {
  const now = store.now();
  const [waiting, oldest, unsealed, work, owed] = await Promise.all([
    store.count(mails, PLATFORM, { limit: limits.reviewCount }),
    store.sweep(mails, { index: 'due', limit: 1 }),
    store.sweep(auditEntries, { index: 'unsealed', limit: 1 }),
    store.sweep(works, { index: 'due', limit: limits.maxPageSize }),
    store.sweep(deliveries, { index: 'owed', limit: limits.webhookCounted }),
  ]);
  return {
    mails: { waiting, oldest: oldest.items[0] },
    unsealed: unsealed.items[0],
    work: {
      open: work.items.length,
      failed: work.items.filter(({ failures }) => failures !== undefined).length,
    },
    webhooks: {
      outstanding: owed.items.length,
      overdue: owed.items.filter(({ deadlineAt = 0 }) => deadlineAt <= now).length,
    },
  };
}
