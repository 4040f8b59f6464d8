import { DuplicateKey, VersionConflict } from '../errors.ts';
import type { Doc } from '../port.ts';
import type { Write } from '../unit_of_work.ts';
import { LARGE } from './ahead.ts';
import type { Change, Changes } from './changes.ts';
import type { KeySpace } from './key_space.ts';
import type { Changed, Entry, Layout, Layouts } from './layout.ts';
import { sortedSpaces } from './spaces.ts';
import { stored } from './stored.ts';

/** Writes to check without a pause. */
const STEP = 500;

/**
 * The changes of the writes, key by key. It checks everything against what is accepted so far: nothing may be accepted
 * in between, or the caller must ask `meets` at the end. Yields after every step. Throws `VersionConflict`,
 * `DuplicateKey`.
 */
export function* changesOf(
  keys: KeySpace,
  layouts: Layouts,
  writes: readonly Write[],
): Generator<void, Changes> {
  const changes = new Map<string, Change>();
  const look = (write: Write) => stepOf(keys, layouts.of(write.collection), write);
  const updates: Step[] = [];
  for (const some of inSteps(writes.filter(({ before }) => before))) {
    for (const write of some) {
      const step = look(write);
      for (const { key, space } of step.gone) changes.set(key, { value: null, counts: -1, space });
      if (write.after) updates.push(step);
      else apply(keys, changes, step);
    }
    yield;
  }
  for (const some of inSteps(updates)) {
    for (const step of some) apply(keys, changes, step);
    yield;
  }
  for (const some of inSteps(writes.filter(({ before }) => !before))) {
    for (const write of some) apply(keys, changes, look(write));
    yield;
  }
  if (changes.size > LARGE) yield* sortedSpaces(changes);
  return changes;
}

/** Whether other changes affect what these changes depend on. */
export function meets(changes: Changes, others: readonly Changes[]): boolean {
  for (const other of others) for (const key of other.keys()) if (changes.has(key)) return true;
  return false;
}

function* inSteps<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += STEP) yield items.slice(at, at + STEP);
}

function apply(keys: KeySpace, changes: Map<string, Change>, { write, key, space, fresh }: Step): void {
  const { before, after } = write;
  const counts = Number(after !== undefined) - Number(before !== undefined);
  changes.set(key, { value: after ? stored(after) : null, counts, space });
  for (const entry of fresh) addEntry(keys, changes, write, entry, key);
}

interface Step extends Changed {
  readonly write: Write;
  readonly key: string;
  readonly space: string;
}

function stepOf(keys: KeySpace, layout: Layout, write: Write): Step {
  const { scope, id, after } = write;
  const key = layout.document(scope, id);
  const present = checkedPresent(keys, key, write);
  if (after) assertOwned(layout, scope, after);
  return { write, key, space: layout.documents(scope), ...layout.changes(scope, present, after) };
}

/** The present document, which must have the version that was read. */
function checkedPresent(
  keys: KeySpace,
  key: string,
  { collection, id, before, isMinted }: Write,
): Doc | undefined {
  if (isMinted && before === undefined) return undefined;
  const held = keys.documentAhead(key);
  if (before === undefined) {
    if (held !== undefined) throw new DuplicateKey(collection.name, 'id', id);
    return undefined;
  }
  if (held?.v !== before.v) throw new VersionConflict(collection.name, id);
  return held;
}

function assertOwned({ collection: { name, scope: field } }: Layout, scope: string, doc: Doc): void {
  const owner = field === 'platform' ? '' : (doc as unknown as Readonly<Record<string, unknown>>)[field];
  if (owner !== scope) throw new TypeError(`a document of ${name} needs a text in ${field}`);
}

function addEntry(
  keys: KeySpace,
  changes: Map<string, Change>,
  { collection }: Write,
  { line, space, key, values }: Entry,
  value: string,
): void {
  const pending = changes.get(key);
  const holder = pending ? pending.value : line.kind === 'unique' ? keys.entryAhead(key) : undefined;
  if (typeof holder === 'string') throw new DuplicateKey(collection.name, line.name, values.join(', '));
  // Another document of the same commit gives this value up.
  changes.set(key, { value, counts: pending ? 0 : 1, space });
}
