import mongoose, { type Connection, type Model, type mongo } from 'mongoose';
import type { Collection, Doc, ResourceTypes } from '../port.ts';
import { type Condition, expiryIndex, Layout, primaryIndex, type Stored } from './layout.ts';

const { Mixed } = mongoose.Schema.Types;

export interface Table {
  readonly layout: Layout;
  /** Has the fields and the indexes. */
  readonly model: Model<Stored>;
  /** Runs the operations: a mongoose query takes 0.2 ms more, mostly for features that lean reads do not need. */
  readonly native: mongo.Collection<Stored>;
  readonly db: mongo.Db;
  /**
   * A filter cast by the model, which takes microseconds. An operator without the mark `trusted` becomes a value, and
   * an unknown field is an error.
   */
  readonly checked: (filter: Condition) => Condition;
}

/** One table for each declaration, on a separate open connection. Throws when a declaration cannot be stored. */
export function declareModels(
  connection: Connection,
  db: mongo.Db,
  collections: readonly Collection<Doc>[],
  types: ResourceTypes,
): Map<string, Table> {
  return new Map(
    collections.map((collection) => {
      const layout = new Layout(collection, types);
      const model = connection.model<Stored>(collection.name, schemaOf(layout), collection.name);
      const checked = (filter: Condition) =>
        model.find().cast(model, mongoose.sanitizeFilter(filter)) as Condition;
      const native = db.collection<Stored>(collection.name);
      return [collection.name, { layout, model, native, db, checked }];
    }),
  );
}

function schemaOf(layout: Layout): mongoose.Schema<Stored> {
  const fields = Object.fromEntries(layout.fields.map((field) => [field, Mixed]));
  const schema = new mongoose.Schema<Stored>(
    { ...fields, _id: String, v: Number, doc: String, has: Mixed, match: Mixed, vanishAt: Date },
    {
      strict: 'throw',
      strictQuery: 'throw',
      versionKey: false,
      minimize: false,
      autoIndex: false,
      autoCreate: false,
      id: false,
    },
  );
  for (const entry of layout.entries()) {
    schema.index(ascending(layout.path(entry)), {
      name: entry.name,
      ...(entry.unique ? { unique: true } : {}),
      partialFilterExpression: { [entry.marker]: true },
    });
  }
  if (layout.scope) schema.index(ascending([layout.scope, '_id']), { name: primaryIndex });
  if (layout.collection.expires) schema.index({ vanishAt: 1 }, { name: expiryIndex, expireAfterSeconds: 0 });
  return schema;
}

function ascending(fields: readonly string[]): Record<string, 1> {
  return Object.fromEntries(fields.map((field) => [field, 1]));
}
