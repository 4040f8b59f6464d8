import { mongo } from 'mongoose';
import { DuplicateKey, VersionConflict } from '../errors.ts';
import type { Write } from '../unit_of_work.ts';
import { bulkWrite, type Operation, type Written } from './bulk_write.ts';
import { answered, duplicate } from './failures.ts';
import type { Condition } from './layout.ts';
import type { Table } from './models.ts';
import { within } from './reads.ts';
import { inTransaction, majority } from './transaction.ts';

interface Step {
  readonly write: Write;
  readonly table: Table;
  readonly operation: Operation;
}

/** Writes and characters of documents in one command, which may have 48 MB. */
const AT_ONCE = { steps: 1_000, chars: 8_388_608 };

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
    for (const some of inMessages(steps)) {
      const { counts, failed } = await bulkWrite(
        client,
        session,
        some.map(({ operation }) => operation),
      );
      const conflict = some.find((_, at) => (counts[at] ?? 1) !== 1);
      if (conflict) throw new VersionConflict(conflict.write.collection.name, conflict.write.id);
      if (failed) throw explained(failed, some[failed.at]);
    }
  });
}

function* inMessages(steps: readonly Step[]): Generator<readonly Step[]> {
  let from = 0;
  let chars = 0;
  for (const [at, { operation }] of steps.entries()) {
    chars += charsOf(operation);
    if (at === from || (at - from < AT_ONCE.steps && chars <= AT_ONCE.chars)) continue;
    yield steps.slice(from, at);
    [from, chars] = [at, charsOf(operation)];
  }
  if (from < steps.length) yield steps.slice(from);
}

function charsOf(operation: Operation): number {
  const stored = 'insert' in operation ? operation.insert : 'replace' in operation ? operation.replace : {};
  return 'doc' in stored && typeof stored.doc === 'string' ? stored.doc.length : 0;
}

/** The error of one operation, with its key or document. */
function explained({ code, message }: NonNullable<Written['failed']>, step: Step | undefined): unknown {
  if (step && code === duplicate) return duplicateKey(step.table, step.write, message);
  const labels = code === 112 || code === 24 || code === 251 ? ['TransientTransactionError'] : [];
  return new mongo.MongoServerError({ message, code, errorLabels: labels });
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
    return { namespace, insert: layout.store(after) };
  }
  const filter = asRead(table, write);
  return after ? { namespace, filter, replace: layout.store(after) } : { namespace, filter, remove: true };
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
      operation: { namespace: table.native.namespace, filter, replace: { $unset: { has: '' } } },
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
