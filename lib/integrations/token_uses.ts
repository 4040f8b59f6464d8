import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { fingerprint, hasPassed } from '../kernel/index.ts';
import { type Integration, integrations, type TokenUse, tokenUses } from './types.ts';
import { withCredentials } from './with_credentials.ts';

interface Use {
  readonly stored: Omit<TokenUse, 'v'>;
  /** Present for a token whose digest is by the previous pepper. */
  readonly renewed?: Renewed;
}

interface Renewed {
  readonly rootId: string;
  readonly from: string;
  readonly to: string;
}

/** An authenticated request. */
interface Used {
  readonly integration: Pick<Integration, 'id' | 'rootId' | 'tokens'>;
  readonly token: { readonly id: string; readonly digest: string };
  readonly request: Pick<TokenUse, 'ip' | 'userAgent'>;
}

/**
 * Records when and from where tokens were used, at most once a minute each, and never inside a request. Gives a token of
 * the previous pepper its new digest.
 */
export class TokenUses {
  readonly #store: UnitStore;
  readonly #pepper: Buffer;
  readonly #written = new Map<string, number>();
  #waiting = new Map<string, Use>();

  constructor(store: UnitStore, pepper: Buffer) {
    this.#store = store;
    this.#pepper = pepper;
  }

  /** `digest` is the one that the token should have. */
  note({ integration, token, request }: Used, digest?: string): void {
    const now = this.#store.now();
    if (!hasPassed(this.#written.get(token.id) ?? 0, limits.lastUseEvery, now)) return;
    this.#written.set(token.id, now);
    const { ip, userAgent } = request;
    const { id: integrationId, rootId, tokens } = integration;
    const isToken = tokens.some(({ id }) => id === token.id);
    const isOld = isToken && digest !== undefined && digest !== token.digest;
    this.#waiting.set(token.id, {
      stored: { id: token.id, integrationId, at: now, ip, userAgent },
      ...(isOld ? { renewed: { rootId, from: token.digest, to: digest } } : {}),
    });
  }

  /** Writes the recorded uses. If the store fails, drops them, so that the next use is recorded again. */
  async flush(): Promise<void> {
    const uses = this.#waiting;
    if (uses.size === 0) return;
    this.#waiting = new Map();
    try {
      await this.#store.transaction((unit) => write(unit, uses.values(), fingerprint(this.#pepper)));
    } catch (error) {
      for (const id of uses.keys()) this.#written.delete(id);
      throw error;
    }
  }
}

async function write(unit: Unit, uses: Iterable<Use>, keyId: string): Promise<void> {
  for (const { stored, renewed } of uses) {
    const known = await unit.get(tokenUses, stored.integrationId, stored.id);
    if (known) unit.update(tokenUses, { ...known, ...stored });
    else unit.insert(tokenUses, stored);
    if (renewed) await renew(unit, stored.integrationId, renewed, keyId);
  }
}

async function renew(unit: Unit, id: string, { rootId, from, to }: Renewed, keyId: string): Promise<void> {
  const integration = await unit.get(integrations, rootId, id);
  if (!integration?.tokens.some(({ digest }) => digest === from)) return;
  const tokens = integration.tokens.map((token) =>
    token.digest === from ? { ...token, digest: to, keyId } : token,
  );
  unit.update(integrations, withCredentials(integration, { tokens }, unit.now()));
}
