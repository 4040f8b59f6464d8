import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { members } from '../groups/index.ts';
import { DAY, hasPassed } from '../kernel/index.ts';
import { identities, wordsOf } from '../provisioning/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';

/** How far the search by words is: a single document, with the id `search`. */
interface SearchState extends Doc {
  readonly filledAt: number;
  /** Nobody was missing a day after the first time: no version without the search runs any more. */
  readonly isWhole: boolean;
}

export const searchStates: Collection<SearchState> = {
  name: 'search_states',
  scope: 'platform',
  unique: {},
  indexes: {},
};

const ID = 'search';

/** Fills the search after an upgrade, and again each day until nobody is missing. */
export async function completeSearch(store: UnitStore): Promise<void> {
  const state = await store.get(searchStates, PLATFORM, ID);
  const isDue = !state || (!state.isWhole && hasPassed(state.filledAt, DAY, store.now()));
  if (isDue) await fillSearch(store);
}

/** Describes members and users of versions without the search by words. Returns how many. */
export async function fillSearch(store: UnitStore): Promise<number> {
  const count = await fillSearchWords(store);
  await store.transaction(async (unit) => {
    const state = await unit.get(searchStates, PLATFORM, ID);
    const filledAt = unit.now();
    const isWhole =
      count === 0 && state !== undefined && (state.isWhole || hasPassed(state.filledAt, DAY, filledAt));
    if (state) unit.update(searchStates, { ...state, filledAt, isWhole });
    else unit.insert(searchStates, { id: ID, filledAt, isWhole });
  });
  return count;
}

async function fillSearchWords(store: UnitStore): Promise<number> {
  const known = await fill(store, members, async (unit, { id, rootId }) => {
    const member = await unit.get(members, rootId, id);
    if (member && !member.words) unit.touch(members, member);
  });
  const users = await fill(store, identities, async (unit, { id, integrationId }) => {
    const user = await unit.get(identities, integrationId, id);
    if (!user || user.words) return;
    // Its version, which clients know as the ETag, stays.
    unit.remove(identities, user);
    unit.restore(identities, { ...user, words: wordsOf(user.resource) });
  });
  return known + users;
}

async function fill<D extends Doc & { readonly words?: readonly string[] }>(
  store: UnitStore,
  from: Collection<D>,
  describe: (unit: Unit, doc: D) => Promise<void>,
): Promise<number> {
  let count = 0;
  let waiting: D[] = [];
  const write = async () => {
    const docs = waiting;
    waiting = [];
    await store.transaction(async (unit) => {
      for (const doc of docs) await describe(unit, doc);
    });
    count += docs.length;
  };
  for await (const doc of store.scan(from)) {
    if (doc.words) continue;
    waiting.push(doc);
    if (waiting.length >= limits.importBatch) await write();
  }
  if (waiting.length > 0) await write();
  return count;
}
