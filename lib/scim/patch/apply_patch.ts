import { isDeepStrictEqual } from 'node:util';
import { scimPatch } from 'scim-patch';
import { limits } from '../../../config/limits.ts';
import { InvalidValue, NoTarget, TooMany } from '../errors.ts';
import { compileFilter } from '../filter/match.ts';
import type { Filter } from '../filter/types.ts';
import { identityOf, isPrimary, tidied } from '../ingress/elements.ts';
import { checkRequired, sized, withSchemas } from '../ingress/read_resource.ts';
import { isEmpty } from '../ingress/values.ts';
import { hasImmutable, refuseChange } from '../schema/immutable.ts';
import type { Notice, Resource, ResourceType } from '../schema/types.ts';
import type { PatchOperation } from './parse_patch.ts';
import type { PatchPath } from './path.ts';

/** The value checks between two yields: some milliseconds. */
const STEP = 5_000;

/**
 * Returns a copy of the resource with all operations applied in order. Yields after every step. Throws `InvalidValue`,
 * `Mutability`, `TooMany`, and `NoTarget` when a value path matches nothing and cannot create an element.
 */
export function* applyPatch(
  type: ResourceType,
  resource: Resource,
  operations: readonly PatchOperation[],
  notice: Notice,
): Generator<void, Resource> {
  const draft = structuredClone(resource);
  let [work, paused] = [0, 0];
  for (const operation of operations) {
    work += costOf(draft, operation);
    if (work > limits.patchWork)
      throw new TooMany(
        'The PATCH asks for too much work. Send fewer operations on long lists, or simpler filters.',
      );
    applyGuarded(draft, operation, notice);
    tidy(draft, operation.path, notice);
    if (work - paused < STEP) continue;
    paused = work;
    yield;
  }
  checkRequired(type, draft);
  return sized(type, withSchemas(type, draft));
}

type Assignment = Exclude<PatchOperation, { op: 'remove' }>;

/** How many values an operation checks. */
function costOf(draft: Resource, operation: PatchOperation): number {
  const { path } = operation;
  const held = elementsAt(draft, path).length;
  const terms = path.filter ? termsOf(path.filter) : 0;
  const removed = operation.op === 'remove' ? (operation.values?.length ?? 0) : 0;
  return 1 + held * (1 + terms + removed);
}

function termsOf(filter: Filter): number {
  if (filter.op === 'and' || filter.op === 'or')
    return filter.filters.reduce((sum, each) => sum + termsOf(each), 0);
  return filter.op === 'not' || filter.op === 'some' ? termsOf(filter.filter) : 1;
}

