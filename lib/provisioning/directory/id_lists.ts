import { limits } from '../../../config/limits.ts';
import type { TooMany } from '../../scim/index.ts';

/** The id lists of one filter. Reads each list once. One limit applies to all lists together. */
export class IdLists {
  readonly #refusal: (key: string) => TooMany;
  readonly #lists = new Map<string, Promise<readonly string[]>>();
  #count = 0;

  constructor(refusal: (key: string) => TooMany) {
    this.#refusal = refusal;
  }

  /** Reads `ids` at the first call only. Throws when all lists together hold more ids than the limit. */
  async of(key: string, ids: AsyncIterable<string>): Promise<readonly string[]> {
    const known = this.#lists.get(key);
    const list = known ?? this.#read(key, ids);
    this.#lists.set(key, list);
    const found = await list;
    if (known) this.#add(key, found.length);
    return found;
  }

  async #read(key: string, ids: AsyncIterable<string>): Promise<readonly string[]> {
    const found = new Set<string>();
    for await (const id of ids) {
      if (!found.has(id)) this.#add(key, 1);
      found.add(id);
    }
    return [...found];
  }

  #add(key: string, ids: number): void {
    this.#count += ids;
    if (this.#count > limits.filteredMembers) throw this.#refusal(key);
  }
}
