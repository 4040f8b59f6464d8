import type { Doc, Store, Transaction } from '../../../lib/store/port.ts';
import { collections, type Person, type Place, people } from '../collections.ts';
import type { Open, Opened } from '../contract.ts';

/** A store for the tests of one group. Each test takes a tenant of its own, so none sees another's documents. */
export class Fixture {
  #opened: Opened | undefined;

  static for(open: Open, opening: { readonly attempts?: number } = {}): Fixture {
    const fixture = new Fixture();
    const { attempts } = opening;
    before(async function () {
      this.timeout(600_000);
      const retry = attempts === undefined ? {} : { retry: { attempts, pause: async () => undefined } };
      fixture.#opened = await open({ collections, ...retry });
    });
    after(async () => {
      await fixture.#opened?.destroy();
    });
    return fixture;
  }

  get opened(): Opened {
    if (!this.#opened) throw new Error('the store is not open yet');
    return this.#opened;
  }

  get store(): Store {
    return this.opened.store;
  }

  /** Writes people, one transaction for all. */
  async add(tenant: string, ...given: readonly Partial<Person>[]): Promise<Person[]> {
    return this.store.transaction(async (tx) => addAll(tx, tenant, given));
  }

  async names(tenant: string): Promise<string[]> {
    const { items } = await this.store.list(people, tenant, { limit: 1_000 });
    return items.map(({ name }) => name);
  }
}

function addAll(tx: Transaction, tenant: string, given: readonly Partial<Person>[]): Person[] {
  return given.map((fields) => tx.insert(people, personIn(tenant, fields)));
}

let last = 0;

/** A text that no other test has. */
export function fresh(prefix: string): string {
  last += 1;
  return `${prefix}${last.toString().padStart(6, '0')}`;
}

/** A person with a unique id, and a unique name unless one is given. */
export function personIn(tenant: string, fields: Partial<Person> = {}): Omit<Person, 'v'> {
  const id = fields.id ?? fresh('p');
  return { name: id, ...fields, id, tenant };
}

export function placeAt(slug: string): Omit<Place, 'v'> {
  return { id: fresh('place'), slug, visits: 0 };
}

/** What a promise is rejected with. Fails when it is not. */
export async function refusal(promise: Promise<unknown>): Promise<Error> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error(`was not refused with an error, but ${outcome === undefined ? 'went well' : 'odd'}`);
}

export function idsOf(docs: readonly Doc[]): string[] {
  return docs.map(({ id }) => id);
}
