import { limits } from '../../../config/limits.ts';
import type { UnitStore } from '../../audit/index.ts';
import { digestOf } from '../../scim/index.ts';
import { every, type Snapshot } from '../../store/index.ts';
import { directoryGroups, identities } from '../collections.ts';
import type { ApartValue, Shown, Whole } from '../resources/resources.ts';
import { personOf } from '../users/identity.ts';
import { directoryMembers } from './collections.ts';
import { nameOf } from './group_log.ts';
import type { DirectoryGroup, DirectoryMember } from './types.ts';

/**
 * A group and its members at one moment; undefined when it is gone. Up to `limits.displayedMembers` members have their
 * names, and the ETag of the group covers those names. With more members, each name would cost one read.
 */
export async function wholeGroup(
  store: UnitStore,
  integrationId: string,
  id: string,
): Promise<Whole<Shown> | undefined> {
  const snapshot = await store.snapshot();
  let whole: Whole<Shown> | undefined;
  try {
    whole = await wholeIn(snapshot, integrationId, id);
    return whole;
  } finally {
    if (!whole) await snapshot.close();
  }
}

async function wholeIn(
  snapshot: Snapshot,
  integrationId: string,
  id: string,
): Promise<Whole<Shown> | undefined> {
  const stored = await snapshot.get(directoryGroups, integrationId, id);
  if (!stored) return undefined;
  const close = () => snapshot.close();
  const few = stored.size > limits.displayedMembers ? undefined : await fewMembers(snapshot, stored);
  if (!few) return { stored, values: membersOf(snapshot, stored), close };
  const values = await withNames(snapshot, integrationId, few);
  const beside = digestOf(values);
  return { stored: beside === undefined ? stored : { ...stored, beside }, values, close };
}

async function* membersOf(
  snapshot: Snapshot,
  { id, integrationId }: DirectoryGroup,
): AsyncGenerator<ApartValue> {
  const range = { index: 'group', equal: [id] };
  for await (const edge of every(snapshot, directoryMembers, integrationId, range)) yield memberOf(edge);
}

/** All members; undefined when there are too many to name, whatever `size` is. */
async function fewMembers(
  snapshot: Snapshot,
  { id, integrationId }: DirectoryGroup,
): Promise<ApartValue[] | undefined> {
  const range = { index: 'group', equal: [id], limit: limits.displayedMembers };
  const { items, next } = await snapshot.list(directoryMembers, integrationId, range);
  return next === undefined ? items.map(memberOf) : undefined;
}

function memberOf({ memberId, kind }: DirectoryMember): ApartValue {
  return { value: memberId, type: kind };
}

async function withNames(
  snapshot: Snapshot,
  integrationId: string,
  members: readonly ApartValue[],
): Promise<ApartValue[]> {
  const idsOf = (kind: string) => members.filter(({ type }) => type === kind).map(({ value }) => value);
  const users = await snapshot.getMany(identities, integrationId, idsOf('User'));
  const groups = await snapshot.getMany(directoryGroups, integrationId, idsOf('Group'));
  const names = new Map([
    ...users.flatMap((user) => (user ? [[user.id, personOf(user.resource).name] as const] : [])),
    ...groups.flatMap((inner) => (inner ? [[inner.id, nameOf(inner)] as const] : [])),
  ]);
  return members.map((member) => {
    const display = names.get(member.value);
    return display === undefined ? member : { ...member, display };
  });
}
