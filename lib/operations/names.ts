import { isKnown } from '../access/index.ts';
import { accounts } from '../accounts/index.ts';
import type { Actor } from '../audit/index.ts';
import { groups, pathOf } from '../groups/index.ts';
import { integrations } from '../integrations/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';

/** An id of the store. */
export const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const WHOLE = new RegExp(`^${ID.source}$`);

/** Whether a text has the form of an id. */
export function isId(text: string): boolean {
  return WHOLE.test(text);
}

/** An id, and the name that people know. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The names of the ids in the entries of one list, as far as the actor may know them. Looks up each id once. */
export class Names {
  readonly #reader: Reader;
  readonly #rootId: string;
  readonly #isOperator: boolean;
  readonly #known = new Map<string, Promise<string | undefined>>();

  constructor(reader: Reader, rootId: string, { kind }: Actor) {
    this.#reader = reader;
    this.#rootId = rootId;
    this.#isOperator = kind === 'operator';
  }

  /** The ids of groups, accounts and integrations in plain JSON, with path, username or name. */
  async in(value: unknown): Promise<Named[]> {
    const ids = [...new Set(JSON.stringify(value).match(ID))];
    const names = await Promise.all(ids.map((id) => this.of(id)));
    return ids.flatMap((id, at) => {
      const name = names[at];
      return name === undefined ? [] : [{ id, name }];
    });
  }

  of(id: string): Promise<string | undefined> {
    const known = this.#known.get(id) ?? this.#find(id);
    this.#known.set(id, known);
    return known;
  }

  async #find(id: string): Promise<string | undefined> {
    const group = await this.#reader.get(groups, this.#rootId, id);
    if (group) return pathOf(this.#reader, group);
    const account = await this.#reader.get(accounts, PLATFORM, id);
    if (account) {
      const isSeen = this.#isOperator || (await isKnown(this.#reader, this.#rootId, id));
      return isSeen ? account.username : undefined;
    }
    return (await this.#reader.get(integrations, this.#rootId, id))?.name;
  }
}
