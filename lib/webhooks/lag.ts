import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import { batches } from '../store/index.ts';
import { isServed, receiverCollections } from './receivers.ts';
import { deliveries } from './types.ts';

/** The time of the oldest event that Rollcall has to deliver to a webhook or a stream; undefined for none. */
export async function oldestDue(store: UnitStore): Promise<number | undefined> {
  const along = { index: 'enabled', limit: limits.maxPageSize };
  const times: number[] = [];
  for (const collection of receiverCollections)
    for await (const found of batches(store, collection, along))
      for (const { id } of found.filter(isServed)) {
        const { items } = await store.list(deliveries, id, { index: 'due', limit: 1 });
        times.push(...items.map(({ at }) => at));
      }
  return times.length === 0 ? undefined : Math.min(...times);
}
