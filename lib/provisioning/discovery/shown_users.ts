import type { UnitStore } from '../../audit/index.ts';
import { begun, type Matches, type Search } from '../../store/index.ts';
import { identities } from '../collections.ts';
import { groupsOf } from '../directory/groups_of.ts';
import { resolveGroups } from '../directory/members_filter.ts';
import type { Computed, ReadableService, Shown } from '../resources/resources.ts';
import type { Identity } from '../types.ts';
import { queryBoth } from './both.ts';
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
