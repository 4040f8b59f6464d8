import type { Runtime } from '../kernel/index.ts';
import { maskJson } from '../observe/index.ts';
import type { Ahead, Collection, Doc, Reader, Store, Transaction } from '../store/index.ts';
import type { AuditEvent, EventName } from './events.ts';
import type { AccessTold, Outlet, Told } from './told.ts';
import { auditEntries } from './types.ts';

/** Reads for a rule that needs the clock. */
export interface View extends Reader, Runtime {}

/** A unit of work: reads and writes of the rules in one transaction, with the clock, ids and the audit log. */
export interface Unit extends Transaction, Runtime {
  /** Writes an audit entry. Secrets in its details are masked. */
  record<N extends EventName>(event: { readonly action: N } & AuditEvent<N>): void;
  /** Tells the outlet the roles of an account before and after a write. */
  tell(access: AccessTold): void;
  /** Writes a document unchanged. A rule that counts touches a document that its rivals write too: only one commits. */
  touch<D extends Doc>(from: Collection<D>, doc: D): void;
}

/** The store for the rules: it has a clock, and its transactions are units of work. */
export interface UnitStore extends Store, Runtime {
  transaction<T>(work: (unit: Unit) => Promise<T>, lane?: string, ahead?: Ahead): Promise<T>;
}

/** Runs a unit of work in one transaction. */
export type Run = <R>(work: (unit: Unit) => Promise<R>) => Promise<R>;

/** `outlet` receives every change. The derivations follow the writes of every unit of work, the last one first. */
export function unitStore(
  store: Store,
  runtime: Runtime,
  outlet?: Outlet<Unit>,
  derivations: readonly Derivation<Unit>[] = [],
): UnitStore {
  const clock: Runtime = {
    now: () => runtime.now(),
    random: (bytes) => runtime.random(bytes),
    id: () => runtime.id(),
    keyPair: () => runtime.keyPair(),
    breathe: () => runtime.breathe(),
  };
  return {
    ...clock,
    get: (from, scope, id) => store.get(from, scope, id),
    getMany: (from, scope, ids) => store.getMany(from, scope, ids),
    find: (from, scope, key, ...values) => store.find(from, scope, key, ...values),
    locate: (from, key, ...values) => store.locate(from, key, ...values),
    list: (from, scope, range) => store.list(from, scope, range),
    async transaction(work, lane, ahead) {
      let told: Told[] = [];
      const result = await store.transaction(
        async (tx) => {
          told = [];
          const unit = unitOf(tx, clock, told);
          const done = await derivations.reduceRight(derived, work)(unit);
          if (told.length > 0) await outlet?.settle(unit, told);
          return done;
        },
        lane,
        ahead,
      );
      if (told.length > 0) outlet?.committed(told);
      return result;
    },
    ahead: () => store.ahead(),
    snapshot: () => store.snapshot(),
    query: (from, scope, search) => store.query(from, scope, search),
    count: (from, scope, range) => store.count(from, scope, range),
    sweep: (from, range) => store.sweep(from, range),
    scan: (from) => store.scan(from),
    still: () => store.still(),
    purge: (now) => store.purge(now),
    ready: () => store.ready(),
    close: () => store.close(),
  };
}

function derived<T>(work: (unit: Unit) => Promise<T>, derivation: Derivation<Unit>) {
  return (unit: Unit) => deriving(unit, derivation, work);
}

/** Every attempt has its own transaction, so the transaction object can become the unit. */
function unitOf(tx: Transaction, clock: Runtime, told: Told[]): Unit {
  return Object.assign(tx, clock, {
    record<N extends EventName>(event: { readonly action: N } & AuditEvent<N>) {
      record(tx, clock, event);
      told.push({ event, at: clock.now() });
    },
    tell(access: AccessTold) {
      told.push({ access, at: clock.now() });
    },
    touch<D extends Doc>(from: Collection<D>, doc: D) {
      tx.update(from, doc);
    },
  });
}

/** Writes an event into the audit log, in the transaction of the change. Secrets in its details are masked. */
function record<N extends EventName>(
  tx: Transaction,
  runtime: Runtime,
  event: { readonly action: N } & AuditEvent<N>,
): void {
  const { rootId, actor, action, target, detail, requestId } = event;
  tx.insert(auditEntries, {
    rootId,
    actor,
    action,
    target: target.id,
    detail: maskJson(detail),
    ...(requestId === undefined ? {} : { requestId }),
    id: runtime.id(),
    at: runtime.now(),
    unsealed: rootId,
  });
}

/** Documents that follow from others, brought up to date at the end of each unit of work. */
export interface Derivation<U extends Transaction> {
  /** Whether to follow the documents of a collection. */
  readonly concerns: (collection: string) => boolean;
  /** Gets all written and removed documents that concern it, in the same transaction. */
  readonly follow: (unit: U, written: readonly Doc[]) => Promise<void>;
}

/** Runs a unit of work, and then what is derived from its writes. */
async function deriving<U extends Transaction, T>(
  unit: U,
  { concerns, follow }: Derivation<U>,
  work: (unit: U) => Promise<T>,
): Promise<T> {
  const written: Doc[] = [];
  const note = <D extends Doc>({ name }: Collection<D>, doc: D): D => {
    if (concerns(name)) written.push(doc);
    return doc;
  };
  const insert = unit.insert.bind(unit);
  const update = unit.update.bind(unit);
  const remove = unit.remove.bind(unit);
  Object.assign(unit, {
    insert: <D extends Doc>(into: Collection<D>, doc: Omit<D, 'v'>) => note(into, insert(into, doc)),
    update: <D extends Doc>(into: Collection<D>, doc: D) => note(into, update(into, doc)),
    remove: <D extends Doc>(from: Collection<D>, doc: D) => remove(from, note(from, doc)),
  });
  const result = await work(unit);
  if (written.length > 0) await follow(unit, written);
  return result;
}
