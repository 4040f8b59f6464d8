import { mongo } from 'mongoose';
import { DuplicateKey, VersionConflict } from '../errors.ts';
import type { Write } from '../unit_of_work.ts';
import { answered, duplicate, rootOf } from './failures.ts';
import type { Condition, Stored } from './layout.ts';
import type { Table } from './models.ts';
import { within } from './reads.ts';
import { inTransaction, majority } from './transaction.ts';

interface Step {
  readonly write: Write;
  readonly table: Table;
  readonly operation: mongo.AnyClientBulkWriteModel<Stored>;
}

export interface Committer {
  readonly client: mongo.MongoClient;
  readonly table: (name: string) => Table;
  /** Milliseconds for repeating a transaction or its commit. */
  readonly patience: number;
}

/** Applies all writes or none. Throws `DuplicateKey`, `VersionConflict` or `Unavailable`. */
export async function commitWrites(through: Committer, writes: readonly Write[]): Promise<void> {
  const [only, ...more] = writes;
  if (!only) return;
  await answered(async () => {
    if (more.length === 0) return applyOne(through.table(only.collection.name), only);
    try {
      await applyAll(through, steps(through, writes));
    } catch (error) {
      if (!(error instanceof DuplicateKey) || !mayMakeRoom(error, writes)) throw error;
      await applyAll(through, [...vacating(through, writes), ...steps(through, writes)]);
    }
  });
}

/** One document is atomic without a transaction: a retryable write. */
async function applyOne(table: Table, write: Write): Promise<void> {
  const { before, after, id } = write;
  try {
    if (!before && after) {
      await table.native.insertOne(table.layout.store(after), { writeConcern: majority });
      return;
    }
    const held = asRead(table, write);
    const touched = after
      ? (await table.native.replaceOne(held, table.layout.store(after), { writeConcern: majority }))
          .matchedCount
      : (await table.native.deleteOne(held, { writeConcern: majority })).deletedCount;
    if (touched !== 1) throw new VersionConflict(write.collection.name, id);
  } catch (error) {
    if (!(error instanceof mongo.MongoServerError) || error.code !== duplicate) throw error;
    throw duplicateKey(table, write, error.message);
  }
}

async function applyAll({ client, patience }: Committer, steps: readonly Step[]): Promise<void> {
  await inTransaction(client, patience, async (session) => {
    const operations = steps.map(({ operation }) => operation);
    try {
      const result = await client.bulkWrite<Record<string, Stored>>(operations, {
        session,
        ordered: true,
        verboseResults: true,
      });
      for (const [at, { write }] of steps.entries()) {
        const touched =
          result.updateResults?.get(at)?.matchedCount ?? result.deleteResults?.get(at)?.deletedCount ?? 1;
        if (touched !== 1) throw new VersionConflict(write.collection.name, write.id);
      }
    } catch (error) {
      throw explained(error, steps);
    }
  });
}

/** The error of one operation, with its key or document. */
function explained(error: unknown, steps: readonly Step[]): unknown {
  if (!(error instanceof mongo.MongoClientBulkWriteError)) return error;
  for (const [at, { code, message }] of error.writeErrors) {
    const step = steps[at];
    if (step && code === duplicate) return duplicateKey(step.table, step.write, message);
    const labels = code === 112 || code === 24 || code === 251 ? ['TransientTransactionError'] : [];
    return new mongo.MongoServerError({ message, code, errorLabels: labels });
  }
  return rootOf(error);
}

/** Removals first and inserts last, so that a freed value is available. */
function steps(through: Committer, writes: readonly Write[]): Step[] {
  const inOrder = [...writes].sort((a, b) => rank(a) - rank(b));
  return inOrder.map((write) => {
    const table = through.table(write.collection.name);
    return { write, table, operation: operation(table, write) };
  });
}

function rank({ before, after }: Write): number {
  return after ? (before ? 1 : 2) : 0;
}

function operation(table: Table, write: Write): Step['operation'] {
  const { layout, native } = table;
  const { namespace } = native;
  const { before, after, id } = write;
  if (!before) {
    if (!after) throw new TypeError(`a write of ${namespace}/${id} without content`);
    return { name: 'insertOne', namespace, document: layout.store(after) };
  }
  const filter = asRead(table, write);
  return after
    ? { name: 'replaceOne', namespace, filter, replacement: layout.store(after) }
    : { name: 'deleteOne', namespace, filter };
}

/** The document in the version and the scope that were read. */
function asRead({ layout }: Table, { id, before, scope }: Write): Condition {
  return { _id: id, v: before?.v ?? 0, ...within(layout, scope) };
}

/** Whether the value may belong to another document of the same work, which gives it up. */
function mayMakeRoom(error: DuplicateKey, writes: readonly Write[]): boolean {
  return givingUp(writes).filter(({ collection }) => collection.name === error.collection).length > 1;
}

/** Removes the entries of the documents to be changed, so that two of them can swap a value. */
function vacating(through: Committer, writes: readonly Write[]): Step[] {
  return givingUp(writes).map((write) => {
    const table = through.table(write.collection.name);
    const filter = asRead(table, write);
    return {
      write,
      table,
      operation: {
        name: 'updateOne',
        namespace: table.native.namespace,
        filter,
        update: { $unset: { has: '' } },
      },
    };
  });
}

function givingUp(writes: readonly Write[]): readonly Write[] {
  return writes.filter(
    ({ before, after, collection }) => before && after && Object.keys(collection.unique).length > 0,
  );
}

const takenIndex = / index: (\S+) dup key: (.*)$/s;

/** Reads key and value from `E11000 duplicate key error collection: db.c index: userName dup key: { … }`. */
function duplicateKey({ layout }: Table, write: Write, message: string): DuplicateKey {
  const [, index = '', values = ''] = takenIndex.exec(message) ?? [];
  const name = layout.collection.name;
  if (index === '_id_') return new DuplicateKey(name, 'id', write.id);
  const key = layout.collection.unique[index];
  if (!key) return new DuplicateKey(name, index, values);
  const doc = write.after as unknown as Readonly<Record<string, unknown>>;
  return new DuplicateKey(name, index, key.fields.map((field) => shown(doc[field], values)).join(', '));
}

function shown(value: unknown, values: string): string {
  if (!Array.isArray(value)) return String(value);
  return String(value.find((element) => values.includes(`: ${JSON.stringify(element)}`)) ?? value.join(', '));
}
