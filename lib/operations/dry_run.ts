import type { Unit, UnitStore } from '../audit/index.ts';
import { type LogEntry, logEntries } from '../provisioning/index.ts';
import type { Collection, Doc } from '../store/index.ts';
import { createServices, type Services } from './services.ts';

/** Carries the result out of a transaction that is thrown away. */
class ThrownAway extends Error {
  readonly result: unknown;

  constructor(result: unknown) {
    super('This transaction is thrown away.');
    this.result = result;
  }
}

export interface DryRun {
  readonly services: Services;
  /** The entry that the change would have in the provisioning log; the first one of several. */
  entry(): Omit<LogEntry, 'v'> | undefined;
}

/** Services that follow all rules and change nothing: each of their transactions is thrown away at its end. */
export function dryRun(services: Services): DryRun {
  const { store } = services;
  let noted: Omit<LogEntry, 'v'> | undefined;
  const dry: UnitStore = {
    ...store,
    async transaction<T>(work: (unit: Unit) => Promise<T>, lane?: string): Promise<T> {
      let logged: Omit<LogEntry, 'v'> | undefined;
      try {
        return await store.transaction(async (unit) => {
          logged = undefined;
          const result = await work(
            watched(unit, (entry) => {
              logged = entry;
            }),
          );
          throw new ThrownAway(result);
        }, lane);
      } catch (error) {
        if (!(error instanceof ThrownAway)) throw error;
        noted ??= logged;
        return error.result as T;
      }
    },
  };
  return { services: createServices({ ...services, store: dry }), entry: () => noted };
}

/** The unit. Calls `onEntry` with the log entry of the change. */
function watched(unit: Unit, onEntry: (entry: Omit<LogEntry, 'v'>) => void): Unit {
  const insert = unit.insert.bind(unit);
  return Object.assign(unit, {
    insert<D extends Doc>(into: Collection<D>, doc: Omit<D, 'v'>): D {
      if (into.name === logEntries.name) onEntry(doc as unknown as Omit<LogEntry, 'v'>);
      return insert(into, doc);
    },
  });
}
