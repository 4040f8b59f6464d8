import type { Unit, UnitStore } from '../../audit/index.ts';

/** What a unit of work has to do with the removals of an integration. */
interface Turn {
  inTurn: boolean;
  integrationId?: string;
}

/**
 * Removals of one integration meet at one document. Within a process the first one goes ahead and the others take
 * turns, which spares them repeating each other's work; between processes the document alone decides.
 */
export class RemovalTurns {
  readonly #store: UnitStore;
  readonly #turns = new WeakMap<Unit, Turn>();
  readonly #first = new Map<string, Turn>();

  constructor(store: UnitStore) {
    this.#store = store;
  }

  /** Runs `work`, which may call `enter`, as one unit of work. */
  async run<T>(work: (unit: Unit) => Promise<T>, lane?: string): Promise<T> {
    const turn: Turn = { inTurn: false };
    const noted = (unit: Unit) => {
      this.#turns.set(unit, turn);
      return work(unit);
    };
    try {
      return await this.#store.transaction(noted, lane);
    } catch (error) {
      if (!(error instanceof NotItsTurn)) throw error;
      turn.inTurn = true;
      return await this.#store.transaction(noted, `removals ${error.integrationId}`);
    } finally {
      const { integrationId = '' } = turn;
      if (this.#first.get(integrationId) === turn) this.#first.delete(integrationId);
    }
  }

  /** Says that the work removes somebody; it is begun anew in its turn where others do so too. */
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
    super('another removal of this integration is under way');
    this.integrationId = integrationId;
  }
}
