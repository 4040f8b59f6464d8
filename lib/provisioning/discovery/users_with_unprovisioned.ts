import { type Ahead, begun, type Matches, type Search } from '../../store/index.ts';
import type { Computed, ResourceService, Shown } from '../resources/resources.ts';
import type { Identity } from '../types.ts';
import type { Users } from '../users/users.ts';
import { queryBoth } from './both.ts';
import type { UnprovisionedUsers } from './unprovisioned_users.ts';

type Service = ResourceService<Identity, Shown>;

/** The users of an integration, and after them the members whom it has not created, if it shows them. */
export class UsersWithUnprovisioned implements Service {
  readonly #users: Users;
  readonly #others: UnprovisionedUsers;

  constructor(users: Users, others: UnprovisionedUsers) {
    this.#users = users;
    this.#others = others;
  }

  foresee(...asked: Parameters<Users['foresee']>): Ahead | undefined {
    return this.#users.foresee(...asked);
  }

  async get(integrationId: string, id: string): Promise<Shown | undefined> {
    return (await this.#users.get(integrationId, id)) ?? this.#others.get(integrationId, id);
  }

  async query(integrationId: string, search: Search): Promise<Matches<Shown>> {
    const users = this.#users.query(integrationId, search);
    begun([users]);
    if (!(await this.#others.isShown(integrationId))) return users;
    // A cursor of both lists is none of the users alone.
    await users.then(
      (found) => found.close(),
      () => undefined,
    );
    return queryBoth<Shown>(
      (part) => this.#users.query(integrationId, part),
      (part) => this.#others.query(integrationId, part),
      search,
    );
  }

  computed(integrationId: string, ids: readonly string[], which: 'direct' | 'all'): Promise<Computed[]> {
    return this.#users.computed(integrationId, ids, which);
  }

  create(...[caller, resource]: Parameters<Service['create']>): Promise<Identity> {
    return this.#users.create(caller, resource);
  }

  replace(...[caller, id, edit, expect]: Parameters<Service['replace']>): Promise<Identity> {
    return this.#users.replace(caller, id, edit, expect);
  }

  patch(...[caller, id, operations, expect]: Parameters<Service['patch']>): Promise<Identity> {
    return this.#users.patch(caller, id, operations, expect);
  }

  remove(...[caller, id, expect]: Parameters<Service['remove']>): Promise<void> {
    return this.#users.remove(caller, id, expect);
  }
}
