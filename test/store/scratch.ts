import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../lib/store/open.ts';
import type { Collection, Doc, Store } from '../../lib/store/port.ts';
import { registry } from './collections.ts';
import { dropDatabase, testDatabase } from './mongo/database.ts';

export interface Scratch {
  readonly store: Store;
  /** Closes the store and takes away what it kept. */
  remove(): Promise<void>;
}

/** An empty store of these collections: embedded, or in the MongoDB of `MONGODB_URI`. */
export async function scratchStore(...collections: readonly unknown[]): Promise<Scratch> {
  const dataDir = await mkdtemp(join(tmpdir(), 'rollcall-'));
  const mongodbUri = testDatabase();
  const store = await openStore(
    { mongodbUri, mongodbQueryTimeout: 300_000, dataDir },
    collections as readonly Collection<Doc>[],
    registry,
  );
  return {
    store,
    async remove() {
      await store.close();
      await dropDatabase(mongodbUri);
      await rm(dataDir, { recursive: true });
    },
  };
}
