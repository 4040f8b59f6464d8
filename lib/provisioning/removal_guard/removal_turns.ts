import type { Unit, UnitStore } from '../../audit/index.ts';
import type { Ahead } from '../../store/index.ts';

/** The turn of a unit of work among the removals of an integration. */
interface Turn {
  inTurn: boolean;
  integrationId?: string;
}

/**
 * All removals of one integration write one document. Within a process they take turns, which avoids repeated work;
 * between processes they only conflict.
 */
export class RemovalTurns {
  readonly #store: UnitStore;
  readonly #turns = new WeakMap<Unit, Turn>();
  readonly #first = new Map<string, Turn>();

  constructor(store: UnitStore) {
    this.#store = store;
  }

  /** Runs `work`, which may call `enter`, as one unit of work. */
  async run<T>(work: (unit: Unit) => Promise<T>, lane?: string, ahead?: Ahead): Promise<T> {
    const turn: Turn = { inTurn: false };
    const noted = (unit: Unit) => {
      this.#turns.set(unit, turn);
      return work(unit);
    };
    try {
      return await this.#store.transaction(noted, lane, ahead);
    } catch (error) {
      if (!(error instanceof NotItsTurn)) throw error;
      turn.inTurn = true;
      return await this.#store.transaction(noted, `removals ${error.integrationId}`);
    } finally {
      const { integrationId = '' } = turn;
      if (this.#first.get(integrationId) === turn) this.#first.delete(integrationId);
    }
  }

  /** Marks the work as a removal. Restarts it in its turn if other removals are running. */
  enter(unit: Unit, integrationId: string): void {
    const turn = this.#turns.get(unit);
    if (!turn || turn.inTurn) return;
    const first = this.#first.get(integrationId) ?? turn;
    if (first !== turn) throw new NotItsTurn(integrationId);
    this.#first.set(integrationId, turn);
    turn.integrationId = integrationId;
  }
}

class NotItsTurn extends Error {
  readonly integrationId: string;

  constructor(integrationId: string) {
    super('Another removal of this integration is running.');
    this.integrationId = integrationId;
  }
}
