import { limits } from '../../config/limits.ts';
import { DAY } from '../kernel/index.ts';
import type { Reader, Store } from '../store/index.ts';
import { logDays } from './collections.ts';

/** Requests of one day (UTC). */
interface DayCount {
  readonly day: string;
  readonly requests: number;
  readonly refused: number;
}

interface Logged {
  readonly rootId: string;
  readonly at: number;
  readonly status: number;
}

interface Waiting extends DayCount {
  readonly rootId: string;
}

let latest = { number: 0, name: '1970-01-01' };

/** The day of a time (UTC), such as `2026-01-31`. */
export function dayOf(at: number): string {
  const number = Math.floor(at / DAY);
  if (latest.number !== number) latest = { number, name: new Date(at).toISOString().slice(0, 10) };
  return latest.name;
}

/**
 * Counts requests by day, so that a chart reads few documents. A process that dies loses its waiting counts, and a commit
 * without an answer may count twice. This is exact enough for a chart.
 */
export class LogDays {
  readonly #store: Store;
  #waiting = new Map<string, Waiting>();

  constructor(store: Store) {
    this.#store = store;
  }

  note({ rootId, at, status }: Logged): void {
    const day = dayOf(at);
    const key = `${rootId} ${day}`;
    const { requests, refused } = this.#waiting.get(key) ?? { requests: 0, refused: 0 };
    this.#waiting.set(key, {
      rootId,
      day,
      requests: requests + 1,
      refused: refused + (status >= 400 ? 1 : 0),
    });
  }

  async write(): Promise<void> {
    const counts = [...this.#waiting.values()];
    if (counts.length === 0) return;
    this.#waiting = new Map();
    for (const count of counts) await this.#add(count);
  }

  #add({ rootId, day, requests, refused }: Waiting): Promise<void> {
    const id = idOf(rootId, day);
    return this.#store.transaction(async (unit) => {
      const known = await unit.get(logDays, rootId, id);
      if (known)
        unit.update(logDays, {
          ...known,
          requests: known.requests + requests,
          refused: known.refused + refused,
        });
      else
        unit.insert(logDays, {
          ...{ id, rootId, requests, refused },
          expiresAt: Date.parse(day) + (limits.logDays + 1) * DAY,
        });
    });
  }
}

/** The counts of the last days, the oldest first; a day without requests counts 0. */
export async function countsOfDays(
  reader: Reader,
  rootId: string,
  now: number,
  days: number,
): Promise<DayCount[]> {
  const names = Array.from({ length: days }, (_, at) => dayOf(now - (days - 1 - at) * DAY));
  const found = await reader.getMany(
    logDays,
    rootId,
    names.map((day) => idOf(rootId, day)),
  );
  return names.map((day, at) => ({
    day,
    requests: found[at]?.requests ?? 0,
    refused: found[at]?.refused ?? 0,
  }));
}

/** An id is unique in its collection, not only in its group. */
function idOf(rootId: string, day: string): string {
  return `${rootId} ${day}`;
}
