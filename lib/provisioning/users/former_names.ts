import { createHmac } from 'node:crypto';
import { limits } from '../../../config/limits.ts';
import type { Unit } from '../../audit/index.ts';
import { fingerprint, type Secret, valuesOf } from '../../kernel/index.ts';
import { fold } from '../../scim/index.ts';
import type { Collection, Doc, Reader } from '../../store/index.ts';
import type { Identity } from '../types.ts';
import { beforeSoftDeletion, type Person, personOf } from './identity.ts';

/**
 * The names of deleted users of an integration that were linked to one account. The `id` is a digest of both, so a new
 * secret makes all of them unreadable.
 */
interface FormerNames extends Doc {
  readonly integrationId: string;
  /** Digests of each `userName` and `externalId`, newest last. */
  readonly names: readonly string[];
  /** The fingerprint of the secret of the digests; absent in a document of an earlier version. */
  readonly keyId?: string;
}

export const formerNames: Collection<FormerNames> = {
  name: 'former_names',
  scope: 'integrationId',
  unique: {},
  indexes: {},
};

/** The names of users of the same account who were deleted before. */
export async function namesBefore(
  reader: Reader,
  key: Buffer,
  { integrationId, accountId }: Pick<Identity, 'integrationId' | 'accountId'>,
): Promise<FormerNames | undefined> {
  if (accountId === undefined) return undefined;
  return reader.get(formerNames, integrationId, idOf(key, integrationId, accountId));
}

/** Stores the names of a user who is being deleted. */
export async function rememberNames(unit: Unit, key: Buffer, user: Identity): Promise<void> {
  const { integrationId, accountId, resource } = user;
  if (accountId === undefined) return;
  const id = idOf(key, integrationId, accountId);
  const present = await namesBefore(unit, key, user);
  const names = namesOf(key, id, personOf(resource));
  const kept = (present?.names ?? []).filter((name) => !names.includes(name));
  const next = [...kept, ...names].slice(-limits.formerNames);
  if (present) unit.update(formerNames, { ...present, names: next });
  else unit.insert(formerNames, { id, integrationId, names: next, keyId: fingerprint(key) });
}

/** Whether an integration has deleted users of this account, and this user has none of their names. */
export async function hasOtherNames(
  reader: Reader,
  key: Secret,
  integrationId: string,
  accountId: string,
  person: Person,
): Promise<boolean> {
  let isKnown = false;
  for (const value of valuesOf(key)) {
    const id = idOf(value, integrationId, accountId);
    const known = await reader.get(formerNames, integrationId, id);
    if (known && namesOf(value, id, person).some((name) => known.names.includes(name))) return false;
    isKnown ||= known !== undefined;
  }
  return isKnown;
}

function idOf(key: Buffer, integrationId: string, accountId: string): string {
  return digest(key, `${integrationId} ${accountId}`);
}

function namesOf(key: Buffer, id: string, { userName, externalId }: Person): string[] {
  const names = new Set([fold(userName), fold(beforeSoftDeletion(userName))]);
  const digests = [...names].map((name) => digest(key, `${id} userName ${name}`));
  return externalId === undefined ? digests : [...digests, digest(key, `${id} externalId ${externalId}`)];
}

function digest(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(`former user ${text}`).digest('base64url');
}
