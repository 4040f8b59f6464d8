import { limits } from '../../../config/limits.ts';
import {
  type Filter,
  InvalidFilter,
  InvalidPath,
  InvalidValue,
  Mutability,
  membersAttribute,
  NoTarget,
  type Notice,
  type PatchOperation,
  readElement,
} from '../../scim/index.ts';
import { choicesIn, fits } from './member_choice.ts';
import { steps } from './steps.ts';
import type { MemberKind } from './types.ts';

/** How a request changes the members of a group. */
export interface MemberEdits {
  /** Whether only the members in `wanted` stay. */
  readonly isWhole: boolean;
  /** Whether null or "" means the empty list. The client may have forgotten a value. */
  readonly isBlank: boolean;
  readonly wanted: ReadonlySet<string>;
  readonly unwanted: ReadonlySet<string>;
  /** Members that others replace. Each must be a member before. */
  readonly replaced: ReadonlySet<string>;
}

/**
 * The most accounts that may lose access by these edits. The limit is low if they empty the group without naming who
 * leaves.
 */
export function mostLosses({ isWhole, isBlank, wanted }: MemberEdits): number {
  if (!isWhole || wanted.size > 0) return Number.POSITIVE_INFINITY;
  return isBlank ? 0 : limits.emptiedPeople;
}

/** Removes all members. */
export const NOBODY: MemberEdits = {
  isWhole: true,
  isBlank: false,
  wanted: new Set(),
  unwanted: new Set(),
  replaced: new Set(),
};

interface Options {
  readonly notice: Notice;
  /** Whether `replace` with a single member adds it. */
  readonly singleReplaceAdds: boolean;
  /** The kinds of the members in `chosenByType`. */
  readonly kinds: ReadonlyMap<string, MemberKind>;
}

/** The members of a POST or PUT; null means none. Yields after every step. Throws `InvalidValue`. */
export function* wholeSet(members: unknown, notice: Notice): Generator<void, MemberEdits> {
  const edits = new Edits();
  edits.clear(members === null);
  for (const ids of idsIn(members ?? [], notice)) yield edits.add(ids);
  return edits;
}

/** The ids of members that operations select by type too. Throws `InvalidFilter`. */
export function chosenByType(operations: readonly PatchOperation[]): string[] {
  return operations
    .flatMap(({ path }) => (path.filter ? choicesIn(path.filter) : []))
    .filter(({ types }) => types.length > 0)
    .map(({ id }) => id);
}

/**
 * The combined effect of PATCH operations on `members`, in order. Yields after every step. Throws `InvalidValue`,
 * `InvalidFilter`, `InvalidPath`, `Mutability`, `NoTarget`.
 */
export function* membersAfter(
  operations: readonly PatchOperation[],
  options: Options,
): Generator<void, MemberEdits> {
  const edits = new Edits();
  for (const operation of operations) {
    checkSub(operation);
    if (operation.op === 'remove') yield* remove(edits, operation, options);
    else if (operation.path.filter) assignAt(edits, operation, operation.path.filter);
    else yield* assign(edits, operation, options);
  }
  return edits;
}

type Removal = Extract<PatchOperation, { op: 'remove' }>;
type Assignment = Exclude<PatchOperation, Removal>;

function* remove(
  edits: Edits,
  { path, values, isBlank }: Removal,
  { kinds, notice }: Options,
): Generator<void, void> {
  if (path.filter) edits.remove(removedBy(path.filter, kinds));
  else if (values) for (const ids of idsIn(values, notice)) yield edits.remove(ids);
  else edits.clear(isBlank);
}

function* assign(edits: Edits, { op, path, value }: Assignment, options: Options): Generator<void, void> {
  const isSingle = !Array.isArray(value) || value.length === 1;
  if (op === 'replace' && !(options.singleReplaceAdds && isSingle)) edits.clear();
  const notice = path.sub ? UNNOTICED : options.notice;
  for (const ids of idsIn(value, notice)) yield edits.add(ids);
}

/** RFC 7644 section 3.5.2.3: the value replaces what the path names. */
function assignAt(edits: Edits, { op, value }: Assignment, filter: Filter): void {
  const [chosen, ...others] = choicesIn(filter);
  if (!chosen || chosen.types.length > 0 || others.length > 0)
    throw new InvalidFilter(
      `The path of this ${op} must name one member by its value: members[value eq "…"].`,
    );
  const ids = [...idsIn(value, UNNOTICED)].flat();
  if (op === 'replace') edits.replace(chosen.id, ids);
  else if (ids.every((id) => id === chosen.id)) edits.add(ids);
  else
    throw new InvalidValue(
      'The value and the path name different members. To add a member, use the path `members`.',
    );
}

function removedBy(filter: Filter, kinds: Options['kinds']): string[] {
  return choicesIn(filter).flatMap((choice) => {
    const kind = kinds.get(choice.id);
    return choice.types.length === 0 || (kind && fits(choice, kind)) ? [choice.id] : [];
  });
}

class Edits implements MemberEdits {
  isWhole = false;
  isBlank = false;
  readonly wanted = new Set<string>();
  readonly unwanted = new Set<string>();
  readonly replaced = new Set<string>();

  add(ids: readonly string[]): void {
    for (const id of ids) {
      this.wanted.add(id);
      this.unwanted.delete(id);
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.wanted.delete(id);
      this.unwanted.add(id);
    }
  }

  clear(isBlank = false): void {
    this.isWhole = true;
    this.isBlank ||= isBlank;
    this.wanted.clear();
    this.unwanted.clear();
  }

  replace(id: string, by: readonly string[]): void {
    if (!this.wanted.has(id)) {
      if (this.isWhole || this.unwanted.has(id)) throw new NoTarget(`${id} is not a member of the group.`);
      this.replaced.add(id);
    }
    this.remove([id]);
    this.add(by);
  }
}

function checkSub({ op, path }: PatchOperation): void {
  if (path.sub && path.sub.name !== 'value')
    throw new Mutability(`${path.text} cannot be changed: add and remove members.`);
  if (path.sub && (op !== 'add' || path.filter))
    throw new InvalidPath('The path must name whole members: `members` or `members[value eq "…"]`.');
}

/** For values that were read before, so that their leniencies are recorded already. */
const UNNOTICED: Notice = () => undefined;

/** The ids in a list of members, or in one member, a few at a time. */
function* idsIn(members: unknown, notice: Notice): Generator<string[], void> {
  const given: readonly unknown[] = Array.isArray(members) ? members : [members];
  for (const some of steps(given)) yield some.map((member) => idOf(member, notice));
}

function idOf(member: unknown, notice: Notice): string {
  const read = readElement(membersAttribute, member, membersAttribute.name, notice);
  const id = (read as { value?: unknown } | undefined)?.value;
  if (typeof id !== 'string')
    throw new InvalidValue('Each of the members needs a value: the id of a user or group.');
  return id;
}
