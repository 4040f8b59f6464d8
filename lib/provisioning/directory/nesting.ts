import { limits } from '../../../config/limits.ts';
import type { Reader } from '../../store/index.ts';
import { directoryMembers } from './collections.ts';

/** The nesting of the directory groups of one integration. */
export class Nesting {
  readonly #above = new Map<string, string[]>();
  readonly #below = new Map<string, string[]>();

  static async read(reader: Reader, integrationId: string): Promise<Nesting> {
    const range = { index: 'nested', equal: [true], limit: limits.nestedGroups + 1 };
    const { items } = await reader.list(directoryMembers, integrationId, range);
    const nesting = new Nesting();
    for (const { groupId, memberId } of items) {
      push(nesting.#above, memberId, groupId);
      push(nesting.#below, groupId, memberId);
    }
    return nesting;
  }

  /** These groups and every group that contains them. */
  above(ids: Iterable<string>): Set<string> {
    return closure(ids, this.#above);
  }

  /** These groups and every group inside them. */
  below(ids: Iterable<string>): Set<string> {
    return closure(ids, this.#below);
  }

  /** The groups that are direct members of this one. */
  inside(id: string): readonly string[] {
    return this.#below.get(id) ?? [];
  }

  /** The shortest path down from a group to one of `ends`, both ends included; undefined when there is none. */
  way(groupId: string, ends: ReadonlySet<string>): string[] | undefined {
    const ways = new Map([[groupId, [groupId]]]);
    for (const [id, way] of ways) {
      if (ends.has(id)) return way;
      for (const below of this.#below.get(id) ?? []) if (!ways.has(below)) ways.set(below, [...way, below]);
    }
    return undefined;
  }
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const held = map.get(key);
  if (held) held.push(value);
  else map.set(key, [value]);
}

function closure(ids: Iterable<string>, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set(ids);
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
  return found;
}
