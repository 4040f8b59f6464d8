import { listIntegrations } from '../../integrations/index.ts';
import type { Reader } from '../../store/index.ts';
import { identities } from '../collections.ts';
import type { Identity } from '../types.ts';
import { personOf } from './identity.ts';

/** The active user that an enabled integration of a top-level group has for an account. */
export async function activeUserOf(
  reader: Reader,
  rootId: string,
  accountId: string,
): Promise<Identity | undefined> {
  const enabled = (await listIntegrations(reader, rootId)).filter((integration) => integration.enabled);
  const found = await Promise.all(enabled.map(({ id }) => reader.find(identities, id, 'account', accountId)));
  return found.find((identity) => identity && personOf(identity.resource).active);
}
