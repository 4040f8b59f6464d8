import type { UnitStore } from '../../audit/index.ts';
import { begun, InvalidCursor, type Matches, type Search } from '../../store/index.ts';
import { identities } from '../collections.ts';
import { groupsOf } from '../directory/groups_of.ts';
import { resolveGroups } from '../directory/members_filter.ts';
import type { Computed, ReadableService, Shown } from '../resources/resources.ts';
import type { Identity } from '../types.ts';
import { UnprovisionedUsers } from './unprovisioned_users.ts';

/** The users of an integration, and after them the members whom it has not created, if it shows them. */
export class ShownUsers implements ReadableService<Shown> {
  readonly #store: UnitStore;
  readonly #others: UnprovisionedUsers;

  constructor(store: UnitStore) {
    this.#store = store;
    this.#others = new UnprovisionedUsers(store);
  }

  async get(integrationId: string, id: string): Promise<Shown | undefined> {
    return (await this.#store.get(identities, integrationId, id)) ?? this.#others.get(integrationId, id);
  }

  async query(integrationId: string, search: Search): Promise<Matches<Shown>> {
    const users = this.#query(integrationId, search);
    begun([users]);
    if (!(await this.#others.isShown(integrationId))) return users;
    // A cursor of both lists is not a cursor of the users alone.
    await users.then(
      (found) => found.close(),
      () => undefined,
    );
    return queryBoth<Shown>(
      (part) => this.#query(integrationId, part),
      (part) => this.#others.query(integrationId, part),
      search,
    );
  }

  /** The groups of several users. */
  computed(integrationId: string, ids: readonly string[], which: 'direct' | 'all'): Promise<Computed[]> {
    return groupsOf(this.#store, integrationId, ids, which);
  }

  async #query(integrationId: string, search: Search): Promise<Matches<Identity>> {
    const { filter, ...rest } = search;
    if (!filter) return this.#store.query(identities, integrationId, search);
    const resolved = await resolveGroups(this.#store, integrationId, filter);
    return this.#store.query(identities, integrationId, { ...rest, filter: resolved });
  }
}

type Find<D> = (search: Search) => Promise<Matches<D>>;

/** One list of two: all matches of the first, then those of the second. Sorting applies to each. */
export async function queryBoth<D>(first: Find<D>, second: Find<D>, search: Search): Promise<Matches<D>> {
  const { from, limit } = search;
  const isSecond = 'after' in from && from.after.startsWith(SECOND);
  if ('after' in from && !isSecond && !from.after.startsWith(FIRST))
    throw new InvalidCursor('the cursor is not one of this list');
  const one = await first({ ...search, ...firstPart(search, isSecond) });
  try {
    const rest = Math.max(limit - one.count, 0);
    const other = await second({ ...search, limit: rest, from: secondPart(search, one, isSecond) });
    const next = nextOf(one, other, rest, isSecond);
    return {
      total: one.total + other.total,
      count: one.count + other.count,
      ...(next === undefined ? {} : { next }),
      steps: joined(one, other),
      async close() {
        await Promise.all([one.close(), other.close()]);
      },
    };
  } catch (error) {
    await one.close();
    throw error;
  }
}

/** How a cursor starts, by the list in which it stands. */
const FIRST = '1';
const SECOND = '2';

function firstPart({ from }: Search, isSecond: boolean): Partial<Search> {
  if (isSecond) return { from: { offset: 0 }, limit: 0 };
  return 'after' in from ? { from: { after: from.after.slice(1) } } : {};
}

function secondPart({ from }: Search, { total }: Matches<unknown>, isSecond: boolean): Search['from'] {
  if ('offset' in from) return { offset: Math.max(from.offset - total, 0) };
  const after = from.after.slice(1);
  return isSecond && after !== '' ? { after } : { offset: 0 };
}

function nextOf(
  one: Matches<unknown>,
  other: Matches<unknown>,
  rest: number,
  isSecond: boolean,
): string | undefined {
  if (one.next !== undefined && !isSecond) return FIRST + one.next;
  if (other.next !== undefined) return SECOND + other.next;
  return rest === 0 && other.total > 0 ? SECOND : undefined;
}

async function* joined<D>(one: Matches<D>, other: Matches<D>): AsyncGenerator<readonly D[]> {
  yield* one.steps;
  yield* other.steps;
}