/** An immutable attribute can be set, but not changed afterwards (RFC 7644 section 3.5.2). */
function applyGuarded(draft: Resource, operation: PatchOperation, notice: Notice): void {
  const { sub, filter, ...path } = operation.path;
  const { attribute } = path;
  const before = hasImmutable(attribute) ? structuredClone(valueAt(draft, path)) : undefined;
  applyOne(draft, operation, notice);
  if (before === undefined) return;
  const after = valueAt(draft, path);
  const where = attributeText(path);
  if (attribute.mutability === 'immutable' || !attribute.multiValued)
    refuseChange(attribute, before, after, where);
  else if ((sub || filter) && Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    for (const [at, element] of before.entries()) refuseChange(attribute, element, after[at], where);
}

function applyOne(draft: Resource, operation: PatchOperation, notice: Notice): void {
  const { op, path } = operation;
  if (path.filter) atElements(draft, operation, path.filter, notice);
  else if (op === 'remove') removeAt(draft, path, operation.values);
  else if (path.attribute.multiValued && !path.sub) assignMany(draft, op, path, operation.value as unknown[]);
  else if (path.attribute.multiValued) assignEach(draft, op, path, operation.value);
  else edit(draft, op, pathText(path), operation.value);
}

function removeAt(draft: Resource, path: PatchPath, values: readonly unknown[] | undefined): void {
  const held = valueAt(draft, path);
  if (held === undefined) return;
  if (path.extension === undefined && path.attribute.name === 'active' && typeof held === 'boolean') {
    if (held) return;
    throw new InvalidValue(
      'active cannot be removed from an inactive user. To reactivate the user, set it to true.',
    );
  }
  if (values === undefined) {
    if (path.sub && path.attribute.multiValued) editEach(draft, 'remove', path, () => true);
    else edit(draft, 'remove', pathText(path));
    return;
  }
  const rest = elementsAt(draft, path).filter((element) => !values.some((value) => isSame(element, value)));
  edit(draft, 'replace', attributeText(path), rest);
}

function assignMany(
  draft: Resource,
  op: 'add' | 'replace',
  path: PatchPath,
  values: readonly unknown[],
): void {
  const held = op === 'add' ? elementsAt(draft, path) : [];
  const known = new Set(held.map(identityOf));
  const sent = new Map(values.map((value) => [identityOf(value), value]));
  const kept = demoted(held, values).map((element) => {
    const again = sent.get(identityOf(element));
    return again === undefined ? element : merged('add', element, again);
  });
  const fresh = values.filter((value) => !known.has(identityOf(value)));
  const all = [...kept, ...structuredClone(fresh)];
  if (all.length > limits.multiValues)
    throw new InvalidValue(`${path.text} has more than ${limits.multiValues} values.`);
  edit(draft, 'replace', attributeText(path), all);
}

/** `emails.value` without a filter assigns the sub-attribute of every element, or of a new one if there are none. */
function assignEach(draft: Resource, op: 'add' | 'replace', path: PatchPath, value: unknown): void {
  if (elementsAt(draft, path).length > 0) editEach(draft, op, path, () => true, value);
  else edit(draft, 'replace', attributeText(path), [{ [path.sub?.name ?? '']: value }]);
}

function atElements(draft: Resource, operation: PatchOperation, filter: Filter, notice: Notice): void {
  const { op, path } = operation;
  const matches = compileFilter(filter);
  const elements = elementsAt(draft, path);
  if (!elements.some(matches)) {
    if (op !== 'remove') create(draft, operation, filter, notice);
  } else if (op === 'remove' && !path.sub && !path.attribute.multiValued) {
    edit(draft, 'remove', attributeText(path));
  } else if (op === 'remove' && !path.sub) {
    edit(
      draft,
      'replace',
      attributeText(path),
      elements.filter((element) => !matches(element)),
    );
  } else if (op === 'remove') editEach(draft, 'remove', path, matches);
  else if (path.sub) editSub(draft, op, path, matches, operation.value);
  else if (!path.attribute.multiValued) {
    // When scim-patch replaces a whole value, it keeps the parts that are not sent again.
    edit(draft, 'remove', attributeText(path));
    edit(draft, 'add', attributeText(path), withParts(elements[0] as Resource, operation));
  } else {
    const replaced = elements.map((element) =>
      matches(element) ? merged(op, element, operation.value) : element,
    );
    const fresh = replaced.filter((element) => !elements.includes(element));
    const kept = replaced.map((element) =>
      fresh.includes(element) ? element : demoted([element], fresh)[0],
    );
    edit(draft, 'replace', attributeText(path), kept);
  }
}

function editSub(
  draft: Resource,
  op: 'add' | 'replace',
  path: PatchPath,
  matches: (element: unknown) => boolean,
  value: unknown,
): void {
  const isNewPrimary = path.sub?.name === 'primary' && value === true;
  const chosen = elementsAt(draft, path).filter(matches);
  editEach(draft, op, path, matches, value);
  if (!isNewPrimary || !path.attribute.multiValued) return;
  const last = elementsAt(draft, path).indexOf(chosen.at(-1));
  elementsAt(draft, path).forEach((element, at) => {
    if (at !== last && isPrimary(element)) element.primary = false;
  });
}

/** Entra adds `emails[type eq "work"].value` to a user without e-mail: the filter describes the new element. */
function create(draft: Resource, operation: Assignment, filter: Filter, notice: Notice): void {
  const { path, value } = operation;
  const terms = equalities(filter);
  const isTaken = !path.attribute.multiValued && elementsAt(draft, path).length > 0;
  if (isTaken || !terms || !path.attribute.subAttributes || !compileFilter(filter)(terms))
    throw new NoTarget(
      `Nothing matches the filter of ${path.text}. Only eq comparisons of its sub-attributes can create an element.`,
    );
  notice('value-path-created');
  const given = path.sub ? { [path.sub.name]: value } : value;
  const entry = withParts(terms, { ...operation, value: given });
  if (!path.attribute.multiValued) edit(draft, 'replace', attributeText(path), entry);
  else assignMany(draft, 'add', { ...path, text: attributeText(path) }, [entry]);
}

/**
 * The attributes that a filter of `eq` terms requires; undefined for any other filter, and for attributes that clients
 * cannot set.
 */
function equalities(filter: Filter): Resource | undefined {
  if (filter.op === 'eq' && filter.value !== null && filter.target.keys.length === 1) {
    const { keys, attribute } = filter.target;
    return attribute.mutability === 'readOnly' ? undefined : { [keys[0] ?? '']: filter.raw };
  }
  if (filter.op !== 'and') return undefined;
  const terms = filter.filters.map(equalities);
  return terms.every((term) => term !== undefined) ? (Object.assign({}, ...terms) as Resource) : undefined;
}

/** A complex element with the sent sub-attributes. */
function withParts(held: Resource, { value, cleared = [] }: Assignment): Resource {
  const kept = Object.entries(held).filter(([name]) => !cleared.includes(name));
  return { ...Object.fromEntries(kept), ...structuredClone(value as Resource) };
}

function merged(op: 'add' | 'replace' | 'remove', element: unknown, value: unknown): unknown {
  const fresh: unknown = structuredClone(value);
  const isObject = typeof element === 'object' && typeof fresh === 'object';
  return op === 'add' && isObject ? { ...element, ...fresh } : fresh;
}

/** The elements, none of them primary if a `fresh` one is. */
function demoted(elements: readonly unknown[], fresh: readonly unknown[]): unknown[] {
  if (!fresh.some(isPrimary)) return [...elements];
  return elements.map((element) => (isPrimary(element) ? { ...element, primary: false } : element));
}

function isSame(element: unknown, value: unknown): boolean {
  if (isDeepStrictEqual(element, value)) return true;
  const [held, given] = [(element as Resource | null)?.value, (value as Resource | null)?.value];
  return held !== undefined && held === given;
}

/** Edits one sub-attribute of the matching elements. */
function editEach(
  draft: Resource,
  op: PatchOperation['op'],
  { sub, ...path }: PatchPath,
  matches: (element: unknown) => boolean,
  value?: unknown,
): void {
  if (!sub) return;
  for (const element of elementsAt(draft, path).filter(matches) as Resource[]) {
    if (op === 'remove') delete element[sub.name];
    else element[sub.name] = structuredClone(value);
  }
}

/** The only call of scim-patch, which must never see a name from a client (docs/advisories.md). */
function edit(draft: Resource, op: PatchOperation['op'], path: string, value?: unknown): void {
  const operation = op === 'remove' ? { op, path } : { op, path, value: structuredClone(value) };
  scimPatch(draft as never, [operation] as never, { mutateDocument: true, treatMissingAsAdd: true });
}

/** Removes empty values, empty extensions and repeated values, and all primaries but one. */
function tidy(draft: Resource, { extension, attribute }: PatchPath, notice: Notice): void {
  const holder = extension === undefined ? draft : ((draft[extension] ?? {}) as Resource);
  const held = holder[attribute.name];
  if (Array.isArray(held)) {
    const kept = held.filter((element) => !isEmpty(element));
    if (kept.length > 0) holder[attribute.name] = tidied(attribute, kept, notice);
    else delete holder[attribute.name];
  } else if (isEmpty(held)) delete holder[attribute.name];
  if (extension !== undefined && isEmpty(draft[extension])) delete draft[extension];
}

function elementsAt(draft: Resource, { sub: _sub, ...path }: PatchPath): unknown[] {
  const held = valueAt(draft, path);
  if (held === undefined) return [];
  return Array.isArray(held) ? held : [held];
}

function valueAt(draft: Resource, { extension, attribute, sub }: PatchPath): unknown {
  const holder = extension === undefined ? draft : ((draft[extension] ?? {}) as Resource);
  const held = holder[attribute.name];
  return sub && !attribute.multiValued ? (held as Resource | undefined)?.[sub.name] : held;
}

/** The path for scim-patch: canonical names only. */
function pathText(path: PatchPath): string {
  return path.sub ? `${attributeText(path)}.${path.sub.name}` : attributeText(path);
}

function attributeText({ extension, attribute }: PatchPath): string {
  return extension === undefined ? attribute.name : `${extension}:${attribute.name}`;
}
