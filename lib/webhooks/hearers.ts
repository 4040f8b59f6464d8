import { limits } from '../../config/limits.ts';
import type { Told } from '../audit/index.ts';
import { hasPassed, type Runtime } from '../kernel/index.ts';
import { all, type Collection, type Store } from '../store/index.ts';
import { EVERYWHERE } from './manage.ts';
import { type Receiver, receiverCollections } from './receivers.ts';

interface Known {
  readonly at: number;
  readonly found: readonly Receiver[];
}

const ANY = '';
const MOST = 10_000;

/**
 * The receivers of the changes of a group. Remembers them for `limits.webhookFreshMs`, so that a change without receivers
 * costs nothing. Knows at once each receiver that this process makes.
 */
export class Hearers {
  readonly #store: Store;
  readonly #now: Runtime['now'];
  readonly #known = new Map<string, Known>();
  #generation = 0;

  constructor(store: Store, { now }: Pick<Runtime, 'now'>) {
    this.#store = store;
    this.#now = now;
  }

  /** The enabled webhooks and streams of a group and of the whole service. */
  async of(rootId: string): Promise<readonly Receiver[]> {
    if ((await this.#find(ANY)).length === 0) return [];
    const everywhere = await this.#find(EVERYWHERE);
    return rootId === EVERYWHERE ? everywhere : [...everywhere, ...(await this.#find(rootId))];
  }

  /** Forgets what a committed transaction has changed. */
  committed(told: readonly Told[]): void {
    if (!told.some((one) => 'event' in one && kinds.has(one.event.target.kind))) return;
    this.#generation += 1;
    this.#known.clear();
  }

  async #find(rootId: string): Promise<readonly Receiver[]> {
    const known = this.#known.get(rootId);
    if (known && !hasPassed(known.at, limits.webhookFreshMs, this.#now())) return known.found;
    const generation = this.#generation;
    const at = this.#now();
    const read = await Promise.all(receiverCollections.map((from) => this.#read(from, rootId)));
    const found = read.flat().filter(({ enabled }) => enabled !== undefined);
    if (this.#known.size >= MOST) this.#known.clear();
    // What was read before a change of the receivers must not be remembered after it.
    if (generation === this.#generation) this.#known.set(rootId, { at, found });
    return found;
  }

  async #read(from: Collection<Receiver>, rootId: string): Promise<readonly Receiver[]> {
    if (rootId !== ANY) return all(this.#store, from, rootId);
    return (await this.#store.sweep(from, { index: 'enabled', limit: 1 })).items;
  }
}

const kinds: ReadonlySet<string> = new Set(['webhook', 'stream']);
