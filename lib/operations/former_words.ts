import { limits } from '../../config/limits.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import { members } from '../groups/index.ts';
import { identities, wordsOf } from '../provisioning/index.ts';
import type { Collection, Doc } from '../store/index.ts';

/** Describes members and users of versions without the search by words. Returns how many. */
export async function fillSearchWords(store: UnitStore): Promise<number> {
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
