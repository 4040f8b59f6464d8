import { accounts, ownsDomain, sessionsHeld } from '../../accounts/index.ts';
import type { Unit } from '../../audit/index.ts';
import { groups, memberOf, samlProviders, seatLimitOf } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { all, PLATFORM, type Reader } from '../../store/index.ts';
import { identities } from '../collections.ts';
import { directoryMembers } from '../directory/collections.ts';
import { showing } from '../discovery/follow.ts';
import { settingsOf, windowOf } from '../removal_guard/guard.ts';
import type { Identity } from '../types.ts';
import { waitingOf } from './attention.ts';
import type { Person } from './identity.ts';
import { mismatchOf } from './saml_mismatches.ts';

/**
 * What changes of users read, begun side by side where each read waits for a database. The rules read the same things
 * by themselves: a read that is missing here costs a wait, one too many costs a command.
 */
type Reads = readonly Promise<unknown>[];

type Tenant = Pick<Integration, 'id' | 'rootId'>;

/** Before anything but the address of a request is known. */
export function readsOfRequest(
  reader: Reader,
  { id: integrationId, rootId }: Tenant,
  method: string,
  id: string | undefined,
): Reads {
  const provider = () => reader.find(samlProviders, rootId, 'root', rootId);
  if (id === undefined) return [provider(), reader.get(groups, rootId, rootId)];
  const identity = reader.get(identities, integrationId, id);
  // Rivals write the identity too, so what is read after it is no older than the version that is checked.
  const others = identity.then(() =>
    Promise.all<unknown>([
      waitingOf(reader, integrationId, { identityId: id }),
      ...(method === 'DELETE'
        ? [
            mismatchOf(reader, { id, integrationId }),
            all(reader, directoryMembers, integrationId, { index: 'member', equal: [id] }),
          ]
        : [provider()]),
    ]),
  );
  return [identity, others];
}

/** Of the creation of a user, besides its names. */
export function foreseeCreation(unit: Unit, { rootId }: Tenant, { email }: Person): void {
  unit.foresee((reader) => [
    showing(reader, rootId),
    seatLimitOf(reader, rootId),
    ...(email ? [ownsDomain(reader, rootId, email.key)] : []),
  ]);
}

/** Of a change of a user with an account. */
export function foreseeChange(
  unit: Unit,
  integration: Integration,
  accountId: string,
  { was, is }: { readonly was: Person; readonly is: Person },
): void {
  unit.foresee((reader) => [showing(reader, integration.rootId)]);
  if (is.active) unit.foresee((reader) => [reader.get(accounts, PLATFORM, accountId)]);
  if (is.active && !was.active)
    unit.foresee((reader) => [
      memberOf(reader, integration.rootId, accountId),
      seatLimitOf(reader, integration.rootId),
    ]);
  if (was.active && !is.active) foreseeLoss(unit, integration, accountId);
}

/** Of the end of a user's access. */
export function foreseeLoss(unit: Unit, integration: Integration, accountId: Identity['accountId']): void {
  if (accountId === undefined) return;
  unit.foresee((reader) => [showing(reader, integration.rootId)]);
  const isGuarded = settingsOf(integration).removalGuard !== 'off';
  unit.foresee((reader) => [
    memberOf(reader, integration.rootId, accountId),
    seatLimitOf(reader, integration.rootId),
    sessionsHeld(reader, accountId),
    ...(isGuarded ? [windowOf(reader, integration)] : []),
  ]);
}
