import {
  createIntegration,
  integrationNamed,
  type NewIntegration,
} from '../../lib/integrations/integrations.ts';
import { issueToken } from '../../lib/integrations/tokens.ts';
import type { Integration } from '../../lib/integrations/types.ts';
import type { Services } from '../../lib/operations/services.ts';
import { client, type Tenant } from '../helper.ts';
import { groupNamed } from './people.ts';

const operator = { kind: 'operator' as const };

export interface Connection {
  readonly id: string;
  readonly scim: Tenant['scim'];
}

/** One more integration of a tenant's group, and a client that speaks for it. */
export async function connected(
  services: Services,
  tenant: Tenant,
  wishes: NewIntegration,
): Promise<Connection> {
  const { store, secrets } = services;
  const root = await groupNamed(services, tenant.groupId);
  const { id, secret } = await store.transaction(async (unit) => {
    const made = await createIntegration(unit, root, wishes, operator);
    const issued = issueToken(unit, made, { name: 'token' }, secrets.tokenPepper, operator);
    return { id: made.id, secret: issued.secret };
  });
  return { id, scim: client(tenant.scimUrl, secret) };
}

export function integrationIn(services: Services, tenant: Tenant, idOrName: string): Promise<Integration> {
  return integrationNamed(services.store, tenant.groupId, idOrName);
}
