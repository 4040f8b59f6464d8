import type { Store, Transaction } from '../../store/port.ts';

interface Unit {
  inTurn: boolean;
  integrationId?: string;
}

/**
 * Removals of one integration meet at one document. Within a process the first one goes ahead and the others take
 * turns, which spares them repeating each other's work; between processes the document alone decides.
 */
export class RemovalTurns {
  readonly #store: Store;
  readonly #units = new WeakMap<Transaction, Unit>();
  readonly #first = new Map<string, Unit>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Runs `work`, which may call `enter`, as one unit of work. */
  async run<T>(work: (tx: Transaction) => Promise<T>, lane?: string): Promise<T> {
    const unit: Unit = { inTurn: false };
    const noted = (tx: Transaction) => {
      this.#units.set(tx, unit);
      return work(tx);
    };
    try {
      return await this.#store.transaction(noted, lane);
    } catch (error) {
      if (!(error instanceof NotItsTurn)) throw error;
      unit.inTurn = true;
      return await this.#store.transaction(noted, `removals ${error.integrationId}`);
    } finally {
      const { integrationId = '' } = unit;
      if (this.#first.get(integrationId) === unit) this.#first.delete(integrationId);
    }
  }

  /** Says that the work removes somebody; it is begun anew in its turn where others do so too. */
  enter(tx: Transaction, integrationId: string): void {
    const unit = this.#units.get(tx);
    if (!unit || unit.inTurn) return;
    const first = this.#first.get(integrationId) ?? unit;
    if (first !== unit) throw new NotItsTurn(integrationId);
    this.#first.set(integrationId, unit);
    unit.integrationId = integrationId;
  }
}

class NotItsTurn extends Error {
  readonly integrationId: string;

  constructor(integrationId: string) {
    super('another removal of this integration is under way');
    this.integrationId = integrationId;
  }
}
