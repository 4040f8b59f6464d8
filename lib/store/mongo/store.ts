import type { Connection, mongo } from 'mongoose';
import { limits as defaults } from '../../../config/limits.ts';
import { Unavailable } from '../errors.ts';
import { Lanes } from '../lanes.ts';
import type {
  Ahead,
  Collection,
  Doc,
  Matches,
  ResourceTypes,
  Search,
  Snapshot,
  Store,
  Transaction,
} from '../port.ts';
import { Remembered } from '../remembered.ts';
import { withShortCursors } from '../short_cursors.ts';
import { type Retry, runUnitOfWork } from '../unit_of_work.ts';
import { type Committer, commitWrites } from './commit.ts';
import { connect, type MongoPlace } from './connection.ts';
import { answered, translated } from './failures.ts';
import { ensureIndexes, missingIndexes } from './indexes.ts';
import { declareModels, type Table } from './models.ts';
import { Reads } from './reads.ts';
import { type SearchOptions, search } from './search.ts';
import { assertSuitable } from './server_check.ts';
import { openSnapshot } from './snapshot.ts';
import { pause } from './transaction.ts';

export interface MongoOptions extends MongoPlace {
  readonly collections: readonly Collection<Doc>[];
  readonly types: ResourceTypes;
  readonly limits?: Partial<MongoLimits>;
  readonly retry?: Retry;
  /** Whether a database without any of the collections may become a new installation; by default it may. */
  readonly mayBegin?: boolean;
}

export type MongoLimits = Record<
  'mongoMaxTimeMs' | 'mongoSelectMs' | 'mongoCommitMs' | 'readyMs' | 'scannedDocuments',
  number
>;

export interface MongoStore extends Store {
  ahead(): Ahead;
  /** Builds missing indexes and rebuilds changed ones; may take long on a large collection. */
  ensureIndexes(): Promise<void>;
  /** `collection.index` of each missing index. */
  missingIndexes(): Promise<string[]>;
}

/**
 * Connects to MongoDB, and builds the indexes when the database has none of the collections yet. Throws `Unavailable`
 * when no server answers, and an error with a sentence for the operator when the server is unsuitable.
 */
export async function openMongoStore(options: MongoOptions): Promise<MongoStore> {
  const limits = { ...defaults, ...options.limits };
  const connection = await connect(options, limits);
  try {
    if (!connection.db) throw new TypeError('the connection is not open');
    await assertSuitable(connection.db);
    const store = new OpenMongoStore(connection, connection.db, options, limits);
    if (await isNew(connection.db, options.collections)) {
      if (options.mayBegin === false) throw new Unavailable(absent(connection.db.databaseName));
      await store.ensureIndexes();
    }
    return store;
  } catch (error) {
    await connection.close(true);
    throw translated(error);
  }
}

async function isNew(db: mongo.Db, collections: readonly Collection<Doc>[]): Promise<boolean> {
  const declared = new Set(collections.map(({ name }) => name));
  const there = await db.listCollections({}, { nameOnly: true }).toArray();
  return !there.some(({ name }) => declared.has(name));
}

function absent(database: string): string {
  return (
    `There is no Rollcall in the database ${database} that MONGODB_URI names. If that is not the database you mean, ` +
    'correct MONGODB_URI. To begin a new installation there: rollcall migrate --create'
  );
}

/** The longest pause between two attempts of a unit of work, in milliseconds. */
const longestPause = 50;

class OpenMongoStore extends Reads implements MongoStore {
  readonly #connection: Connection;
  readonly #db: mongo.Db;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #readyMs: number;
  readonly #table: (name: string) => Table;
  readonly #searching: SearchOptions;
  readonly #retry: Retry;
  readonly #lanes = new Lanes();
  readonly #unitReads: Reads;
  readonly #committer: Committer;

  constructor(
    connection: Connection,
    db: mongo.Db,
    { collections, types, retry }: MongoOptions,
    limits: MongoLimits,
  ) {
    const tables = declareModels(connection, db, collections, types);
    const table = (name: string): Table => {
      const found = tables.get(name);
      if (!found) throw new TypeError(`the collection ${name} was not declared when the store was opened`);
      return found;
    };
    // Writes are acknowledged by a majority and visible to majority reads of the primary; a read never shows data that
    // a fail-over could undo.
    const reading = { maxTimeMS: limits.mongoMaxTimeMs, readConcern: { level: 'majority' } } as const;
    super(table, reading);
    this.#searching = {
      ...reading,
      client: connection.getClient(),
      scannedDocuments: limits.scannedDocuments,
    };
    // A commit depends on what a rival has written but not replicated yet, so a unit of work must see it.
    this.#unitReads = new Reads(table, { ...reading, readConcern: { level: 'local' } });
    this.#connection = connection;
    this.#db = db;
    this.#tables = tables;
    this.#readyMs = limits.readyMs;
    this.#table = table;
    this.#retry = retry ?? {
      attempts: defaults.transactionAttempts,
      pause: (attempt) => pause(attempt, longestPause),
    };
    this.#committer = { client: connection.getClient(), table, patience: limits.mongoCommitMs };
  }

  ahead(): Ahead {
    return new Remembered(this.#unitReads);
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>, lane?: string, ahead?: Ahead): Promise<T> {
    const isFresh = ahead && performance.now() - ahead.begunAt < defaults.aheadMs;
    const backend = {
      reader: () => this.ahead(),
      isRemote: true,
      commit: (writes: Parameters<typeof commitWrites>[1]) => commitWrites(this.#committer, writes),
    };
    return this.#lanes.run(lane, () =>
      runUnitOfWork(backend, work, this.#retry, isFresh ? ahead : undefined),
    );
  }

  snapshot(): Promise<Snapshot> {
    return openSnapshot(this.#connection.getClient(), this.#table, this.#searching.maxTimeMS);
  }

  query<D extends Doc>(from: Collection<D>, scope: string, asked: Search): Promise<Matches<D>> {
    const table = this.#table(from.name);
    return withShortCursors(this, from, scope, asked, (long) => search(table, scope, long, this.#searching));
  }

  /** MongoDB removes expired documents itself. */
  async purge(): Promise<number> {
    return 0;
  }

  async ready(): Promise<void> {
    try {
      await this.#db.command({ ping: 1 }, { signal: AbortSignal.timeout(this.#readyMs) });
    } catch (error) {
      throw new Unavailable('MongoDB has no primary that answers. Check its members with rs.status().', {
        cause: error,
      });
    }
  }

  ensureIndexes(): Promise<void> {
    return answered(() => ensureIndexes(this.#tables.values()));
  }

  missingIndexes(): Promise<string[]> {
    return answered(() => missingIndexes(this.#tables.values()));
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
