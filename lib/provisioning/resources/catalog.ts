import { limits } from '../../../config/limits.ts';
import type { View } from '../../audit/index.ts';
import { type Group, groups, roles } from '../../groups/index.ts';
import type { GrantedRole } from '../../integrations/index.ts';
import { unhurried } from '../../kernel/index.ts';
import {
  compareSortValues,
  compareTexts,
  compileFilter,
  entitlementSchema,
  roleSchema,
  type SortValue,
  sortValue,
} from '../../scim/index.ts';
import { every, InvalidCursor, type Matches, type Search, TooManyMatches } from '../../store/index.ts';
import type { ReadableService, Shown } from './resources.ts';

/** The entries of a list to process before other requests run. */
const STEP = 500;

const given = roles.filter((role): role is GrantedRole => role !== 'owner');

const ROLES: readonly Shown[] = given.map((role) => ({
  id: role,
  v: 1,
  resource: {
    schemas: [roleSchema.id],
    id: role,
    displayName: role,
    description: `The role ${role} in the top-level group`,
    meta: { resourceType: 'Role' },
  },
}));

/** The roles that provisioning may give in the top-level group: the same for every group. */
export const roleCatalog: ReadableService = {
  async get(_rootId, id) {
    return ROLES.find((role) => role.id === id);
  },
  async query(_rootId, search) {
    return unhurried({ breathe: async () => undefined }, searched(ROLES, search));
  },
};

/** The roles that provisioning may give in the subgroups and projects of a top-level group, in tree order. */
export class EntitlementCatalog implements ReadableService {
  readonly #reader: View;

  constructor(view: View) {
    this.#reader = view;
  }

  async get(rootId: string, id: string): Promise<Shown | undefined> {
    const [groupId = '', name, ...more] = id.split(':');
    const role = given.find((each) => each === name);
    if (role === undefined || more.length > 0 || groupId === rootId) return undefined;
    const group = await this.#reader.get(groups, rootId, groupId);
    return group && entitlement(await this.#pathOf(group), role);
  }

  /** Throws `TooManyMatches` when the group has more subgroups and projects than the limit. */
  async query(rootId: string, search: Search): Promise<Matches<Shown>> {
    const byId = new Map<string, Group>();
    for await (const group of every(this.#reader, groups, rootId)) {
      if (byId.size > limits.entitlementGroups) throw new TooManyMatches(limits.entitlementGroups);
      byId.set(group.id, group);
    }
    return unhurried(this.#reader, listed(byId, rootId, search));
  }

  async #pathOf(group: Group): Promise<Path> {
    const above = new Map([[group.id, group]]);
    for (let id = group.parentId; id !== undefined && !above.has(id); ) {
      const parent: Group | undefined = await this.#reader.get(groups, group.rootId, id);
      if (!parent) break;
      above.set(id, parent);
      id = parent.parentId;
    }
    return pathIn(above, group);
  }
}

/** A subgroup or project with its path. */
interface Path {
  readonly group: Group;
  readonly text: string;
  /** The sort key: paths sort in tree order. */
  readonly order: string;
  /** Increases when any part of the path changes. */
  readonly version: number;
}

function pathIn(byId: ReadonlyMap<string, Group>, group: Group): Path {
  const parts: Group[] = [];
  for (let at: Group | undefined = group; at && parts.length <= limits.groupDepth; ) {
    parts.unshift(at);
    at = at.parentId === undefined ? undefined : byId.get(at.parentId);
  }
  return {
    group,
    text: parts.map(({ slug }) => slug).join('/'),
    order: parts.map(({ slugKey }) => slugKey).join('\0'),
    version: parts.reduce((sum, { v }) => sum + v, 0),
  };
}

/** The roles of all groups except the top-level one, in tree order. */
function* listed(
  byId: ReadonlyMap<string, Group>,
  rootId: string,
  search: Search,
): Generator<void, Matches<Shown>> {
  const paths: Path[] = [];
  for (const group of byId.values()) {
    if (group.id !== rootId) paths.push(pathIn(byId, group));
    if (paths.length % STEP === 0) yield;
  }
  paths.sort((a, b) => compareTexts(a.order, b.order));
  return yield* searched(entitlementsOf(paths), search);
}

function* entitlementsOf(paths: readonly Path[]): Generator<Shown> {
  for (const path of paths) for (const role of given) yield entitlement(path, role);
}

function entitlement({ group, text, version }: Path, role: GrantedRole): Shown {
  const id = `${group.id}:${role}`;
  return {
    id,
    v: version,
    resource: {
      schemas: [entitlementSchema.id],
      id,
      displayName: `${text}: ${role}`,
      type: group.kind === 'project' ? 'project' : 'subgroup',
      description: `The role ${role} in ${text}`,
      meta: { resourceType: 'Entitlement', created: new Date(group.createdAt).toISOString() },
    },
  };
}

/** One page of a computed list. Yields as it proceeds, and holds the whole list only to sort it. */
function* searched(
  all: Iterable<Shown>,
  { filter, sort, from, limit }: Search,
): Generator<void, Matches<Shown>> {
  const matches = filter ? compileFilter(filter) : () => true;
  const start = 'offset' in from ? from.offset : offsetOf(from.after);
  const end = start + limit;
  const held: Held[] = [];
  let seen = 0;
  let total = 0;
  for (const shown of all) {
    if (matches(shown.resource)) {
      if (sort) held.push({ shown, by: sortValue(shown.resource, sort.by) });
      else if (total >= start && total < end) held.push({ shown });
      total += 1;
    }
    seen += 1;
    if (seen % STEP === 0) yield;
  }
  const page = sort ? sorted(held, sort.descending).slice(start, end) : held;
  const items = page.map(({ shown }) => shown);
  return {
    total,
    count: items.length,
    ...(end < total ? { next: String(end) } : {}),
    steps: stepOf(items),
    close: async () => undefined,
  };
}

interface Held {
  readonly shown: Shown;
  readonly by?: SortValue;
}

function sorted(held: readonly Held[], isDescending: boolean): Held[] {
  const sign = isDescending ? -1 : 1;
  return held.toSorted((a, b) => sign * compareSortValues(a.by, b.by));
}

async function* stepOf(items: readonly Shown[]): AsyncGenerator<readonly Shown[]> {
  if (items.length > 0) yield items;
}

function offsetOf(after: string): number {
  const offset = Number(after);
  if (!Number.isSafeInteger(offset))
    throw new InvalidCursor('The cursor does not belong to this list. Start the list again.');
  return offset;
}
