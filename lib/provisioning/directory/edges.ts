import { limits } from '../../../config/limits.ts';
import type { Unit } from '../../audit/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { every, type Reader } from '../../store/index.ts';
import { directoryGroups, identities } from '../collections.ts';
import type { Identity } from '../types.ts';
import { directoryMembers } from './collections.ts';
import type { MemberEdits } from './member_edits.ts';
import { steps } from './steps.ts';
import type { DirectoryGroup, DirectoryMember, MemberKind } from './types.ts';

/** The members who joined a directory group, and those who left. */
export interface Moves {
  readonly joined: readonly DirectoryMember[];
  readonly left: readonly DirectoryMember[];
}

type Place = Pick<DirectoryGroup, 'id' | 'integrationId'>;

/**
 * Applies edits to the members of a group, and returns the difference, which is all it writes. Throws `RuleError`
 * `unknown_member` with the ids that do not exist.
 */
export async function moveMembers(
  unit: Unit,
  group: Place,
  { wanted, unwanted, isWhole }: MemberEdits,
): Promise<Moves> {
  const [held, left] = isWhole
    ? await parted(unit, group, wanted)
    : [await present(unit, group, wanted), await present(unit, group, unwanted)];
  const fresh = new Set(wanted);
  for (const edges of steps(held)) {
    for (const { memberId } of edges) fresh.delete(memberId);
    await unit.breathe();
  }
  const joined: DirectoryMember[] = [];
  const unknown: string[] = [];
  for (const ids of steps([...fresh])) {
    const kinds = await kindsOf(unit, group.integrationId, ids);
    for (const [at, id] of ids.entries()) {
      const kind = kinds[at];
      if (kind) joined.push(unit.insert(directoryMembers, edgeTo(group, id, kind, unit.now())));
      else unknown.push(id);
    }
  }
  if (unknown.length > 0) throw unknownMembers(unknown);
  for (const edges of steps(left)) {
    for (const edge of edges) unit.remove(directoryMembers, edge);
    await unit.breathe();
  }
  return { joined, left };
}

/** Begins reading what a few moves will need, side by side. */
export function foreseeMoves(unit: Unit, group: Place, { wanted, unwanted, isWhole }: MemberEdits): void {
  const moved = [[...wanted], [...unwanted]].filter(({ length }) => length > 0);
  if (isWhole || wanted.size + unwanted.size > limits.recalculatedAtOnce) return;
  unit.foresee((reader) =>
    moved.flatMap((ids) => [
      edgesAt(reader, group, ids),
      reader.getMany(identities, group.integrationId, ids),
    ]),
  );
}

/** The ids that are members of the group. */
export async function membersAmong(unit: Unit, group: Place, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await present(unit, group, ids)).map(({ memberId }) => memberId));
}

/** The identities among the members that joined or left. */
export async function peopleOf(unit: Unit, { joined, left }: Moves): Promise<Identity[]> {
  const users = [...joined, ...left].filter(({ kind }) => kind === 'User');
  const [first] = users;
  if (!first) return [];
  const ids = users.map(({ memberId }) => memberId);
  const found = await unit.getMany(identities, first.integrationId, ids);
  return found.filter((person) => person !== undefined);
}

/** Splits members into those wanted and the others. */
async function parted(
  unit: Unit,
  { id, integrationId }: Place,
  wanted: ReadonlySet<string>,
): Promise<[DirectoryMember[], DirectoryMember[]]> {
  const [held, left]: [DirectoryMember[], DirectoryMember[]] = [[], []];
  for await (const edge of every(unit, directoryMembers, integrationId, { index: 'group', equal: [id] }))
    (wanted.has(edge.memberId) ? held : left).push(edge);
  return [held, left];
}

async function present(unit: Unit, group: Place, ids: Iterable<string>): Promise<DirectoryMember[]> {
  const found: DirectoryMember[] = [];
  for (const some of steps([...ids])) {
    const edges = await edgesAt(unit, group, some);
    found.push(...edges.filter((edge) => edge !== undefined));
  }
  return found;
}

function edgesAt(reader: Reader, { id: groupId, integrationId }: Place, memberIds: readonly string[]) {
  const ids = memberIds.map((id) => edgeId(groupId, id));
  return reader.getMany(directoryMembers, integrationId, ids);
}

async function kindsOf(
  unit: Unit,
  integrationId: string,
  ids: readonly string[],
): Promise<(MemberKind | undefined)[]> {
  const users = await unit.getMany(identities, integrationId, ids);
  const others = ids.filter((_, at) => !users[at]);
  const groups = await unit.getMany(directoryGroups, integrationId, others);
  const inner = new Set(others.filter((_, at) => groups[at]));
  return ids.map((id, at) => (users[at] ? 'User' : inner.has(id) ? 'Group' : undefined));
}

function edgeTo(
  { id: groupId, integrationId }: Place,
  memberId: string,
  kind: MemberKind,
  createdAt: number,
): Omit<DirectoryMember, 'v'> {
  const edge = { id: edgeId(groupId, memberId), integrationId, groupId, memberId, kind, createdAt };
  return kind === 'Group' ? { ...edge, nested: true } : edge;
}

/** Names all unknown ids at once, so that the client can fix its list in one step. */
function unknownMembers(ids: readonly string[]): RuleError {
  const named = ids.slice(0, limits.namedMembers).map((id) => id.slice(0, limits.loggedValueChars));
  const more = ids.length - named.length;
  const list = named.join(', ') + (more > 0 ? ` and ${more} more` : '');
  return new RuleError('unknown_member', `No user or group has the id ${list}.`);
}

export function edgeId(groupId: string, memberId: string): string {
  return `${groupId}:${memberId}`;
}
