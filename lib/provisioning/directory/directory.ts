import type { Reader } from '../../store/index.ts';
import { ByValue } from './by_value.ts';
import { directoryMembers, groupLinks } from './collections.ts';
import type { DirectoryMember, GroupLink } from './types.ts';

/** The links and the nesting of the directory groups of one integration. */
export class Directory {
  readonly #links: ByValue<GroupLink> | undefined;
  readonly #nestings: () => Promise<ByValue<DirectoryMember> | undefined>;

  private constructor(reader: Reader, integrationId: string, links: ByValue<GroupLink> | undefined) {
    this.#links = links;
    let nestings: Promise<ByValue<DirectoryMember> | undefined> | undefined;
    this.#nestings = () => {
      nestings ??= nestingsIn(reader, integrationId);
      return nestings;
    };
  }

  static async read(reader: Reader, integrationId: string): Promise<Directory> {
    const links = await ByValue.read(reader, {
      from: groupLinks,
      scope: integrationId,
      all: {},
      of: (id) => ({ index: 'link', equal: [id] }),
      keyOf: ({ directoryGroupId }) => directoryGroupId,
    });
    return new Directory(reader, integrationId, links);
  }

  get hasLinks(): boolean {
    return this.#links !== undefined;
  }

  /** These groups and every group that contains them. */
  async above(ids: Iterable<string>): Promise<Set<string>> {
    const found = new Set(ids);
    const nestings = await this.#nestings();
    if (!nestings) return found;
    for (let level = [...found]; level.length > 0; ) {
      const edges = await Promise.all(level.map(async (id) => nestings.of(id)));
      const outer = new Set(edges.flat().map(({ groupId }) => groupId));
      level = [...outer].filter((id) => !found.has(id));
      for (const id of level) found.add(id);
    }
    return found;
  }

  /** The links of these groups and of every group that contains them. */
  async linksOf(ids: Iterable<string>): Promise<GroupLink[]> {
    const links = this.#links;
    if (!links) return [];
    const groups = await this.above(ids);
    return (await Promise.all([...groups].map((id) => links.of(id)))).flat();
  }
}

function nestingsIn(reader: Reader, integrationId: string): Promise<ByValue<DirectoryMember> | undefined> {
  return ByValue.read(reader, {
    from: directoryMembers,
    scope: integrationId,
    all: { index: 'nested', equal: [true] },
    of: (id) => ({ index: 'member', equal: [id] }),
    keyOf: ({ memberId }) => memberId,
  });
}
