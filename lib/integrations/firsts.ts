import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { hasPassed } from '../kernel/index.ts';
import type { Collection, Doc, Reader } from '../store/index.ts';

/** The steps of a set-up that a request shows to work, in their order. */
export const setUpSteps = ['accepted', 'lookup', 'user', 'group'] as const;
export type SetUpStep = (typeof setUpSteps)[number];

interface From {
  readonly ip: string;
  readonly userAgent: string;
}

/** When each step worked for the first time. The `id` is that of the integration. */
interface IntegrationFirsts extends Doc, From {
  readonly integrationId: string;
  readonly at: Partial<Record<SetUpStep, number>>;
}

/** Requests at the endpoint of a top-level group whose credentials belong to no integration. The `id` is the group's. */
interface StrangerContact extends Doc, From {
  readonly rootId: string;
  readonly firstAt: number;
  readonly lastAt: number;
}

export const integrationFirsts: Collection<IntegrationFirsts> = {
  name: 'integration_firsts',
  scope: 'integrationId',
  unique: {},
  indexes: {},
};

export const strangerContacts: Collection<StrangerContact> = {
  name: 'stranger_contacts',
  scope: 'rootId',
  unique: {},
  indexes: {},
};

type NewFirsts = Omit<IntegrationFirsts, 'v'>;
type NewContact = Omit<StrangerContact, 'v'>;

/**
 * Records what a set-up has reached, and the newest request with wrong credentials, never inside a request. A step that
 * this process has recorded costs nothing more.
 */
export class Firsts {
  readonly #store: UnitStore;
  readonly #known = new Map<string, Set<SetUpStep>>();
  readonly #strangers = new Map<string, number>();
  #firsts = new Map<string, NewFirsts>();
  #contacts = new Map<string, NewContact>();

  constructor(store: UnitStore) {
    this.#store = store;
  }

  /** Notes the steps that an authenticated request has shown to work. */
  note(integrationId: string, steps: readonly SetUpStep[], { ip, userAgent }: From): void {
    const known = this.#known.get(integrationId) ?? new Set();
    const fresh = steps.filter((step) => !known.has(step));
    if (fresh.length === 0) return;
    remember(this.#known, integrationId, new Set([...known, ...fresh]));
    const now = this.#store.now();
    const { at = {} } = this.#firsts.get(integrationId) ?? {};
    const times = Object.fromEntries(fresh.map((step) => [step, now]));
    this.#firsts.set(integrationId, {
      id: integrationId,
      integrationId,
      ip,
      userAgent,
      at: { ...times, ...at },
    });
  }

  /** Notes a request with wrong credentials, at most once a minute for a group. */
  noteUnauthenticated(rootId: string, { ip, userAgent }: From): void {
    const now = this.#store.now();
    if (!hasPassed(this.#strangers.get(rootId) ?? 0, limits.lastUseEvery, now)) return;
    remember(this.#strangers, rootId, now);
    this.#contacts.set(rootId, { id: rootId, rootId, ip, userAgent, firstAt: now, lastAt: now });
  }

  /** Writes what was noted. If the store fails, forgets it, so that the next request notes it again. */
  async flush(): Promise<void> {
    const [firsts, contacts] = [this.#firsts, this.#contacts];
    if (firsts.size + contacts.size === 0) return;
    this.#firsts = new Map();
    this.#contacts = new Map();
    try {
      await this.#store.transaction(async (unit) => {
        for (const first of firsts.values()) await writeFirst(unit, first);
        for (const contact of contacts.values()) await writeContact(unit, contact);
      });
    } catch (error) {
      for (const id of firsts.keys()) this.#known.delete(id);
      for (const id of contacts.keys()) this.#strangers.delete(id);
      throw error;
    }
  }
}

export interface Reached {
  readonly firsts: IntegrationFirsts | undefined;
  readonly stranger: StrangerContact | undefined;
}

/** What the set-up of an integration has reached. */
export async function reachedBy(
  reader: Reader,
  { id, rootId }: { readonly id: string; readonly rootId: string },
): Promise<Reached> {
  const [firsts, stranger] = await Promise.all([
    reader.get(integrationFirsts, id, id),
    reader.get(strangerContacts, rootId, rootId),
  ]);
  return { firsts, stranger };
}

async function writeFirst(unit: Unit, first: NewFirsts): Promise<void> {
  const known = await unit.get(integrationFirsts, first.integrationId, first.id);
  if (!known) unit.insert(integrationFirsts, first);
  else if (Object.keys(first.at).some((step) => !(step in known.at)))
    unit.update(integrationFirsts, { ...known, at: { ...first.at, ...known.at } });
}

async function writeContact(unit: Unit, contact: NewContact): Promise<void> {
  const known = await unit.get(strangerContacts, contact.rootId, contact.id);
  if (known) unit.update(strangerContacts, { ...known, ...contact, firstAt: known.firstAt });
  else unit.insert(strangerContacts, contact);
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  if (map.size >= limits.notedIntegrations && !map.has(key)) map.delete(map.keys().next().value ?? '');
  map.set(key, value);
}
