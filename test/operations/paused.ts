import { integrations } from '../../lib/integrations/types.ts';
import type { Rollcall, Tenant } from '../helper.ts';

/** Pauses the integration of a tenant, as a mass removal would. */
export function paused({ services: { store } }: Rollcall, tenant: Tenant): Promise<void> {
  return store.transaction(async (tx) => {
    const present = await tx.get(integrations, tenant.groupId, tenant.integrationId);
    if (!present) throw new Error('no integration');
    const pause = { at: 1, reason: 'a test', removals: 1, refused: 'nobody' };
    tx.update(integrations, { ...present, paused: pause });
  });
}
