import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueToken } from '../../lib/integrations/tokens.ts';
import { integrations, type Scope } from '../../lib/integrations/types.ts';
import type { LogEntry } from '../../lib/provisioning/types.ts';
import { type BootOptions, boot, client, type Rollcall, type Tenant } from '../helper.ts';
import { loggedIn } from '../logged.ts';

export const DEVICE = 'urn:example:params:scim:schemas:core:2.0:Device';
export const SLOT = 'urn:example:params:scim:schemas:core:2.0:Slot';

const files = {
  'device_schema.json': {
    id: DEVICE,
    name: 'Device',
    description: 'What people carry',
    attributes: [
      { name: 'serial', type: 'string', required: true, uniqueness: 'server' },
      { name: 'price', type: 'decimal' },
      { name: 'slot', type: 'string', caseExact: true, description: 'The id of the slot' },
    ],
  },
  'device.json': { name: 'Device', endpoint: '/Devices', description: 'What people carry', schema: DEVICE },
  'slot_schema.json': {
    id: SLOT,
    name: 'Slot',
    description: 'Where a device belongs',
    attributes: [{ name: 'holds', type: 'string', caseExact: true, required: true }],
  },
  'slot.json': { name: 'Slot', endpoint: '/Slots', description: 'Where a device belongs', schema: SLOT },
};

/** The service with two resource types of an operator: a Slot needs what it holds, a Device may have a slot. */
export function bootWithDevices(options: BootOptions = {}): Promise<Rollcall> {
  return bootWithSchemas(files, options);
}

/** The service with the schemas and resource types of an operator's files, by their names. */
export async function bootWithSchemas(
  files: Readonly<Record<string, object>>,
  options: BootOptions = {},
): Promise<Rollcall> {
  const directory = await mkdtemp(join(tmpdir(), 'schemas-'));
  try {
    for (const [name, json] of Object.entries(files))
      await writeFile(join(directory, name), JSON.stringify(json));
    return await boot({ ...options, env: { ...options.env, SCHEMA_DIR: directory } });
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A client of the same tenant whose token has these scopes only. */
export async function scoped(
  { services }: Rollcall,
  tenant: Tenant,
  scopes: readonly Scope[],
): Promise<Tenant['scim']> {
  const { store, secrets } = services;
  const secret = await store.transaction(async (unit) => {
    const integration = await unit.get(integrations, tenant.groupId, tenant.integrationId);
    if (!integration) throw new Error('the integration is gone');
    const wishes = { name: unit.id(), scopes };
    return issueToken(unit, integration, wishes, secrets.tokenPepper, { kind: 'operator' }).secret;
  });
  return client(tenant.scimUrl, secret);
}

/** The provisioning log of a tenant, the oldest entry first. */
export async function logOf({ services }: Rollcall, { groupId }: Tenant): Promise<LogEntry[]> {
  await services.logBook.flush();
  return loggedIn(services.store, groupId);
}
