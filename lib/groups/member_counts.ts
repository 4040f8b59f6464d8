import { limits } from '../../config/limits.ts';
import { type Collection, type Doc, every, type Reader, type Store } from '../store/index.ts';
import { type Group, type Member, members, type Origin, origins } from './types.ts';

type Count = { readonly origin: Origin['kind']; readonly count: number };

/** The members of a large group by origin, as they were counted. The `id` is that of the group. */
interface MemberCount extends Doc {
  readonly rootId: string;
  readonly origins: readonly Count[];
  readonly at: number;
  readonly expiresAt: number;
}

export const memberCounts: Collection<MemberCount> = {
  name: 'member_counts',
  scope: 'rootId',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};

interface Counted {
  readonly origins: readonly Count[];
  /** When they were counted. */
  readonly at: number;
  /** Whether the group has more members than were counted. */
  readonly isPartial: boolean;
}

/** Counts the members of groups by the origins of their roles: of a large group apart from every request. */
export class MemberCounts {
  readonly #store: Store & { now(): number };
  readonly #wanted = new Map<string, Pick<Group, 'id' | 'rootId'>>();

  constructor(store: Store & { now(): number }) {
    this.#store = store;
  }

  /** The counts of a group: of a large one those of the last minutes, before that of its first members. */
  async of(reader: Reader, group: Pick<Group, 'id' | 'rootId'>): Promise<Counted> {
    const now = this.#store.now();
    const few = { index: 'group', equal: [group.id], limit: limits.countedAtOnce };
    const { items, next } = await reader.list(members, group.rootId, few);
    if (next === undefined) return { origins: tally(items, group.id), at: now, isPartial: false };
    const known = await reader.get(memberCounts, group.rootId, group.id);
    if (!known || now - known.at >= limits.memberCountsMs) this.#wanted.set(group.id, group);
    if (known) return { origins: known.origins, at: known.at, isPartial: false };
    return { ...(await counted(reader, group, limits.chartedMembers)), at: now };
  }

  /** Counts all members of the groups that were asked for, and keeps the result. */
  async refresh(): Promise<void> {
    const wanted = [...this.#wanted.values()];
    this.#wanted.clear();
    for (const group of wanted) await this.#keep(group);
  }

  async #keep({ id, rootId }: Pick<Group, 'id' | 'rootId'>): Promise<void> {
    const at = this.#store.now();
    const { origins: found } = await counted(this.#store, { id, rootId }, Number.POSITIVE_INFINITY);
    const count = { id, rootId, origins: found, at, expiresAt: at + limits.memberCountsKeptMs };
    await this.#store.transaction(async (unit) => {
      const known = await unit.get(memberCounts, rootId, id);
      if (known) unit.update(memberCounts, { ...known, ...count });
      else unit.insert(memberCounts, count);
    });
  }
}

async function counted(reader: Reader, { id, rootId }: Pick<Group, 'id' | 'rootId'>, most: number) {
  const counts = none();
  let looked = 0;
  for await (const member of every(reader, members, rootId, { index: 'group', equal: [id] })) {
    if (looked >= most) return { origins: shown(counts), isPartial: true };
    looked += 1;
    add(counts, member, id);
  }
  return { origins: shown(counts), isPartial: false };
}

function tally(found: readonly Member[], groupId: string): Count[] {
  const counts = none();
  for (const member of found) add(counts, member, groupId);
  return shown(counts);
}

type Counts = Map<Origin['kind'], number>;

function none(): Counts {
  return new Map(origins.map((origin) => [origin, 0]));
}

function add(counts: Counts, member: Member, groupId: string): void {
  for (const kind of kindsIn(member, groupId)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

function kindsIn({ memberships }: Member, groupId: string): Set<Origin['kind']> {
  const held = memberships.find((membership) => membership.groupId === groupId)?.origins ?? [];
  return new Set(held.map(({ kind }) => kind));
}

function shown(counts: Counts): Count[] {
  return [...counts].map(([origin, count]) => ({ origin, count }));
}
