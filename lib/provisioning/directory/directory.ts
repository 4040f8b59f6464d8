import type { Reader } from '../../store/index.ts';
import { ByValue } from './by_value.ts';
import { directoryMembers, groupLinks } from './collections.ts';
import type { DirectoryMember, GroupLink } from './types.ts';

/** The links and the nesting of the directory groups of one integration. Reads each of both when first needed. */
export class Directory {
  readonly #reader: Reader;
  readonly #integrationId: string;
  #links: Promise<ByValue<GroupLink>> | undefined;
  #nestings: Promise<ByValue<DirectoryMember>> | undefined;
  #inside: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

  constructor(reader: Reader, integrationId: string) {
    this.#reader = reader;
    this.#integrationId = integrationId;
  }

  /** A copy that keeps the links and reads the nesting again. Use it after touching groups, to see every change. */
  afresh(): Directory {
    const again = new Directory(this.#reader, this.#integrationId);
    again.#links = this.#links;
    return again;
  }

  async hasLinks(): Promise<boolean> {
    return !(await this.#readLinks()).isEmpty;
  }

  /** The links of these groups and of every group that contains them. */
  async linksOf(ids: Iterable<string>): Promise<GroupLink[]> {
    const links = await this.#readLinks();
    if (links.isEmpty) return [];
    const groups = await this.above(ids);
    return (await Promise.all([...groups].map((id) => links.of(id)))).flat();
  }

  /** The groups whose members a link concerns, at most so many; undefined when there are more. */
  async linkedGroups(most: number): Promise<string[] | undefined> {
    const [links, nestings] = await Promise.all([this.#readLinks(), this.#readNestings()]);
    if (!links.isWhole || !nestings.isWhole) return undefined;
    const linked = (await links.every()).map(({ directoryGroupId }) => directoryGroupId);
    const found = await this.below(linked);
    return found.size > most ? undefined : [...found];
  }

  /** These groups and every group that contains them. */
  async above(ids: Iterable<string>): Promise<Set<string>> {
    const nestings = await this.#readNestings();
    const found = new Set(ids);
    if (nestings.isEmpty) return found;
    for (let level = [...found]; level.length > 0; ) {
      const edges = await Promise.all(level.map((id) => nestings.of(id)));
      const outer = new Set(edges.flat().map(({ groupId }) => groupId));
      level = [...outer].filter((id) => !found.has(id));
      for (const id of level) found.add(id);
    }
    return found;
  }

  /** These groups and every group inside them. */
  async below(ids: Iterable<string>): Promise<Set<string>> {
    const inside = await this.#readInside();
    const found = new Set(ids);
    for (const id of found) for (const other of inside.get(id) ?? []) found.add(other);
    return found;
  }

  /** The groups that are direct members of this one. */
  async inside(id: string): Promise<readonly string[]> {
    return (await this.#readInside()).get(id) ?? [];
  }

  /** The shortest path down from a group to one of `ends`, both ends included; undefined when there is none. */
  async way(groupId: string, ends: ReadonlySet<string>): Promise<string[] | undefined> {
    const inside = await this.#readInside();
    const ways = new Map([[groupId, [groupId]]]);
    for (const [id, way] of ways) {
      if (ends.has(id)) return way;
      for (const below of inside.get(id) ?? []) if (!ways.has(below)) ways.set(below, [...way, below]);
    }
    return undefined;
  }

  #readLinks(): Promise<ByValue<GroupLink>> {
    this.#links ??= ByValue.read(this.#reader, {
      from: groupLinks,
      scope: this.#integrationId,
      all: {},
      of: (id) => ({ index: 'link', equal: [id] }),
      keyOf: ({ directoryGroupId }) => directoryGroupId,
    });
    return this.#links;
  }

  #readNestings(): Promise<ByValue<DirectoryMember>> {
    this.#nestings ??= ByValue.read(this.#reader, {
      from: directoryMembers,
      scope: this.#integrationId,
      all: { index: 'nested', equal: [true] },
      of: (id) => ({ index: 'member', equal: [id] }),
      keyOf: ({ memberId }) => memberId,
    });
    return this.#nestings;
  }

  #readInside(): Promise<ReadonlyMap<string, readonly string[]>> {
    this.#inside ??= this.#readNestings().then(async (nestings) => {
      const inside = new Map<string, string[]>();
      for (const { groupId, memberId } of await nestings.every()) {
        const held = inside.get(groupId);
        if (held) held.push(memberId);
        else inside.set(groupId, [memberId]);
      }
      return inside;
    });
    return this.#inside;
  }
}
