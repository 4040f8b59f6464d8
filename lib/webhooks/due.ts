import { limits } from '../../config/limits.ts';
import type { UnitStore } from '../audit/index.ts';
import type { Reader } from '../store/index.ts';
import { type Delivery, deliveries } from './types.ts';

/** The deliveries of a receiver that may be tried now, the oldest first. */
export async function dueTo(store: UnitStore, receiverId: string): Promise<Delivery[]> {
  const { items } = await store.list(deliveries, receiverId, { index: 'due', limit: limits.webhookLook });
  return items.filter(({ dueAt = 0 }) => dueAt <= store.now());
}

interface Firsts {
  readonly firsts: readonly Delivery[];
  /** How many were put off. */
  readonly putOffs: number;
  /** Whether others follow: behind them in their lines, or due too. */
  readonly hasMore: boolean;
}

/** The due deliveries that nothing of their line is before, up to `most`. Puts the others off. */
export async function firstsOf(
  store: UnitStore,
  receiverId: string,
  due: readonly Delivery[],
  most: number,
): Promise<Firsts> {
  const firsts: Delivery[] = [];
  const behind: Delivery[] = [];
  const heads = new Map<string, readonly string[]>();
  let hasMore = false;
  for (const one of due) {
    if (firsts.length >= most) {
      hasMore = true;
      break;
    }
    const line = one.line ?? '';
    const [head, next] = heads.get(line) ?? (await headsOf(store, receiverId, line));
    heads.set(
      line,
      [head, next].filter((id) => id !== undefined),
    );
    if (head === one.id) firsts.push(one);
    else behind.push(one);
    hasMore ||= next !== undefined;
  }
  return { firsts, hasMore, putOffs: behind.length === 0 ? 0 : await putOff(store, receiverId, behind) };
}

/** The first two deliveries of a line. */
export async function firstTwo(
  reader: Pick<Reader, 'list'>,
  receiverId: string,
  line: string,
): Promise<readonly Delivery[]> {
  return (await reader.list(deliveries, receiverId, { index: 'line', equal: [line], limit: 2 })).items;
}

async function headsOf(
  reader: Pick<Reader, 'list'>,
  receiverId: string,
  line: string,
): Promise<readonly string[]> {
  return (await firstTwo(reader, receiverId, line)).map(({ id }) => id);
}

/**
 * Takes deliveries that are behind others of their line from the due ones, and returns how many. The one before makes
 * them due again.
 */
async function putOff(store: UnitStore, receiverId: string, behind: readonly Delivery[]): Promise<number> {
  return store.transaction(async (unit) => {
    let count = 0;
    for (const { id } of behind) {
      const present = await unit.get(deliveries, receiverId, id);
      if (present?.line === undefined || present.dueAt === undefined) continue;
      if ((await headsOf(unit, receiverId, present.line))[0] === id) continue;
      const { dueAt: _due, ...rest } = present;
      unit.update(deliveries, rest);
      count += 1;
    }
    return count;
  });
}
