import { join } from 'node:path';
import { makeDirectory, storeIn } from '../../config/data_dir.ts';
import { messageOf } from '../../config/error.ts';
import type { Config } from '../../config/index.ts';
import { limits } from '../../config/limits.ts';
import { Unavailable } from './errors.ts';
import type { Collection, Doc, ResourceTypes, Store } from './port.ts';

/** Whether a database without any collection of Rollcall may become a new installation. */
export interface MayBegin {
  readonly mayBegin?: boolean;
}

/**
 * MongoDB if the configuration names one, else the embedded store in the data directory; does not load the other
 * adapter. Throws `Unavailable` when the store cannot be opened, or MongoDB lacks indexes: without the unique ones, two
 * accounts could have one e-mail.
 */
export async function openStore(
  {
    mongodbUri,
    mongodbQueryTimeout,
    dataDir,
    mayBegin = true,
  }: Pick<Config, 'mongodbUri' | 'mongodbQueryTimeout' | 'dataDir'> & MayBegin,
  collections: readonly Collection<Doc>[],
  types: ResourceTypes,
): Promise<Store> {
  if (mongodbUri !== undefined) {
    const { openMongoStore } = await import('./mongo/store.ts');
    const store = await openMongoStore({
      ...{ uri: mongodbUri, collections, types, mayBegin },
      limits: { mongoMaxTimeMs: mongodbQueryTimeout },
      answerMs: mongodbQueryTimeout + limits.mongoAnswerMs,
    });
    try {
      const missing = await store.missingIndexes();
      if (missing.length === 0) return store;
      throw new Unavailable(
        `MongoDB lacks the indexes ${missing.join(', ')}. Build them first: rollcall migrate`,
      );
    } catch (error) {
      await store.close();
      throw error;
    }
  }
  begin(dataDir);
  const { openEmbeddedStore } = await import('./embedded/store.ts');
  return openEmbeddedStore({ directory: join(dataDir, 'store'), collections });
}

/** Creates the data directory if needed. Throws `Unavailable` when that is impossible, or data would be lost. */
function begin(dataDir: string): void {
  if (storeIn(dataDir) === 'damaged')
    throw new Unavailable(
      `The store in ${join(dataDir, 'store')} has files with data, but not the file CURRENT that belongs to them. It is ` +
        'not opened, for that would remove the data. Restore the whole directory from a backup, or move it away to ' +
        'begin a new one.',
    );
  try {
    makeDirectory(dataDir);
  } catch (error) {
    throw new Unavailable(
      `DATA_DIR cannot be made: ${messageOf(error)}. Correct it, or let this user write there.`,
      { cause: error },
    );
  }
}

/** Whether a store could not be opened because another process has it. */
export function isHeldElsewhere(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && cause.code === 'LEVEL_LOCKED') return true;
  return false;
}
