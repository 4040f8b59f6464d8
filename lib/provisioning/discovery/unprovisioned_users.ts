import { limits } from '../../../config/limits.ts';
import { type Account, accountEmails, accounts } from '../../accounts/index.ts';
import type { UnitStore } from '../../audit/index.ts';
import { compileFilter, type Filter, indexable, type Resource } from '../../scim/index.ts';
import {
  every,
  InvalidCursor,
  type Matches,
  PLATFORM,
  type Search,
  TooManyMatches,
} from '../../store/index.ts';
import type { Shown } from '../resources/resources.ts';
import { discoveries, type Unprovisioned, unprovisioned } from './collections.ts';

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
/** The attributes by which a comparison names one member. */
const NAMES = ['id', 'userName', 'emails.value'];
/** Attributes that none of them has. */
const ABSENT = ['externalId', 'groups', 'groups.value', 'meta.lastModified'];
const KEYS = Object.fromEntries([...NAMES, ...ABSENT].map((text) => [text, true]));
const STEP = 200;

/** The members of a group who are no users of an integration, as read-only users of it. */
export class UnprovisionedUsers {
  readonly #store: UnitStore;

  constructor(store: UnitStore) {
    this.#store = store;
  }

  async get(integrationId: string, id: string): Promise<Shown | undefined> {
    const listed = await this.#store.get(unprovisioned, integrationId, id);
    if (!listed || !(await this.isShown(integrationId))) return undefined;
    return (await this.#usersOf([listed]))[0];
  }

  /** Whether the integration shows them. */
  async isShown(integrationId: string): Promise<boolean> {
    return (await this.#store.get(discoveries, PLATFORM, integrationId)) !== undefined;
  }

  /**
   * Those that match, in an order that does not change. Throws `TooManyMatches` for a filter that names nobody if there
   * are too many to read.
   */
  async query(integrationId: string, { filter, from, limit }: Search): Promise<Matches<Shown>> {
    if (!filter) return this.#all(integrationId, { from, limit });
    const found = await this.#matching(integrationId, filter);
    const start = 'offset' in from ? from.offset : offsetOf(from.after);
    const items = found.slice(start, start + Math.max(limit, 0));
    return {
      total: found.length,
      count: items.length,
      ...(start + items.length < found.length ? { next: String(start + items.length) } : {}),
      steps: inOne(items),
      close: async () => undefined,
    };
  }

  async #all(integrationId: string, search: Search): Promise<Matches<Shown>> {
    const { steps, ...found } = await this.#store.query(unprovisioned, integrationId, search);
    const usersOf = (listed: readonly Unprovisioned[]) => this.#usersOf(listed);
    async function* users() {
      for await (const step of steps) yield await usersOf(step);
    }
    return { ...found, steps: users() };
  }

  async #matching(integrationId: string, filter: Filter): Promise<Shown[]> {
    const matches = compileFilter(filter);
    const term = indexable(filter, KEYS);
    if (term && ABSENT.includes(term.text)) return [];
    const listed =
      term?.op === 'eq' ? await this.#named(integrationId, term.text, String(term.value)) : undefined;
    const users = listed ? await this.#usersOf(listed) : await this.#everybody(integrationId);
    return users.filter(({ resource }) => matches(resource));
  }

  /** Those whom a comparison names. */
  async #named(integrationId: string, attribute: string, value: string): Promise<Unprovisioned[]> {
    if (attribute === 'id') return some(await this.#store.get(unprovisioned, integrationId, value));
    const accountId = await this.#accountWith(attribute, value);
    if (accountId === undefined) return [];
    return some(await this.#store.find(unprovisioned, integrationId, 'account', accountId));
  }

  async #accountWith(attribute: string, value: string): Promise<string | undefined> {
    if (attribute === 'userName') return (await this.#store.find(accounts, PLATFORM, 'username', value))?.id;
    return (await this.#store.get(accountEmails, PLATFORM, value))?.accountId;
  }

  async #everybody(integrationId: string): Promise<Shown[]> {
    const count = await this.#store.count(unprovisioned, integrationId);
    if (count > limits.filteredMembers) throw new TooManyMatches(limits.filteredMembers);
    const users: Shown[] = [];
    let step: Unprovisioned[] = [];
    for await (const listed of every(this.#store, unprovisioned, integrationId)) {
      step.push(listed);
      if (step.length < STEP) continue;
      users.push(...(await this.#usersOf(step)));
      step = [];
    }
    return [...users, ...(await this.#usersOf(step))];
  }

  async #usersOf(listed: readonly Unprovisioned[]): Promise<Shown[]> {
    const found = await this.#store.getMany(
      accounts,
      PLATFORM,
      listed.map(({ accountId }) => accountId),
    );
    return listed.flatMap((one, at) => (found[at] ? [userOf(one, found[at])] : []));
  }
}

/** What the owners of the group see of a member, and nothing that another group may have sent. */
function userOf({ id, since }: Unprovisioned, { v, username, name, email }: Account): Shown {
  const resource: Resource = {
    schemas: [userUrn],
    id,
    userName: username,
    name: { formatted: name },
    displayName: name,
    active: true,
    ...(email === undefined ? {} : { emails: [{ value: email, type: 'work', primary: true }] }),
    meta: { resourceType: 'User', created: new Date(since).toISOString() },
  };
  return { id, v, resource };
}

function some<T>(one: T | undefined): T[] {
  return one === undefined ? [] : [one];
}

async function* inOne(items: readonly Shown[]): AsyncGenerator<readonly Shown[]> {
  if (items.length > 0) yield items;
}

function offsetOf(after: string): number {
  const offset = Number(after);
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new InvalidCursor('the cursor is not one of this list');
  return offset;
}
