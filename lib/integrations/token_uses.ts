import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { hasPassed } from '../kernel/index.ts';
import { type TokenUse, tokenUses } from './types.ts';

type Use = Omit<TokenUse, 'v'>;

/** An authenticated request. */
interface Used {
  readonly integration: { readonly id: string };
  readonly token: { readonly id: string };
  readonly request: Pick<TokenUse, 'ip' | 'userAgent'>;
}

/** Records when and from where tokens were used, at most once a minute each, and never inside a request. */
export class TokenUses {
  readonly #store: UnitStore;
  readonly #written = new Map<string, number>();
  #waiting = new Map<string, Use>();

  constructor(store: UnitStore) {
    this.#store = store;
  }

  note({ integration, token, request }: Used): void {
    const now = this.#store.now();
    if (!hasPassed(this.#written.get(token.id) ?? 0, limits.lastUseEvery, now)) return;
    this.#written.set(token.id, now);
    const { ip, userAgent } = request;
    this.#waiting.set(token.id, { id: token.id, integrationId: integration.id, at: now, ip, userAgent });
  }

  /** Writes the recorded uses. If the store fails, drops them, so that the next use is recorded again. */
  async flush(): Promise<void> {
    const uses = this.#waiting;
    if (uses.size === 0) return;
    this.#waiting = new Map();
    try {
      await this.#store.transaction((unit) => write(unit, uses.values()));
    } catch (error) {
      for (const id of uses.keys()) this.#written.delete(id);
      throw error;
    }
  }
}

async function write(unit: Unit, uses: Iterable<Use>): Promise<void> {
  for (const use of uses) {
    const known = await unit.get(tokenUses, use.integrationId, use.id);
    if (known) unit.update(tokenUses, { ...known, ...use });
    else unit.insert(tokenUses, use);
  }
}
